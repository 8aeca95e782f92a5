"""Where pages contradict each other: duplicate ids, unknown references, missing photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from diagnostics.codes import Code
from diagnostics.problem import Problem, did_you_mean, quoted
from partnerships_data.pages.entry import Entry, Page, expected_entry
from partnerships_data.pages.models import KINDS

UNKNOWN = {
    "partner": Code.UNKNOWN_PARTNER,
    "unit": Code.UNKNOWN_UNIT,
    "priority": Code.UNKNOWN_PRIORITY,
    "announcement": Code.UNKNOWN_ANNOUNCEMENT,
}
# Kind and id -> the path of the first page that claims it, and whether it claims it as a former id.
Claims = dict[tuple[str, str], tuple[str, bool]]


def check_consistency(pages: Iterable[Page], photos: frozenset[str]) -> tuple[list[Entry], list[Problem]]:
    """Return the entries without contradictions, and the problems of the other entries.

    :param photos: the names of the files in ``_static/photos/``
    """
    pages = list(pages)
    ids, claims = known_ids(pages), Claims()
    entries = [page.entry for page in pages if page.entry]
    entries.sort(key=lambda entry: (not _is_in_place(entry), entry.docname))
    # Every page claims its present id before any page claims a former one.
    place_problems = [list(_place_problems(entry, claims)) for entry in entries]
    consistent: list[Entry] = []
    problems: list[Problem] = []
    names: dict[tuple[str, str], str] = {}
    for entry, found in zip(entries, place_problems, strict=True):
        found += [] if found else _name_problems(entry, names)
        found += _former_id_problems(entry, claims)
        found += _reference_problems(entry, ids)
        found += _photo_problems(entry, photos)
        problems += found
        if not found:
            consistent.append(entry)
    for page in pages:
        for kind, id, position in page.references:
            if ids[kind].get(id) != id:
                text = unknown_id(kind, id, ids[kind])
                problems.append(Problem(f"{page.docname}.md", *position, UNKNOWN[kind], text))
    return consistent, problems


def known_ids(pages: Iterable[Page]) -> Mapping[str, dict[str, str]]:
    """Return the present id of each present and former id, by kind; a page with errors has an id, too."""
    present: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    former: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for page in pages:
        if page.entry:
            present[page.entry.kind][page.entry.id] = page.entry.id
            former[page.entry.kind] |= dict.fromkeys(page.entry.facts.formerly, page.entry.id)
        elif expected := expected_entry(page.docname):
            kind, id = expected
            present[kind][id] = id
    return {kind: {**former[kind], **present[kind]} for kind in KINDS}


def unknown_id(kind: str, id: str, known: Mapping[str, str]) -> str:
    """Return the message about an id that no page has; `known` maps all ids to present ones."""
    if id in known:
        return f'"{id}" is now "{known[id]}"; type that'
    article = "an" if kind == "announcement" else "a"
    return f'"{id}" is not the id of {article} {kind}{did_you_mean(id, set(known.values()))}'


def _is_in_place(entry: Entry) -> bool:
    return entry.docname == f"{KINDS[entry.kind].folder}/{entry.id}"


def _place_problems(entry: Entry, claims: Claims) -> Iterator[Problem]:
    """Yield the problems of the page's place or id; add the ids that it has now to `claims`."""
    path, folder = f"{entry.docname}.md", KINDS[entry.kind].folder
    keys: dict[str, tuple[str, ...]] = {entry.id: ()}
    if id := getattr(entry.facts, "id", None):
        keys[id] = ("id",)
    for id, key in keys.items():
        owner, _ = claims.setdefault((entry.kind, id), (path, False))
        if owner != path:
            text = f'"{id}" is already the id of {owner}; rename one of the two'
            yield Problem(path, *entry.positions[key], Code.DUPLICATE_ID, text)
            return
    if not _is_in_place(entry):
        text = f'a page with the key "{entry.kind}" belongs in {folder}/; move it to {folder}/{entry.id}.md'
        yield Problem(path, *entry.positions[()], Code.WRONG_PLACE, text)


def _name_problems(entry: Entry, names: dict[tuple[str, str], str]) -> Iterator[Problem]:
    """Yield a problem if another page of the same kind has the name; add the name to `names`."""
    if "name" in type(entry.facts).model_fields:
        path = f"{entry.docname}.md"
        owner = names.setdefault((entry.kind, normalize("NFKC", entry.name).casefold()), path)
        if owner != path:
            text = f"{quoted(entry.name)} is already the name of {owner}; type another name"
            yield Problem(path, *entry.positions[("name",)], Code.DUPLICATE_NAME, text)


def _former_id_problems(entry: Entry, claims: Claims) -> Iterator[Problem]:
    """Yield the former ids that a page has now, or that another page claims too."""
    path = f"{entry.docname}.md"
    for number, id in enumerate(entry.facts.formerly):
        if id == getattr(entry.facts, "id", None):
            continue  # both keep the name by which feed readers know it
        owner, is_former = claims.setdefault((entry.kind, id), (path, True))
        if (owner, is_former) != (path, True):
            text = f'"{id}" is already an id of {owner}; delete it from "formerly"'
            yield Problem(path, *entry.positions[("formerly", number)], Code.DUPLICATE_ID, text)


def _reference_problems(entry: Entry, ids: Mapping[str, dict[str, str]]) -> Iterator[Problem]:
    """Yield the references to pages that do not exist."""
    for kind, id, path in entry.facts.references():
        if ids[kind].get(id) != id:
            text = unknown_id(kind, id, ids[kind])
            yield Problem(f"{entry.docname}.md", *entry.positions[path], UNKNOWN[kind], text)


def _photo_problems(entry: Entry, photos: frozenset[str]) -> Iterator[Problem]:
    """Yield the photos that do not exist."""
    for number, member in enumerate(getattr(entry.facts, "members", ())):
        if member.photo and member.photo not in photos:
            position = entry.positions[("members", number, "photo")]
            text = f'there is no file "{member.photo}" in _static/photos/{did_you_mean(member.photo, photos)}'
            yield Problem(f"{entry.docname}.md", *position, Code.MISSING_PHOTO, text)
