"""One change of the directory, as a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from page_source.letters import fold
from partnerships_data.pages.entry import Entry


class ChangeKind(StrEnum):
    """The kinds of changes, in the order in which they are listed."""

    PARTNER_ADDED = "partner-added"
    PARTNER_REMOVED = "partner-removed"
    PARTNER_ENDED = "partner-ended"
    PARTNER_RESUMED = "partner-resumed"
    PARTNER_RENAMED = "partner-renamed"
    PARTNER_MOVED = "partner-moved"
    PARTNER_UNIT = "partner-unit"
    PARTNER_CHANGED = "partner-changed"
    ALIGNMENT_ADDED = "alignment-added"
    ALIGNMENT_DROPPED = "alignment-dropped"
    ALIGNMENT_REWORDED = "alignment-reworded"
    ALIGNMENT_STATED = "alignment-stated"
    ALIGNMENT_INFERRED = "alignment-inferred"
    EVIDENCE_LOST = "evidence-lost"
    PERSON_JOINED = "person-joined"
    PERSON_LEFT = "person-left"
    PERSON_REMOVED = "person-removed"
    PERSON_MOVED = "person-moved"
    PERSON_ROLE = "person-role"
    ANNOUNCEMENT_ADDED = "announcement-added"
    ANNOUNCEMENT_REMOVED = "announcement-removed"
    ANNOUNCEMENT_RENAMED = "announcement-renamed"
    ANNOUNCEMENT_MOVED = "announcement-moved"
    ANNOUNCEMENT_CHANGED = "announcement-changed"
    PRIORITY_ADDED = "priority-added"
    PRIORITY_REMOVED = "priority-removed"
    PRIORITY_RENAMED = "priority-renamed"
    PRIORITY_MOVED = "priority-moved"
    PRIORITY_CHANGED = "priority-changed"
    PRIORITY_ABANDONED = "priority-abandoned"
    UNIT_ADDED = "unit-added"
    UNIT_REMOVED = "unit-removed"
    UNIT_RENAMED = "unit-renamed"
    UNIT_MOVED = "unit-moved"
    UNIT_CHANGED = "unit-changed"


@dataclass(frozen=True)
class EntryRef:
    """An entry that a change is about."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class Change:
    """One difference between two catalogs."""

    kind: ChangeKind
    about: tuple[EntryRef, ...]  # the entry that changed, then the other one, if there is one
    before: str = ""
    after: str = ""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By kind, then by name."""
        names = [part for entry in self.about for part in (fold(entry.name), entry.id)]
        values = (fold(self.before), fold(self.after), self.before, self.after)
        return (list(ChangeKind).index(self.kind), *names, *values)

    def is_about(self, entry: Entry) -> bool:
        """Return whether the change is about an entry, under its id or a former one."""
        ids = (entry.id, *entry.facts.formerly)
        return any(reference.kind == entry.kind and reference.id in ids for reference in self.about)

    def as_json(self) -> dict[str, Any]:
        """Return the change as `api/changes.json` and `diff --json` write it."""
        change = asdict(self)
        return {"what": change.pop("kind").value, **change}
