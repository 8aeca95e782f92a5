"""The translation units of a wiki page, as the MediaWiki extension Translate finds them.

The rules are those of `TranslatablePageParser` in https://github.com/wikimedia/mediawiki-extensions-Translate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from diagnostics.positions import position_at

NOWIKI = re.compile(r"<nowiki>.*?</nowiki>", re.DOTALL)
TAG = re.compile(r"<translate(?: nowrap)?>|</translate>")
BLOCK = re.compile(r"<translate(?: nowrap)?>((?:(?!<translate(?: nowrap)?>).)*?)</translate>", re.DOTALL)
TEXT = re.compile(r"\S(?:.*?\S)??(?=\s*\n\n|\s*\Z)", re.DOTALL | re.ASCII)
HEADING = re.compile(r"(={1,6}).+\1")
MARKER = re.compile(r"<!--T:(.*?)-->")
PLACED_MARKER = re.compile(r"\A<!--T:.*?-->[ \n]|\s*<!--T:.*?-->$", re.MULTILINE | re.ASCII)
MARKER_NAME = re.compile(r"[^_/<>\s](?:[^_/<>\n]*[^_/<>\s])?")


class WikiPageError(Exception):
    """Raised for a wiki page that cannot be used; the message names its file and the line of each problem."""

    def __init__(self, path: str, *problems: tuple[int, str]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {text}" for line, text in sorted(problems)))


class Unit(NamedTuple):
    """A text that is translated as a whole."""

    marker: str  # the name in its marker; empty if it has none
    text: str
    line: int = 0  # in the page, counted from 1

    @property
    def checksum(self) -> str:
        """The checksum of the text, for the record of what this site wrote."""
        return sha256(self.text.encode()).hexdigest()[:8]

    def marked(self, separator: str) -> str:
        """Return the text with its marker: after a heading, else in front of the text."""
        marker = f"<!--T:{self.marker}-->"
        return f"{self.text} {marker}" if HEADING.fullmatch(self.text) else f"{marker}{separator}{self.text}"


def read_units(page: str, path: str) -> list[Unit]:
    """Return the units of a page in their order.

    :param path: of its file, for messages
    :raises WikiPageError: if Translate would refuse the page
    """
    masked = NOWIKI.sub(_blank, page)
    units, lines, problems = [], dict[str, int](), []
    for tag in TAG.finditer(BLOCK.sub(_blank, masked)):
        problems.append(
            (position_at(page, tag.start())[0], f"{tag[0]} is not one of a pair; correct the tags")
        )
    for block in BLOCK.finditer(masked):
        for match in TEXT.finditer(page, *block.span(1)):
            line, _column = position_at(page, match.start())
            markers = MARKER.findall(match[0])
            unit = Unit("".join(markers), PLACED_MARKER.sub("", match[0]), line)
            problem = _marker_problem(markers, unit.text)
            if unit.marker in lines:
                problem = (
                    f'"{unit.marker}" is also the marker on line {lines[unit.marker]}; delete one of them'
                )
            if problem:
                problems.append((line, problem))
            if markers:
                lines[unit.marker] = line
            units.append(unit)
    if problems:
        raise WikiPageError(path, *problems)
    return units


def _blank(match: re.Match[str]) -> str:
    """Return white space with the lines of a text, so that positions after it do not change."""
    return re.sub(r"[^\n]", " ", match[0])


def _marker_problem(markers: Sequence[str], text: str) -> str:
    """Return what is wrong with a unit; empty if nothing is."""
    if len(markers) > 1:
        return "this text has two markers; type a blank line before the second one"
    if markers and not MARKER_NAME.fullmatch(markers[0]):
        return f'"{markers[0]}" is not a marker; use letters, digits and hyphens'
    if MARKER.search(text):
        return "the marker is inside the text; move it to the start, or to the end of a heading"
    return "" if text.strip() else "the marker has no text; delete it"
