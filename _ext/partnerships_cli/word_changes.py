"""The changes of a text, as the words before and after each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 3  # unchanged words that are shown on each side of a change


@dataclass(frozen=True)
class WordChange:
    """Words that changed, with unchanged words around them. One of the sides can be empty."""

    before: str
    after: str
    rank: int  # 0 if a number or a date changed, 1 if a name changed, 2 otherwise


def word_changes(before: str, after: str) -> list[WordChange]:
    """Return the changes from one text to another: those of numbers and dates first, then those of names."""
    old, new = before.split(), after.split()
    changes = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        changed: list[str] = []
        for tag, start, end, new_start, new_end in group:
            if tag != "equal":
                changed += [*old[start:end], *new[new_start:new_end]]
        first, last = group[0], group[-1]
        old_words, new_words = old[first[1] : last[2]], new[first[3] : last[4]]
        changes.append(WordChange(" ".join(old_words), " ".join(new_words), _rank(changed)))
    return sorted(changes, key=lambda change: change.rank)


def _rank(words: Sequence[str]) -> int:
    """Return 0 for words with a digit, 1 for words with a capital letter, else 2."""
    text = " ".join(words)
    if re.search(r"\d", text):
        return 0
    return 1 if text != text.lower() else 2
