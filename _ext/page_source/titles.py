"""The title of a page: its first heading of level 1, outside of directives, lists and quotations."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from page_source.markup_slips import without_code

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TITLE = re.compile(r"^# +([^\s#].*|#.*[^\s#].*)$", re.MULTILINE)
MAX_PARSED_LENGTH = 1000  # characters; the parser needs quadratic time for some texts
MARKUP = re.compile(r"[\\`*_\[\]<&]")


def find_title(text: str) -> tuple[int, str] | None:
    """Return the index of a page's title and its Markdown; None if the page has no title."""
    first = TITLE.search(text)
    end = text.find("\n\n", first.end()) + 1 if first else 0  # mostly enough; the rest may be long
    match = TITLE.search(without_code(text[:end], False)) or TITLE.search(without_code(text, False))
    if match is None:
        return None
    title = re.sub(r"(?<=[ \t])#+$", "", text[match.start(1) : match.end(1)].rstrip())
    return match.start(1), title.rstrip()


def without_markup(markdown: str) -> str:
    """Return inline Markdown as plain text; a very long one stays as it was typed."""
    if len(markdown) > MAX_PARSED_LENGTH or not MARKUP.search(markdown):
        return markdown
    tokens = _inline_parser().parseInline(markdown)[0].children or []
    return " ".join("".join(token.content for token in tokens).split())


@cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # imported late: most titles have no markup

    return MarkdownIt("commonmark", {"html": False})
