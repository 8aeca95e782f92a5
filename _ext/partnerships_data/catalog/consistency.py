"""Where pages contradict each other: duplicate ids, unknown references, missing photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diagnostics.codes import Code
from diagnostics.problem import Problem, did_you_mean
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KINDS

UNKNOWN = {
    "partner": Code.UNKNOWN_PARTNER,
    "unit": Code.UNKNOWN_UNIT,
    "priority": Code.UNKNOWN_PRIORITY,
    "announcement": Code.UNKNOWN_ANNOUNCEMENT,
}


def _in_place_first(entry: Entry) -> tuple[bool, str]:
    return entry.docname != f"{KINDS[entry.kind].folder}/{entry.id}", entry.docname


def _place_problems(entry: Entry, taken: dict[tuple[str, str], str]) -> Iterable[Problem]:
    """Yield what is wrong with the page's place or id; note in `taken` the ids that it claims."""
    path, folder = f"{entry.docname}.md", KINDS[entry.kind].folder
    claims = {entry.id: ()} | ({entry.facts.id: ("id",)} if getattr(entry.facts, "id", None) else {})
    for id, where in claims.items():
        first = taken.setdefault((entry.kind, id), path)
        if first != path:
            text = f'"{id}" is already the id of {first}; rename one of the two'
            yield Problem(path, *entry.positions[where], Code.DUPLICATE_ID, text)
            return
    if _in_place_first(entry)[0]:
        text = f"a page with the facts of one {entry.kind} must be {folder}/{entry.id}.md; move it there"
        yield Problem(path, *entry.positions[()], Code.WRONG_PLACE, text)


def _former_problems(entry: Entry, taken: dict[tuple[str, str], str]) -> Iterable[Problem]:
    """Yield the former ids that a page has now, or that another page claims too."""
    path = f"{entry.docname}.md"
    for number, id in enumerate(entry.facts.formerly):
        if id == getattr(entry.facts, "id", None):
            continue  # both keep the name by which feed readers know it
        first = taken.setdefault((entry.kind, id), f"{path} ")
        if first != f"{path} ":
            text = f'"{id}" is the id of {first.strip()}; list only names that no page has now or had before'
            yield Problem(path, *entry.positions[("formerly", number)], Code.DUPLICATE_ID, text)


def _reference_problems(entry: Entry, ids: Mapping[str, set[str]]) -> Iterable[Problem]:
    """Yield the references to pages that do not exist."""
    for kind, id, path in entry.facts.references():
        if id not in ids[kind]:
            text = f'"{id}" is no {kind}{did_you_mean(id, ids[kind])}'
            yield Problem(f"{entry.docname}.md", *entry.positions[path], UNKNOWN[kind], text)


def _photo_problems(entry: Entry, photos: frozenset[str]) -> Iterable[Problem]:
    """Yield the photos that are not there."""
    for number, member in enumerate(getattr(entry.facts, "members", ())):
        if member.photo and member.photo not in photos:
            position = entry.positions[("members", number, "photo")]
            text = f'there is no file "{member.photo}" in _static/photos/{did_you_mean(member.photo, photos)}'
            yield Problem(f"{entry.docname}.md", *position, Code.MISSING_PHOTO, text)
