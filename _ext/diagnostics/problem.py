"""What can be wrong with a page, and how it is said.

A `Problem` is found while a page is read or when all pages are known; the build and the checker print the
same one. Pure: knows neither Sphinx nor files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from diagnostics.codes import Code


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, at one place."""

    path: str  # of the page, relative to the site's root, with forward slashes
    line: int  # 1 for the first
    column: int  # 1 for the first
    code: Code
    text: str  # what is wrong, and what to type instead

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.text}"


def quoted(typed: object) -> str:
    """Return what somebody typed, for a message; not all of it if it is long."""
    text = str(typed)
    return f'"{text[:60]}…"' if len(text) > 80 else f'"{text}"'


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that somebody who typed `word` most likely meant, if any is close."""
    typed = word[:80].strip().lower().replace(" ", "-").replace("_", "-")
    by_form = {each.lower().replace("_", "-"): each for each in sorted(words)}
    matches = get_close_matches(typed, by_form, n=1)
    return by_form[matches[0]] if matches else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the end of a message about the unknown `word`: the nearest of `words`, else all of them."""
    known = sorted(words)
    if guess := nearest(word, known):
        return f'; did you mean "{guess}"?'
    if not known:
        return ""
    return f"; known are: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}"
