"""How much of the site is translated into each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from translation_catalogs.catalog_files import read_site_texts
from translation_catalogs.catalogs import INTERFACE, CatalogEntry, catalog_path, read_catalog
from translation_catalogs.languages import SOURCE_LANGUAGE
from translation_catalogs.texts import Text
from translation_catalogs.units import State, Unit, pair

MANUAL = "about/"
PARTS = ("interface", "readers' pages", "manual")
ROW = "{:8} {:15} {:>13} {:>10} {:>13} {:>10}"
HasSlip = Callable[[CatalogEntry, str], object]  # of an entry and the name of its catalog
Units = Sequence[Unit]


def status_lines(root: Path, work: Path, has_slip: HasSlip) -> Iterator[str]:
    """Yield the lines of a table: texts of each language by their states, with their words in parentheses.

    :raises TranslationError: if the pages cannot be read
    """
    languages, texts = read_site_texts(root, work)
    yield ROW.format("language", "part", *State, "translated")
    for code in languages:
        if code != SOURCE_LANGUAGE:
            for part, units in units_by_part(units_by_catalog(root, code, texts, has_slip)).items():
                yield ROW.format(code, part, *numbers(units))


def units_by_catalog(
    root: Path, code: str, texts: Mapping[str, Sequence[Text]], has_slip: HasSlip
) -> Mapping[str, Units]:
    """Return the texts of each catalog with their translations into a language; each text of a page once."""
    found = {}
    for name, of_page in texts.items():
        unique = list({text.text: text for text in of_page}.values())
        units = pair(unique, read_catalog(root / catalog_path(code, name)))
        found[name] = [
            Unit(unit.text) if unit.entry and has_slip(unit.entry, name) else unit for unit in units
        ]
    return found


def units_by_part(by_catalog: Mapping[str, Units]) -> Mapping[str, Units]:
    """Return the texts of each part of the site."""
    parts: dict[str, list[Unit]] = {part: [] for part in PARTS}
    for name, units in by_catalog.items():
        number = 2 if name.startswith(MANUAL) else int(name != INTERFACE)
        parts[PARTS[number]] += units
    return parts


def numbers(units: Units) -> list[str]:
    """Return how many texts and words are in each state, and how many of the words are translated."""
    texts, words = Counter[State](), Counter[State]()
    for unit in units:
        texts[unit.state] += 1
        words[unit.state] += len(unit.text.text.split())
    percent = 100 * (words.total() - words[State.MISSING]) // max(words.total(), 1)
    return [*(f"{texts[state]} ({words[state]})" for state in State), f"{percent} %"]
