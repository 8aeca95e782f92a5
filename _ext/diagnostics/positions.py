"""Where words stand in a page: parsers of Markdown know the line of a fault, and forget its column. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

Position = tuple[int, int]  # line and column in the page, both counted from 1
FENCE = re.compile(r"(:::+|```+|~~~+)\{")


def position_at(text: str, start: int, first: int = 1) -> Position:
    """Return the place of a position in a text whose first line is that of number `first`."""
    return first + text.count("\n", 0, start), start - text.rfind("\n", 0, start)


class PositionSearch:
    """Where words stand in some lines of a page; each search begins behind the last find."""

    def __init__(self, lines: Sequence[str], first: int, end: int) -> None:
        """Look from one line to before another, counted from 0."""
        self.first, self.behind = first + 1, 0
        self.text = "\n".join(lines[first:end])

    def of(self, *words: str, opening: str = "") -> Position:
        """Return the place of the first of `words` that is there; of none, where the text begins."""
        start = len(self.text) - len(self.text.lstrip())
        return self.find(*words, opening=opening) or position_at(self.text, start, self.first)

    def find(self, *words: str, opening: str = "") -> Position | None:
        """Return the place of the first of `words` that is there, behind an `opening` if possible."""
        for each in filter(None, words):
            for before, behind in ((opening, self.behind), ("", self.behind), ("", 0)):
                found = self.text.find(before + each, behind)
                if found >= 0:
                    self.behind = found + len(before + each)
                    return position_at(self.text, self.behind - len(each), self.first)
        return None


def find_position(lines: Sequence[str], line: int, *words: str, opening: str = "") -> Position:
    """Return where words stand on a line, or else in the block or paragraph below, or else a little above.

    Where blocks of colons begin with one another, MyST counts their lines one too high for each.
    """
    fence = FENCE.search(lines[line - 1]) if line <= len(lines) else None
    rest = range(line, len(lines))
    end = next((n for n in rest if (fence[1] in lines[n] if fence else not lines[n].strip())), len(lines))
    for first, last in ((line - 1, line), (line, end), (max(line - 10, 0), line - 1)):
        if found := PositionSearch(lines, first, last).find(*words, opening=opening):
            return found
    return PositionSearch(lines, line - 1, line).of()
