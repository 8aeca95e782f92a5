"""Letters of names without their marks: for ids, for sorting and for searching."""

from __future__ import annotations

import unicodedata

# Latin letters that Unicode does not decompose into one from a to z and a mark. `casefold` turns ß into ss.
PLAIN_LETTERS = str.maketrans({
    "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "ŧ": "t",
    "æ": "ae", "œ": "oe", "þ": "th",
})  # fmt: skip


def fold(text: str) -> str:
    """Return a text in small letters without marks, so that texts that readers take for equal are equal.

    >>> fold("Ørsted, Łódź, Straße")
    'orsted, lodz, strasse'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    unmarked = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", unmarked.translate(PLAIN_LETTERS))
