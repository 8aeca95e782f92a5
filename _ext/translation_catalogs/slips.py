"""Slips in translations: what a translation must keep of its original, and where in the file it does not.

A translation with a slip is not used. The messages say where the slip is and what to type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from diagnostics.codes import Code
from diagnostics.problem import Problem, quoted
from translation_catalogs.catalogs import CatalogEntry, parse_catalog
from translation_catalogs.texts import PLACEHOLDER, code_spans, link_targets, roles

MIN_LIMIT = 200  # characters; a short text may become much longer
MAX_RATIO = 4  # of the lengths of a translation and its original
CHARACTER = re.compile(r"\\.|[^\\]")


class Slip(NamedTuple):
    """A mistake in a translation."""

    start: int  # index of the character at which it begins
    code: Code
    text: str  # what is wrong, and what to type


Refusals = Callable[[str], Sequence[Slip]]  # finds what a text in Markdown may not contain


def find_slip(entry: CatalogEntry, refusals: Refusals) -> Slip | None:
    """Return the first slip of a translation; None if it can be used."""
    slips = sorted(_slips(entry.previous or entry.text, entry.translation, refusals))
    return slips[0] if slips else None


def _slips(original: str, translation: str, refusals: Refusals) -> Iterator[Slip]:
    if refused := refusals(translation):
        in_original = {slip.code for slip in refusals(original)}
        yield from (slip for slip in refused if slip.code not in in_original)
    limit = max(MIN_LIMIT, MAX_RATIO * len(original))
    if len(translation) > limit:
        yield Slip(limit, Code.TOO_LONG, f"this translation is too long; write at most {limit} characters")
    for code, noun, find in (
        (Code.CHANGED_REFERENCE, "link", link_targets),
        (Code.CHANGED_REFERENCE, "role", roles),
        (Code.LOST_PLACEHOLDER, "placeholder", PLACEHOLDER.findall),
        (Code.LOST_PLACEHOLDER, "code", code_spans),
    ):
        lost, added = _difference(find(original), find(translation))
        if added:
            index = max(translation.find(added), 0)
            advice = f"; write {quoted(lost)} instead" if lost else "; delete it"
            yield Slip(index, code, f"the {noun} {quoted(added)} is not in the original{advice}")
        elif lost:
            yield Slip(0, code, f"the {noun} {quoted(lost)} of the original is missing; add it")


def _difference(original: Sequence[str], translation: Sequence[str]) -> tuple[str, str]:
    """Return the first item that only the original has, and the first that only the translation has."""
    lost, added = Counter(original) - Counter(translation), Counter(translation) - Counter(original)
    return next(iter(lost), ""), next(iter(added), "")


def catalog_problems(
    path: str, content: bytes, slip_of: Callable[[CatalogEntry], Slip | None]
) -> Iterator[Problem]:
    """Yield the problems of a catalog, each at its line and column."""
    catalog = parse_catalog(content)
    for error in catalog.errors:
        yield Problem(path, error.line, 1, Code.BAD_CATALOG, error.text)
    lines = content.decode("utf-8-sig", "replace").split("\n")
    for entry in catalog.entries:
        if entry.translation and not entry.is_obsolete and (slip := slip_of(entry)):
            yield Problem(path, *_position(lines, entry.line - 1, slip.start), slip.code, slip.text)


def _position(lines: Sequence[str], first: int, index: int) -> tuple[int, int]:
    """Return the position of a character of the translation in the entry that begins at line `first`."""
    start = next((n for n in range(first, len(lines)) if lines[n].startswith("msgstr")), first)
    for number in range(start, len(lines)):
        opening, _quote, typed = lines[number].partition('"')
        if opening.strip() not in ("msgstr", "") or not _quote:
            break
        characters = list(CHARACTER.finditer(typed.rstrip()[:-1]))
        if index < len(characters):
            return number + 1, len(opening) + 2 + characters[index].start()
        index -= len(characters)
    return start + 1, 1
