"""Letters of names: without their marks for ids, for sorting and for searching; and initials."""

from __future__ import annotations

import re
import unicodedata
from textwrap import wrap

MAX_SLUG_LENGTH = 60  # characters of an id that is made from a name
APOSTROPHES = re.compile("['’ʻʼ]")
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


def slug(text: str) -> str:
    """Return an id made from a name: its letters without marks, joined by hyphens.

    The id is empty if the name has no letters or digits, or letters of another alphabet than Latin: an id
    without them could be that of another name.

    >>> slug("Museum of Łódź")
    'museum-of-lodz'
    """
    plain = fold(APOSTROPHES.sub("", text))
    if any(character.isalnum() and not character.isascii() for character in plain):
        return ""
    words = " ".join(re.findall(r"[a-z0-9]+", plain))
    return wrap(words, MAX_SLUG_LENGTH)[0].replace(" ", "-") if words else ""


def initials(name: str) -> str:
    """Return the first letters of the first and the last word that has a letter, in upper case."""
    words = APOSTROPHES.sub("", unicodedata.normalize("NFC", name)).split()
    letters = [next(filter(str.isalpha, word), "").upper()[:1] for word in words]
    first, *others = [letter for letter in letters if letter] or [name[:1]]  # a name may have no letters
    return first + "".join(others[-1:])
