"""Pairs the texts of a page with their translations, and says how old each translation is.

Facts are paired by their path and prose by its order, within one page. A text is never paired by its likeness
to texts of other pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from translation_catalogs.catalogs import Catalog, CatalogEntry
from translation_catalogs.texts import TITLE, Text, link_targets, means_the_same, roles, with_link_targets

MIN_LIKENESS = 0.5  # of a changed paragraph to the one that was translated
MAX_WORDS_OF_NAME = 3


class State(StrEnum):
    """How a translation relates to the text as it is now."""

    CURRENT = "current"
    OLDER = "older"  # the text has changed since it was translated
    MISSING = "missing"


class Unit(NamedTuple):
    """A text with its translation."""

    text: Text
    state: State = State.MISSING
    translation: str = ""  # empty if it is missing
    entry: CatalogEntry | None = None  # that contains the translation, also if it cannot be used

    @property
    def is_in_original(self) -> bool:
        """Whether readers see a text in the original language.

        A translation can repeat the original. A short one is a name, which belongs to both languages.
        """
        is_repeated = self.translation == self.text.text and len(self.translation.split()) > MAX_WORDS_OF_NAME
        return self.state is State.MISSING or is_repeated


class ShownFacts(NamedTuple):
    """The facts and the titles of all pages as readers see them."""

    originals: dict[str, str]  # as readers see them -> in the original language, if that is another name
    older: dict[str, str]  # older translation -> original
    untranslated: set[str]  # texts in the original language


def shown_facts(units: Sequence[Unit]) -> ShownFacts:
    """Return the facts and the titles among the texts of all pages."""
    originals, older, translations = {}, {}, set()
    for unit in units:
        text, shown = unit.text.text, unit.translation or unit.text.text
        if not unit.text.path and unit.text.comment != TITLE:
            continue
        if unit.state is State.OLDER:
            older[shown] = text
        if not unit.is_in_original:
            translations.add(shown)
        if unit.is_in_original or shown != text:
            originals[shown] = text
    return ShownFacts(originals, older, {*originals.values()} - translations)


def pair(texts: Sequence[Text], catalog: Catalog) -> list[Unit]:
    """Return a unit for each text of a page, in their order."""
    entries = _pairs(texts, [entry for entry in catalog.entries if entry.translation])
    return [_unit(text, entries.get(index)) for index, text in enumerate(texts)]


def _unit(text: Text, entry: CatalogEntry | None) -> Unit:
    """Return the unit of a text; its state follows only from the text that was translated."""
    if entry is None:
        return Unit(text)
    original = entry.previous or entry.text
    if original != text.text and means_the_same(original, text.text):
        if len(link_targets(original)) != len(link_targets(text.text)):
            return Unit(text, entry=entry)
        return Unit(text, State.CURRENT, with_link_targets(entry.translation, original, text.text), entry)
    if original == text.text:
        return Unit(text, State.CURRENT, entry.translation, entry)
    if text.is_name or not _refers_as(entry.translation, text.text):
        return Unit(text, entry=entry)
    return Unit(text, State.OLDER, entry.translation, entry)


def _refers_as(translation: str, text: str) -> bool:
    """Return whether a translation has the links and roles of a text."""
    same_links = sorted(link_targets(translation)) == sorted(link_targets(text))
    return same_links and sorted(roles(translation)) == sorted(roles(text))


def _pairs(texts: Sequence[Text], entries: Sequence[CatalogEntry]) -> Mapping[int, CatalogEntry]:
    """Return the entry of each text by the index of the text: equal texts, then facts, then prose."""
    by_text = {entry.previous: entry for entry in entries if entry.previous}
    by_text |= {entry.text: entry for entry in entries}
    pairs = {index: by_text[text.text] for index, text in enumerate(texts) if text.text in by_text}
    used = {id(entry) for entry in pairs.values()}
    by_path = {path: entry for entry in entries if id(entry) not in used for path in entry.paths}
    for index, text in enumerate(texts):
        if index not in pairs and text.path in by_path and _is_same_fact(text, by_path[text.path]):
            pairs[index] = by_path[text.path]
    used = {id(entry) for entry in pairs.values()}
    prose = [index for index, text in enumerate(texts) if not text.path]
    old_prose = [entry for entry in entries if not entry.paths and not entry.is_obsolete]
    similar = similar_texts([entry.text for entry in old_prose], [texts[index].text for index in prose])
    for old, now in similar:
        index, entry = prose[now], old_prose[old]
        if index not in pairs and id(entry) not in used:
            pairs[index] = entry
            used.add(id(entry))
    return pairs


def _is_same_fact(text: Text, entry: CatalogEntry) -> bool:
    """Return whether a path leads to the same fact as before: the place in a list can be another item's."""
    is_item = any(part.isdigit() for part in text.path.split("."))
    return not is_item or _likeness(text.text, entry.text) >= MIN_LIKENESS


def similar_texts(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of a text, and of a similar one that replaces it between the same neighbors."""
    for change, old_start, old_end, start, end in SequenceMatcher(None, before, now, False).get_opcodes():
        if change != "replace":
            continue
        candidates = list(range(old_start, old_end))
        for index in range(start, end):
            likeness = [_likeness(now[index], before[old]) for old in candidates]
            if likeness and max(likeness) >= MIN_LIKENESS:
                yield candidates.pop(likeness.index(max(likeness))), index


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, text.split(), other.split(), False).ratio()
