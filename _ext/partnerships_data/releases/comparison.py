"""What a change of the directory means: the comparison of two catalogs, as exported. Pure.

One comparison serves the reviewer of a change and the readers of the next version. Each thing that changed is
told once: what belongs to a page that came or went is not told besides. A page that was renamed is known
again by its key `formerly`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from partnerships_data.catalog.export_models import CatalogFile


class ChangeKind(StrEnum):
    """The kinds of changes, in the order in which they are told."""

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
    EVIDENCE_LOST = "evidence-lost"
    PERSON_JOINED = "person-joined"
    PERSON_LEFT = "person-left"
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
    """One thing that is not as it was."""

    what: ChangeKind
    about: tuple[EntryRef, ...]  # the entry that changed, then the other one, if there is one
    before: str = ""
    after: str = ""

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place among other changes: by kind, then by name."""
        names = ((each.name.casefold(), each.id) for each in self.about)
        return (list(ChangeKind).index(self.what), *chain.from_iterable(names), self.before, self.after)


def compare(old: CatalogFile, new: CatalogFile) -> tuple[Change, ...]:
    """Return what changed from one catalog to another, sorted."""
    found = _Comparison(old, new)
    return tuple(
        sorted(chain(found.pages(), found.alignments(), found.people()), key=lambda each: each.order)
    )


class _Comparison:
    """Two catalogs side by side."""

    def __init__(self, old: CatalogFile, new: CatalogFile) -> None:
        self.old = {
            kind: {each.id: each for each in getattr(old, plural)} for kind, plural in PLURALS.items()
        }
        self.new = {
            kind: {each.id: each for each in getattr(new, plural)} for kind, plural in PLURALS.items()
        }
        # Ids of old pages as they are now.
        self.now: dict[str, dict[str, str]] = {}
        for kind in PLURALS:
            moved = {
                former: each.id
                for each in self.new[kind].values()
                for former in each.formerly
                if former in self.old[kind] and former not in self.new[kind]
            }
            self.now[kind] = {id: moved.get(id, id) for id in self.old[kind]}

    def current(self, kind: str, id: str) -> str:
        """Return the id that a page has now, of one that it had."""
        return self.now[kind].get(id, id)

    def named(self, kind: str, id: str) -> EntryRef:
        """Return how an entry is called now, or was at last."""
        entry = self.new[kind].get(id) or self.old[kind].get(id)
        return EntryRef(kind, id, _name(entry) if entry else id)

    def pairs(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Yield the entries of a kind that are in both catalogs."""
        for id, entry in self.old[kind].items():
            if (same := self.new[kind].get(self.current(kind, id))) is not None:
                yield entry, same

    # -- Pages ----------------------------------------------------------------------------------------------

    def pages(self) -> Iterator[Change]:
        """Yield what came, went or is stated otherwise."""
        for kind in PLURALS:
            known = set(self.now[kind].values())
            for id in self.new[kind].keys() - known:
                yield Change(ChangeKind(f"{kind}-added"), (self.named(kind, id),), after=self._more(kind, id))
            for id, now in self.now[kind].items():
                if now not in self.new[kind]:
                    yield Change(ChangeKind(f"{kind}-removed"), (self.named(kind, id),))
            for was, entry in self.pairs(kind):
                yield from self.page(kind, was, entry)
        for _was, priority in self.pairs("priority"):
            if self._served(self.old, _was) and not self._served(self.new, priority):
                yield Change(ChangeKind.PRIORITY_ABANDONED, (self.named("priority", priority.id),))

    def page(self, kind: str, was: Any, entry: Any) -> Iterator[Change]:
        """Yield how one page changed."""
        about = (self.named(kind, entry.id),)
        if was.id != entry.id:
            yield Change(ChangeKind(f"{kind}-moved"), about, was.id, entry.id)
        if _name(was) != _name(entry):
            yield Change(ChangeKind(f"{kind}-renamed"), about, _name(was), _name(entry))
        told = COMPARED_ELSEWHERE[kind]
        if kind == "partner":
            if was.ended != entry.ended:
                what = ChangeKind.PARTNER_ENDED if entry.ended else ChangeKind.PARTNER_RESUMED
                yield Change(what, about, after=entry.until or "")
                told = (*told, "until")
            if self.current("unit", was.unit) != entry.unit:
                units = (self.named("unit", id).name for id in (self.current("unit", was.unit), entry.unit))
                yield Change(ChangeKind.PARTNER_UNIT, about, *units)
        changed = [
            name
            for name in type(entry).model_fields
            if name not in told and self._facts(was, name) != self._facts(entry, name, old=False)
        ]
        if changed:
            yield Change(ChangeKind(f"{kind}-changed"), about, after=", ".join(changed))

    def _facts(self, entry: Any, name: str, old: bool = True) -> Any:
        """Return the value of a fact; ids in it as they are now."""
        value = getattr(entry, name)
        kind = {plural: kind for kind, plural in PLURALS.items()}.get(name)
        return (
            sorted(self.current(kind, id) for id in value)
            if kind and old
            else sorted(value)
            if kind
            else value
        )

    def _more(self, kind: str, id: str) -> str:
        """Return what a new partner serves: it is not told besides."""
        if kind != "partner":
            return ""
        return ", ".join(self.named("priority", each.priority).name for each in self.new[kind][id].alignment)

    @staticmethod
    def _served(catalog: Mapping[str, Mapping[str, Any]], priority: Any) -> bool:
        return any(not catalog["partner"][id].ended for id in priority.partners if id in catalog["partner"])

    # -- Alignment ------------------------------------------------------------------------------------------

    def alignments(self) -> Iterator[Change]:
        """Yield what partners that are in both catalogs serve, or serve no more, and why."""
        for was, partner in self.pairs("partner"):
            before = {self.current("priority", each.priority): each for each in was.alignment}
            after = {each.priority: each for each in partner.alignment}
            for id in before.keys() | after.keys():
                about = (self.named("partner", partner.id), self.named("priority", id))
                if id not in before:
                    yield Change(ChangeKind.ALIGNMENT_ADDED, about, after=after[id].reason)
                elif id not in after:
                    yield Change(ChangeKind.ALIGNMENT_DROPPED, about, before=before[id].reason)
                else:
                    if before[id].reason != after[id].reason:
                        yield Change(
                            ChangeKind.ALIGNMENT_REWORDED, about, before[id].reason, after[id].reason
                        )
                    had = before[id].announcements or was.sources
                    if had and not (after[id].announcements or partner.sources):
                        yield Change(ChangeKind.EVIDENCE_LOST, about)

    # -- People ---------------------------------------------------------------------------------------------

    def people(self) -> Iterator[Change]:
        """Yield who came, went or moved. Where names are not recorded, people are their role and place."""
        before, after = self._here(self.old), self._here(self.new)
        gone, come = before - after, after - before
        left: list[tuple[str, str, str]] = sorted(gone.elements())
        for unit, who, role in sorted(come.elements()):
            same = [each for each in left if each[1] == who and who]
            if not same:
                yield Change(ChangeKind.PERSON_JOINED, (self.named("unit", unit),), after=_person(who, role))
                continue
            left.remove(same[0])
            if same[0][0] != unit:
                units = (self.named("unit", unit), self.named("unit", same[0][0]))
                yield Change(ChangeKind.PERSON_MOVED, units, after=_person(who, role))
            if same[0][2] != role:
                yield Change(
                    ChangeKind.PERSON_ROLE, (self.named("unit", unit),), _person(who, same[0][2]), role
                )
        for unit, who, role in left:
            yield Change(ChangeKind.PERSON_LEFT, (self.named("unit", unit),), before=_person(who, role))

    def _here(self, catalog: Mapping[str, Mapping[str, Any]]) -> Counter[tuple[str, str, str]]:
        """Return unit, name (or else role and place) and role of all who are there."""
        found: Counter[tuple[str, str, str]] = Counter()
        for unit in catalog["unit"].values():
            id = self.current("unit", unit.id) if catalog is self.old else unit.id
            for member in unit.members:
                if not member.left:
                    position = _person(member.role, member.base or "")
                    found[id, getattr(member, "name", position), member.role] += 1
        return found


PLURALS = {"partner": "partners", "priority": "priorities", "unit": "units", "announcement": "announcements"}
# What is told in words of its own, or is no fact of the page itself.
_DERIVED = ("id", "url", "formerly", "announcements", "reviewed")
COMPARED_ELSEWHERE: Mapping[str, Sequence[str]] = {
    "partner": (*_DERIVED, "name", "unit", "alignment"),
    "unit": (*_DERIVED, "name", "members", "partners"),
    "priority": (*_DERIVED, "name", "partners"),
    "announcement": (*_DERIVED, "title", "priorities", "updated", "pinned", "banner", "draft"),
}


def _name(entry: Any) -> str:
    return str(getattr(entry, "title", None) or entry.name)


def _person(who: str, role: str) -> str:
    return f"{who}, {role}" if role and role not in who else who
