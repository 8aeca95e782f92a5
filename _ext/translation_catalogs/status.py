"""How much of the site is translated into each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from translation_catalogs.catalog_files import read_site_texts
from translation_catalogs.catalogs import INTERFACE, CatalogEntry, catalog_path, read_catalog
from translation_catalogs.languages import SOURCE_LANGUAGE
from translation_catalogs.texts import Text
from translation_catalogs.units import State, pair

MANUAL = "about/"
PARTS = ("interface", "readers' pages", "manual")
ROW = "{:10} {:15} {:>8} {:>6} {:>8} {:>6} {:>7}"
HasSlip = Callable[[CatalogEntry, str], object]  # of an entry and the name of its catalog


def status_lines(root: Path, work: Path, has_slip: HasSlip) -> Iterator[str]:
    """Yield the lines of a table: texts of each language by their states, and the part of words translated.

    :raises TranslationError: if the pages cannot be read
    """
    site = read_site_texts(root, work)
    yield ROW.format("language", "part", "current", "older", "missing", "texts", "words")
    for code in site.languages:
        if code != SOURCE_LANGUAGE:
            yield from _rows(root, code, site.texts, has_slip)


def _rows(root: Path, code: str, texts: Mapping[str, Sequence[Text]], has_slip: HasSlip) -> Iterator[str]:
    states = {part: Counter[State]() for part in PARTS}
    words = {part: Counter[bool]() for part in PARTS}
    for name, of_page in texts.items():
        part = _part(name)
        unique = list({text.text: text for text in of_page}.values())
        for unit in pair(unique, read_catalog(root / catalog_path(code, name))):
            is_refused = unit.entry and has_slip(unit.entry, name)
            state = State.MISSING if is_refused else unit.state
            states[part][state] += 1
            words[part][state is not State.MISSING] += len(unit.text.text.split())
    for part, counts in states.items():
        percent = f"{100 * words[part][True] // max(words[part].total(), 1)} %"
        numbers = (counts[State.CURRENT], counts[State.OLDER], counts[State.MISSING], counts.total())
        yield ROW.format(code, part, *numbers, percent)


def _part(name: str) -> str:
    if name == INTERFACE:
        return PARTS[0]
    return PARTS[2] if name.startswith(MANUAL) else PARTS[1]
