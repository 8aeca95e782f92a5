"""Brings a catalog up to date with its page: keeps each translation, and notes what it translated."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from translation_catalogs.catalogs import Catalog, CatalogEntry
from translation_catalogs.texts import Text
from translation_catalogs.units import State, Unit, pair


def updated(catalog: Catalog, texts: Sequence[Text], kept_lines: AbstractSet[int] = frozenset()) -> Catalog:
    """Return a catalog with an entry for each text of a page, in the order of the page.

    Translations of texts that the page no longer has are at the end, as obsolete entries.

    :param kept_lines: lines of the page; the translation of the text there still holds although it changed
    """
    units = pair(texts, catalog)
    kept = {_unit_at(units, line) for line in kept_lines}
    entries: dict[str, CatalogEntry] = {}
    for index, unit in enumerate(units):
        entry = _entry(unit, index in kept)
        if known := entries.get(unit.text.text):
            comments = dict.fromkeys([*known.comment.split("\n"), entry.comment])
            paths = dict.fromkeys([*known.paths, *entry.paths])
            entry = replace(known, comment="\n".join(comments), paths=tuple(paths))
        entries[unit.text.text] = entry
    used = {id(unit.entry) for unit in units}
    obsolete = [
        replace(entry, is_obsolete=True, comment="", paths=())
        for entry in catalog.entries
        if entry.translation and id(entry) not in used and entry.text not in entries
    ]
    return Catalog((*entries.values(), *obsolete), catalog.metadata)


def _entry(unit: Unit, is_kept: bool) -> CatalogEntry:
    """Return the new entry of a unit."""
    text, old = unit.text, unit.entry or CatalogEntry("")
    is_current = unit.state is State.CURRENT or is_kept or not old.translation
    return CatalogEntry(
        text=text.text,
        translation=unit.translation or old.translation,
        previous="" if is_current else old.previous or old.text,
        comment=text.comment,
        paths=(text.path,) if text.path else (),
        note=old.note,
    )


def _unit_at(units: Sequence[Unit], line: int) -> int:
    """Return the index of the unit that is on a line or begins above it; -1 if there is none."""
    above = [index for index, unit in enumerate(units) if unit.text.line <= line]
    return max(above, key=lambda index: units[index].text.line, default=-1)
