"""A problem in a page, and helpers for its message. Builds and the checker print the same problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from diagnostics.codes import Code

MAX_QUOTE_LENGTH = 80  # characters; of a longer text, the beginning is quoted
MAX_VALUES_LISTED = 12
close_matches = lru_cache(1000)(get_close_matches)  # a search for a wrong line asks for the same many times


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem, at one position."""

    path: str  # of the page, relative to the site's root, with forward slashes
    line: int  # counted from 1
    column: int  # counted from 1
    code: Code
    text: str  # what is wrong, then what to type

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.text}"


def quoted(value: object) -> str:
    """Return a value in quotes for a message, shortened if it is long."""
    text = str(value)
    return f'"{text[:60]}…"' if len(text) > MAX_QUOTE_LENGTH else f'"{text}"'


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that is most like `word`; None if none is close."""
    typed = word[:MAX_QUOTE_LENGTH].strip().lower().replace(" ", "-").replace("_", "-")
    originals = {known.lower().replace("_", "-"): known for known in sorted(words)}
    return next((originals[match] for match in close_matches(typed, tuple(originals), 1)), None)


def did_you_mean(word: str, words: Iterable[str], advice: str = "use one of") -> str:
    """Return the end of a message about an unknown word: the nearest of `words`, else `advice` and all."""
    known = sorted(words)
    if match := nearest(word, known):
        return f'; did you mean "{match}"?'
    more = ", …" if len(known) > MAX_VALUES_LISTED else ""
    return f"; {advice}: {', '.join(known[:MAX_VALUES_LISTED])}{more}" if known else ""
