"""Positions of words in a page. Markdown parsers report the line of an element, but not its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

Position = tuple[int, int]  # line and column in the page, both counted from 1
FENCE = re.compile(r"(:::+|```+|~~~+)\{")
LINES_ABOVE = 10  # that are searched, because MyST counts lines in nested directives too high


def position_at(text: str, index: int, first_line: int = 1) -> Position:
    """Return the position of an index in a text that begins on the line `first_line` of the page."""
    return first_line + text.count("\n", 0, index), index - text.rfind("\n", 0, index)


class PositionSearch:
    """A search for words in some lines of a page. Each search begins after the word found last."""

    def __init__(self, lines: Sequence[str], start: int, end: int) -> None:
        """Search the lines from `start` to before `end`, both counted from 0."""
        self.first_line = start + 1
        self.text = "\n".join(lines[start:end])
        self.index = 0  # where the next search begins

    def position_of(self, *words: str, opening: str = "") -> Position:
        """Return the position of the first of `words` that occurs, else the start of the text."""
        start = len(self.text) - len(self.text.lstrip())
        return self.find(*words, opening=opening) or position_at(self.text, start, self.first_line)

    def find(self, *words: str, opening: str = "") -> Position | None:
        """Return the position of the first of `words` that occurs, if possible right after `opening`."""
        for word in filter(None, words):
            for prefix, start in ((opening, self.index), ("", self.index), ("", 0)):
                found = self.text.find(prefix + word, start)
                if found >= 0:
                    self.index = found + len(prefix + word)
                    return position_at(self.text, found + len(prefix), self.first_line)
        return None


def find_position(lines: Sequence[str], line: int, *words: str, opening: str = "") -> Position:
    """Return the position of the first of `words` that occurs near a line.

    The line itself is searched first, then the rest of its directive or paragraph, then the lines above it.

    :param line: the line that the parser reports, counted from 1
    :param opening: what comes right before the word, such as a bracket
    """
    end = _end_of_block(lines, line)
    for start, stop in ((line - 1, line), (line, end), (max(line - LINES_ABOVE, 0), line - 1)):
        if position := PositionSearch(lines, start, stop).find(*words, opening=opening):
            return position
    return PositionSearch(lines, line - 1, line).position_of()


def _end_of_block(lines: Sequence[str], line: int) -> int:
    """Return the index of the line that ends the directive or paragraph on a line."""
    fence = FENCE.search(lines[line - 1]) if line <= len(lines) else None
    for index in range(line, len(lines)):
        if fence and fence[1] in lines[index]:
            return index
        if not fence and not lines[index].strip():
            return index
    return len(lines)
