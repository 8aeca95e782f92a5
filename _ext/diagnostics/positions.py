"""Positions in a page: of words near a line, and of the characters of a text on the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

Position = tuple[int, int]  # line and column in the page, both counted from 1
MAX_DISTANCE = 10  # lines in which words are searched, because MyST counts nested lines wrong
MAX_SEARCH = 5_000  # characters in which a word is searched, so that long texts do not take long


def position_at(text: str, index: int, first_line: int = 1) -> Position:
    """Return the position of an index in a text that begins on the line `first_line` of the page."""
    return first_line + text.count("\n", 0, index), index - text.rfind("\n", 0, index)


def first_word(lines: Sequence[str], index: int) -> Position:
    """Return the position of the first word in the line of an index, after marks of lists and quotes."""
    line = lines[index] if index < len(lines) else ""
    return index + 1, len(line) - len(line.lstrip(" \t>")) + 1


def find_position(lines: Sequence[str], line: int, *words: str, opening: str = "") -> Position:
    """Return the position of the first of `words` that occurs near a line, else that of the line.

    :param line: the line that the parser reports, counted from 1; it is searched first, then those below it
    :param opening: what comes right before the word if possible, such as a bracket
    """
    below = range(line - 1, min(line + MAX_DISTANCE, len(lines)))
    for index in (*below, *range(max(line - MAX_DISTANCE, 0), line - 1)):
        for word in (f"{prefix}{word}" for word in filter(None, words) for prefix in {opening: 0, "": 0}):
            if (column := lines[index].find(word)) >= 0:
                return index + 1, column + 1 + (len(opening) if opening and word.startswith(opening) else 0)
    return first_word(lines, line - 1)


class PlacedText:
    """The text of a paragraph, heading or cell, and where it is on the page."""

    def __init__(self, lines: Sequence[str], first: int, content: str, column: int = 0) -> None:
        """Find the text from the line at index `first` on; there, only from a column on, counted from 0."""
        self.lines, self.first, self.content, self.column = lines, first, content, column
        self.parts = content.split("\n")
        self.starts = [0, *accumulate(len(part) + 1 for part in self.parts)]
        self.columns: dict[int, int] = {}

    def position(self, index: int) -> Position:
        """Return the position of a character of the text."""
        number = min(bisect_right(self.starts, index), len(self.parts)) - 1
        return self.first + number + 1, self.column_of(number) + index - self.starts[number] + 1

    def column_of(self, number: int) -> int:
        """Return the column, counted from 0, at which a line of the text begins on the page."""
        if number not in self.columns:
            index = self.first + number
            start = self.column if number == 0 else 0
            found = self.lines[index].find(self.parts[number], start) if index < len(self.lines) else 0
            self.columns[number] = found if found >= 0 else start or first_word(self.lines, index)[1] - 1
        return self.columns[number]

    def find(self, word: str, start: int) -> int:
        """Return the index of a word after `start`, else `start`."""
        return max(self.content.find(word, start, start + MAX_SEARCH + len(word)), start)
