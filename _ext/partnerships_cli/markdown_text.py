"""Texts of pages in Markdown that a command writes, in which they are no markup."""

from __future__ import annotations

import re
from dataclasses import replace

from diagnostics.unsafe_text import FORBIDDEN
from partnerships_data.releases.changes import Change

MAX_QUOTE_LENGTH = 1000  # characters of a fact or of changed prose


def markdown_text(text: str) -> str:
    """Return a text escaped for Markdown, so that GitHub too makes no link, mention, list or HTML of it."""
    text = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    if len(text) > MAX_QUOTE_LENGTH:
        text = f"{text[:MAX_QUOTE_LENGTH]}…"
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"([\\`*_{}\[\]()#!|~$+>-])", r"\\\1", text)
    text = re.sub(r"^(\d{1,9})\.", r"\1\\.", text)  # a number at the start of a line begins a list
    # GitHub makes links of URLs, mentions and numbers of pull requests; a word joiner prevents that.
    return re.sub(r"(@|://|www\.|GH\\-)", "\\1\N{WORD JOINER}", text)


def plain_text(markdown: str) -> str:
    """Return a document that was made with `markdown_text` as it is read on a terminal."""
    text = re.sub(r"^#+ |\*\*", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\\(.)", r"\1", text).replace("\N{WORD JOINER}", "")
    return text.replace("&lt;", "<").replace("&amp;", "&")


def escaped(change: Change) -> Change:
    """Return a change with all its names and values escaped for Markdown."""
    about = tuple(replace(entry, name=markdown_text(entry.name)) for entry in change.about)
    return replace(
        change, about=about, before=markdown_text(change.before), after=markdown_text(change.after)
    )
