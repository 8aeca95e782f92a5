"""What a change means: two catalogs compared, in the form in which they are exported. Pure.

A `Change` holds facts, no words: `brief` puts them into sentences. Two pages are the same entry if they have
the same id, or if one takes the other's place under the same name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Items = Mapping[str, Any]  # a catalog, as `exports.catalog_json` writes it
LISTS: Mapping[str, str] = {  # the lists of a catalog, and the kind of their items
    "partners": "partner",
    "units": "unit",
    "priorities": "priority",
    "announcements": "announcement",
}


class What(StrEnum):
    """What can happen, in the order in which it is told; of which kind the entry is, the change says."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # another id, and so another address
    RENAMED = "renamed"
    ENDED = "ended"
    RESUMED = "resumed"
    UNIT_CHANGED = "unit-changed"
    ALIGNMENT_ADDED = "alignment-added"
    ALIGNMENT_DROPPED = "alignment-dropped"
    ALIGNMENT_REWORDED = "alignment-reworded"
    EVIDENCE_LOST = "evidence-lost"
    LEFT_WITHOUT_PARTNER = "left-without-partner"
    JOINED = "joined"
    LEFT = "left"
    UNIT_JOINED = "unit-joined"  # a person who was in another unit before
    ROLE_CHANGED = "role-changed"
    PERSON_CHANGED = "person-changed"
    FACT_CHANGED = "fact-changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different."""

    what: What
    kind: str  # of the entry: partner, unit, priority, announcement
    id: str  # of the entry, in the new catalog if it is there
    name: str  # of the entry, likewise
    subject: str = ""  # the id of the priority, the name of the person, or the key that changed
    old: str = ""  # what stood there, as text; nothing if nothing did
    new: str = ""


def compare(old: Items, new: Items) -> tuple[Change, ...]:
    """Return everything that is different in the new catalog, each difference once, sorted."""
    old, new = _declared(old), _declared(new)
    pairs = {kind: list(_pairs(old[name], new[name])) for name, kind in LISTS.items()}
    ids = {  # what an old id is called now
        (kind, before["id"]): after["id"]
        for kind, both in pairs.items()
        for before, after in both
        if before and after
    }
    changes = [
        change
        for kind, both in pairs.items()
        for before, after in both
        for change in _of_entry(kind, before, after, ids)
    ]
    changes += _of_people(pairs["unit"])
    changes += _of_gaps(old, new, ids)
    order = {what: number for number, what in enumerate(What)}
    kinds = {kind: number for number, kind in enumerate(LISTS.values())}
    return tuple(
        sorted(
            changes,
            key=lambda each: (
                kinds[each.kind],
                order[each.what],
                each.name.casefold(),
                each.id,
                each.subject,
            ),
        )
    )


def _declared(catalog: Items) -> Items:
    """Return a catalog in which no announcement repeats the priorities that its partners state."""
    served = {each["id"]: {one["priority"] for one in each["alignment"]} for each in catalog["partners"]}

    def declared(item: Items) -> Items:
        follows: set[str] = set().union(*(served.get(each, ()) for each in item["partners"]))
        return {**item, "priorities": []} if set(item["priorities"]) == follows else item

    return {**catalog, "announcements": [declared(each) for each in catalog["announcements"]]}


def _name(item: Items) -> str:
    return str(item.get("name") or item.get("title"))


def _pairs(old: list[Items], new: list[Items]) -> Iterator[tuple[Items, Items]]:
    """Yield each entry as it was and as it is; with nothing in place of what is not there."""
    before, after = {each["id"]: each for each in old}, {each["id"]: each for each in new}
    gone = [each for id, each in before.items() if id not in after]
    come = [each for id, each in after.items() if id not in before]
    renamed = {id: each for each in gone if (id := _successor(each, come))}
    same = {each["id"] for each in renamed.values()}
    for id, item in after.items():
        yield before.get(id) or renamed.get(id, {}), item
    yield from ((each, {}) for each in gone if each["id"] not in same)


def _successor(gone: Items, come: list[Items]) -> str | None:
    """Return the id of the one entry that took the place of one that is gone, if there is one."""
    same = [each["id"] for each in come if _name(each).casefold() == _name(gone).casefold()]
    return str(same[0]) if len(same) == 1 else None


def _text(value: Any) -> str:
    """Return a fact as text."""
    match value:
        case None | [] | {} | False:
            return ""
        case str():
            return value
        case list() if all(isinstance(each, str) for each in value):
            return ", ".join(value)
        case _:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _of_entry(kind: str, before: Items, after: Items, ids: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    """Yield what happened to one entry."""
    item = after or before

    def change(what: What, subject: str = "", old: object = "", new: object = "") -> Change:
        return Change(what, kind, item["id"], _name(item), subject, _text(old), _text(new))

    if not before or not after:
        yield change(What.REMOVED if before else What.ADDED)
        return
    if before["id"] != after["id"]:
        yield change(What.MOVED, old=before["id"], new=after["id"])
    if _name(before) != _name(after):
        yield change(What.RENAMED, old=_name(before), new=_name(after))
    told = {"id", "url", "name", "title", "members", *DERIVED[kind]}
    if kind == "partner":
        told |= {"alignment", "unit"} | (
            {"until"} if bool(before.get("until")) != bool(after.get("until")) else set()
        )
        yield from _of_partner(change, before, after, ids)
    for key in sorted({*before, *after} - told):
        was = _now(key, before.get(key), ids)
        if was != after.get(key) and _text(was) != _text(after.get(key)):
            yield change(What.FACT_CHANGED, key, was, after.get(key))


# What an exported entry tells of others: it is told where it was declared.
DERIVED: Mapping[str, frozenset[str]] = {
    "partner": frozenset({"announcements"}),
    "unit": frozenset({"partners", "announcements"}),
    "priority": frozenset({"partners", "announcements"}),
    "announcement": frozenset(),
}


def _now(key: str, value: Any, ids: Mapping[tuple[str, str], str]) -> Any:
    """Return ids as they are now, so that a page that moved changes nothing on the pages that point to it."""
    if key in LISTS and isinstance(value, list):
        return [ids.get((LISTS[key], each), each) for each in value]
    return ids.get(("unit", value), value) if key == "unit" else value


def _of_partner(
    change: Any, before: Items, after: Items, ids: Mapping[tuple[str, str], str]
) -> Iterator[Change]:
    if bool(before.get("until")) != bool(after.get("until")):
        what = What.ENDED if after.get("until") else What.RESUMED
        yield change(what, old=before.get("until"), new=after.get("until"))
    unit = _now("unit", before["unit"], ids)
    if unit != after["unit"]:
        yield change(What.UNIT_CHANGED, old=unit, new=after["unit"])
    was = {ids.get(("priority", each["priority"]), each["priority"]): each for each in before["alignment"]}
    now = {each["priority"]: each for each in after["alignment"]}
    for priority in sorted(now.keys() - was.keys()):
        yield change(What.ALIGNMENT_ADDED, priority, new=now[priority]["reason"])
    for priority in sorted(was.keys() - now.keys()):
        yield change(What.ALIGNMENT_DROPPED, priority, old=was[priority]["reason"])
    for priority in sorted(was.keys() & now.keys()):
        if was[priority]["reason"] != now[priority]["reason"]:
            yield change(What.ALIGNMENT_REWORDED, priority, was[priority]["reason"], now[priority]["reason"])
        if _shown(before, was[priority]) and not _shown(after, now[priority]):
            yield change(What.EVIDENCE_LOST, priority)


def _shown(partner: Items, alignment: Items) -> bool:
    """Return whether a source or an announcement shows an alignment."""
    return bool(partner.get("sources") or alignment["announcements"])


def _of_people(units: list[tuple[Items, Items]]) -> Iterator[Change]:
    """Yield who joined, left, went to another unit, or does something else; a person is known by the name."""
    was, now = (
        _people([before for before, _after in units if before]),
        _people([after for _before, after in units if after]),
    )
    pairs = {before["id"]: after["id"] for before, after in units if before and after}
    for name in sorted({*was, *now}):
        (old_unit, old), (unit, person) = was.get(name, ({}, {})), now.get(name, ({}, {}))
        home = unit or old_unit

        def change(
            what: What, old: object = "", new: object = "", name: str = name, home: Items = home
        ) -> Change:
            return Change(what, "unit", home["id"], _name(home), name, _text(old), _text(new))

        if not old or not person:
            yield change(What.LEFT if old else What.JOINED, old.get("role"), person.get("role"))
            continue
        if pairs.get(old_unit["id"], old_unit["id"]) != unit["id"]:
            yield change(What.UNIT_JOINED, old_unit["id"], unit["id"])
        if old["role"] != person["role"]:
            yield change(What.ROLE_CHANGED, old["role"], person["role"])
        keys = sorted(key for key in {*old, *person} - {"name", "role"} if old.get(key) != person.get(key))
        if keys:
            yield change(What.PERSON_CHANGED, new=keys)


def _people(units: list[Items]) -> dict[str, tuple[Items, Items]]:
    """Return unit and facts of everybody who has not left, by name."""
    return {
        member["name"]: (unit, member)
        for unit in units
        for member in unit.get("members", ())
        if not member.get("left")
    }


def _of_gaps(old: Items, new: Items, ids: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    """Yield the priorities that no active partnership serves any more."""
    served = {ids.get(("priority", each), each) for each in _served(old)} - _served(new)
    for item in new["priorities"]:
        if item["id"] in served:
            yield Change(What.LEFT_WITHOUT_PARTNER, "priority", item["id"], _name(item))


def _served(catalog: Items) -> set[str]:
    return {
        each["priority"]
        for partner in catalog["partners"]
        if not partner.get("until")
        for each in partner["alignment"]
    }
