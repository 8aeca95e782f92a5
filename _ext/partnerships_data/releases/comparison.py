"""The comparison of two catalogs, as exported: for reviewers of a change, and for readers of a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from page_source.titles import without_markup
from partnerships_data.catalog.export_models import CatalogFile
from partnerships_data.releases.changes import Change, ChangeKind, EntryRef

PLURALS = {"partner": "partners", "priority": "priorities", "unit": "units", "announcement": "announcements"}
KIND_BY_PLURAL = {plural: kind for kind, plural in PLURALS.items()}

# Keys that `{kind}-changed` does not report: derived ones, and those that have a kind of change of their own.
_DERIVED = ("id", "url", "formerly", "announcements", "reviewed")
COMPARED_ELSEWHERE: Mapping[str, Sequence[str]] = {
    "partner": (*_DERIVED, "name", "unit", "alignment"),
    "unit": (*_DERIVED, "name", "members", "partners"),
    "priority": (*_DERIVED, "name", "partners"),
    "announcement": (*_DERIVED, "title", "priorities", "updated", "pinned", "banner", "draft"),
}

Entries = Mapping[str, Mapping[str, Any]]  # of a catalog: kind -> id -> entry


def compare(old: CatalogFile, new: CatalogFile) -> tuple[Change, ...]:
    """Return what changed from one catalog to another, sorted.

    Each change is reported once: what belongs to an added or removed page is not reported besides. A renamed
    page is recognized by its key `formerly`, or by its name and date.
    """
    comparison = CatalogComparison(old, new)
    changes = [*comparison.page_changes(), *comparison.alignment_changes(), *comparison.person_changes()]
    return tuple(sorted(changes, key=lambda change: change.sort_key))


class _Person(NamedTuple):
    """A person in a unit. Where names are not recorded, the role and the place serve as the name."""

    unit: str
    name: str
    role: str
    left: str = ""  # the date on which the person left

    def __str__(self) -> str:
        return _with_role(self.name, self.role)


class CatalogComparison:
    """Two catalogs side by side."""

    def __init__(self, old: CatalogFile, new: CatalogFile) -> None:
        self.old, self.new = _entries(old), _entries(new)
        self.knows_bases = old.schema_version > 1  # older records have no sources of alignments, either
        self.current_ids = {kind: self._current_ids(kind) for kind in PLURALS}

    def _current_ids(self, kind: str) -> Mapping[str, str]:
        """Return, for each old id of a kind, the id that the page has now."""
        old, new = self.old[kind], self.new[kind]
        renamed = {former: entry.id for entry in new.values() for former in entry.formerly}
        added = {_name_and_date(entry): id for id, entry in new.items() if id not in old}
        return {
            id: id if id in new else renamed.get(id) or added.get(_name_and_date(entry), id)
            for id, entry in old.items()
        }

    def current_id(self, kind: str, id: str) -> str:
        """Return the id that a page has now, from one that it had in the old catalog."""
        return self.current_ids[kind].get(id, id)

    def reference(self, kind: str, id: str) -> EntryRef:
        """Return a reference to an entry, with its newest name."""
        entry = self.new[kind].get(id) or self.old[kind].get(id)
        return EntryRef(kind, id, _name(entry) if entry else id)

    def pairs(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Yield the entries of a kind that are in both catalogs: the old one, the new one."""
        for id, entry in self.old[kind].items():
            current = self.new[kind].get(self.current_id(kind, id))
            if current is not None:
                yield entry, current

    # -- Pages ----------------------------------------------------------------------------------------------

    def page_changes(self) -> Iterator[Change]:
        """Yield the pages that were added, removed or changed, and the priorities without partners."""
        for kind in PLURALS:
            current_ids = self.current_ids[kind]
            for id in self.new[kind].keys() - set(current_ids.values()):
                about = (self.reference(kind, id),)
                yield Change(ChangeKind(f"{kind}-added"), about, after=self._priority_names(kind, id))
            for id, current_id in current_ids.items():
                if current_id not in self.new[kind]:
                    yield Change(ChangeKind(f"{kind}-removed"), (self.reference(kind, id),))
            for old, new in self.pairs(kind):
                yield from self._entry_changes(kind, old, new)
        for old, new in self.pairs("priority"):
            if _has_open_partnership(self.old, old) and not _has_open_partnership(self.new, new):
                yield Change(ChangeKind.PRIORITY_ABANDONED, (self.reference("priority", new.id),))

    def _priority_names(self, kind: str, id: str) -> str:
        """Return the names of the priorities that a new partner serves."""
        if kind != "partner":
            return ""
        priorities = (edge.priority for edge in self.new[kind][id].alignment)
        return ", ".join(self.reference("priority", priority).name for priority in priorities)

    def _entry_changes(self, kind: str, old: Any, new: Any) -> Iterator[Change]:
        about = (self.reference(kind, new.id),)
        reported = set(COMPARED_ELSEWHERE[kind])
        if old.id != new.id:
            yield Change(ChangeKind(f"{kind}-moved"), about, old.id, new.id)
        if _name(old) != _name(new):
            yield Change(ChangeKind(f"{kind}-renamed"), about, _name(old), _name(new))
        if kind == "partner":
            if old.ended != new.ended:
                reported.add("until")
            yield from self._partnership_changes(old, new)
        changed = [
            key
            for key in type(new).model_fields
            if key not in reported and self.old_value(old, key) != _value(new, key)
        ]
        if changed:
            yield Change(ChangeKind(f"{kind}-changed"), about, after=", ".join(changed))

    def _partnership_changes(self, old: Any, new: Any) -> Iterator[Change]:
        """Yield whether a partnership ended or resumed, or is coordinated by another unit."""
        about = (self.reference("partner", new.id),)
        if old.ended != new.ended:
            kind = ChangeKind.PARTNER_ENDED if new.ended else ChangeKind.PARTNER_RESUMED
            yield Change(kind, about, after=new.until or "")
        old_unit = self.current_id("unit", old.unit)
        if old_unit != new.unit:
            names = (self.reference("unit", unit).name for unit in (old_unit, new.unit))
            yield Change(ChangeKind.PARTNER_UNIT, about, *names)

    def old_value(self, entry: Any, key: str) -> Any:
        """Return a value of the old catalog, with the ids that pages have now."""
        value = _value(entry, key)
        if key not in KIND_BY_PLURAL:
            return value
        return sorted(self.current_id(KIND_BY_PLURAL[key], id) for id in value)

    # -- Alignment ------------------------------------------------------------------------------------------

    def alignment_changes(self) -> Iterator[Change]:
        """Yield the alignments that changed, of partners that are in both catalogs."""
        for old_partner, partner in self.pairs("partner"):
            before = {self.current_id("priority", edge.priority): edge for edge in old_partner.alignment}
            after = {edge.priority: edge for edge in partner.alignment}
            for id in before.keys() | after.keys():
                about = (self.reference("partner", partner.id), self.reference("priority", id))
                if id not in before:
                    yield Change(ChangeKind.ALIGNMENT_ADDED, about, after=without_markup(after[id].reason))
                elif id not in after:
                    yield Change(ChangeKind.ALIGNMENT_DROPPED, about, without_markup(before[id].reason))
                else:
                    yield from self._edge_changes(about, before[id], after[id])

    def _edge_changes(self, about: tuple[EntryRef, ...], old: Any, new: Any) -> Iterator[Change]:
        if old.reason != new.reason:
            reasons = without_markup(old.reason), without_markup(new.reason)
            yield Change(ChangeKind.ALIGNMENT_REWORDED, about, *reasons)
        if not self.knows_bases:
            return
        if old.basis != new.basis:
            yield Change(ChangeKind(f"alignment-{new.basis}"), about)
        if (old.sources or old.announcements) and not (new.sources or new.announcements):
            yield Change(ChangeKind.EVIDENCE_LOST, about)

    # -- People ---------------------------------------------------------------------------------------------

    def person_changes(self) -> Iterator[Change]:
        """Yield the people who joined, left or moved."""
        before, after = self._people(self.old), self._people(self.new)
        departed = sorted((before - after).elements())
        for person in sorted((after - before).elements()):
            about = (self.reference("unit", person.unit),)
            same = [old for old in departed if person.name and old.name == person.name]
            if same:
                departed.remove(same[0])
                yield from self._position_changes(same[0], person)
            elif not person.left:
                yield Change(ChangeKind.PERSON_JOINED, about, after=str(person))
        for person in departed:
            about = (self.reference("unit", person.unit),)
            yield Change(ChangeKind.PERSON_REMOVED, about, before=str(person))

    def _position_changes(self, old: _Person, new: _Person) -> Iterator[Change]:
        """Yield how the position of a person changed who is in both catalogs."""
        unit = self.reference("unit", new.unit)
        if old.unit != new.unit:
            yield Change(ChangeKind.PERSON_MOVED, (unit, self.reference("unit", old.unit)), after=str(new))
        if old.role != new.role:
            yield Change(ChangeKind.PERSON_ROLE, (unit,), str(old), new.role)
        if new.left and not old.left:
            yield Change(ChangeKind.PERSON_LEFT, (unit,), str(old), new.left)

    def _people(self, entries: Entries) -> Counter[_Person]:
        """Return all people, with the number of equal ones (old records have no names)."""
        people: Counter[_Person] = Counter()
        for unit in entries["unit"].values():
            id = self.current_id("unit", unit.id) if entries is self.old else unit.id
            for member in unit.members:
                name = getattr(member, "name", _with_role(member.role, member.base or ""))
                people[_Person(id, name, member.role, member.left or "")] += 1
        return people


def _entries(catalog: CatalogFile) -> Entries:
    return {kind: {entry.id: entry for entry in getattr(catalog, plural)} for kind, plural in PLURALS.items()}


def _has_open_partnership(entries: Entries, priority: Any) -> bool:
    partners = entries["partner"]
    return any(not partners[id].ended for id in priority.partners if id in partners)


def _value(entry: Any, key: str) -> Any:
    """Return the value of a key; a list of ids is sorted."""
    value = getattr(entry, key)
    return sorted(value) if key in KIND_BY_PLURAL else value


def _name(entry: Any) -> str:
    return str(getattr(entry, "title", None) or entry.name)


def _name_and_date(entry: Any) -> tuple[str, str]:
    return _name(entry), getattr(entry, "date", "")


def _with_role(text: str, more: str) -> str:
    return f"{text}, {more}" if more and more not in text else text
