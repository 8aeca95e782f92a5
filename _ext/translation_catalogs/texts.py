"""The texts of a page that readers see, and how much a text may change before its translation is old."""

from __future__ import annotations

import re
from typing import NamedTuple

LINK_TARGET = re.compile(r"(?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[\s)])|(?<=<)https?://[^<>\s]+(?=>)")
# A role or a code span, as far as the same number of backticks.
SPAN = re.compile(r"(?:\{([a-z][a-z:-]*)\})?(?<!`)(`+)(?!`)(.*?)(?<!`)\2(?!`)", re.DOTALL)
ROLE_TARGET = re.compile(r".*<([^<>]*)>", re.DOTALL)
PLACEHOLDER = re.compile(r"%[a-z%]|%\([a-z_]+\)[a-z]|\{[a-z0-9_]*\}")
TITLE = "title"  # the comment on the title of a page
FINAL_PUNCTUATION = " .,;:!?…"


class TranslationError(ValueError):
    """Raised for a language or a catalog that cannot be used; the message is one line for the user."""


class Text(NamedTuple):
    """A text that readers see."""

    text: str  # as typed, in one line
    comment: str = ""  # what the text is, for translators
    path: str = ""  # of a fact, such as "alignment.thriving-movement.reason"; empty for prose
    line: int = 0  # on the page, counted from 1
    is_name: bool = False  # a name or a title, whose translation is either right or missing


def link_targets(text: str) -> list[str]:
    """Return the targets of all links and images of a text in Markdown, in its order."""
    return LINK_TARGET.findall(text)


def roles(text: str) -> list[str]:
    """Return the roles of a text in Markdown and their targets, such as "{partner}`google`"."""
    found = []
    for name, _mark, content in SPAN.findall(text):
        if name:
            target = ROLE_TARGET.fullmatch(content)
            found.append(f"{{{name}}}`{target[1] if target else content}`")
    return found


def code_spans(text: str) -> list[str]:
    """Return the content of all code spans of a text in Markdown, in its order."""
    return [content for name, _mark, content in SPAN.findall(text) if not name]


def with_link_targets(translation: str, old: str, new: str) -> str:
    """Return the translation of `old` with the link targets of `new`, a text with as many links."""
    targets = dict(zip(link_targets(old), link_targets(new), strict=True))
    return LINK_TARGET.sub(lambda found: targets.get(found[0], found[0]), translation)


def means_the_same(old: str, new: str) -> bool:
    """Return whether two texts differ only in white space, case, final punctuation or targets of links."""
    return _essence(old) == _essence(new)


def _essence(text: str) -> str:
    return " ".join(LINK_TARGET.sub("", text).split()).casefold().rstrip(FINAL_PUNCTUATION)
