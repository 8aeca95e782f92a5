"""Texts, links and dates as wikitext. What is in `<tvar>` can change without making translations outdated."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.myst_role import myst_role_plugin

from diagnostics.unsafe_text import FORBIDDEN, is_web_url
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.field_types import first_day

# The last character of each match is escaped: markup, also at the start of a line; `$`, with which Translate
# marks variables; U+0338, which Unicode joins with a bracket; U+FFFD, which ends the text of a link; repeated
# marks, also where two texts meet; what makes links of numbers.
MARKUP = re.compile(
    r"[&<>\[\]{}|=$\u0338\ufffd]|(?<![^'_＿~!])['_＿~!]|:(?! )|(?:RFC|PMID|ISBN)(?: |$)|^[*#:;-]"
)
NUMBER = re.compile(r"(?<![\w-])(?<!&#)\d+(?:[.,:–-]\d+)*(?![\w-])")
# Titles that MediaWiki refuses, and some others, are left out.
META_PAGE = re.compile(r"https://meta\.(?:m\.)?wikimedia\.org/wiki(?!.*(?:/\.|&\w+;))/([^][{}|<>?~%\ufffd]+)")
DATE_FORMATS = {4: "Y", 7: "F Y", 10: "j F Y"}  # by the length of the date
MARKDOWN = MarkdownIt("commonmark", {"html": False}).use(myst_role_plugin)


def escaped(text: str) -> str:
    """Return wikitext that shows a text as it is, with the characters that MediaWiki would save."""
    text = unicodedata.normalize("NFC", FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
    return MARKUP.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", re.sub(r"\s+", " ", text))


def unit_text(wikitext: str) -> str:
    """Return the text of a unit, with names for its variables."""
    numbers = count(1)
    return re.sub("<tvar>", lambda _tag: f'<tvar name="{next(numbers)}">', wikitext.strip())


def marked(before: str, marker: str, wikitext: str) -> str:
    """Return a unit after other wikitext, with its marker where Translate expects it."""
    text, mark = unit_text(wikitext), f"<!--T:{marker}-->"
    if before.endswith(" "):
        return f"{before}<translate>{mark} {text}</translate>\n"
    text = f"{text} {mark}" if text.startswith("=") else f"{mark}\n{text}"
    return f"{before}<translate>\n{text}\n</translate>\n\n"


def sentence(markdown: str, catalog: Catalog) -> str:
    """Return a sentence in Markdown as wikitext with its links. Links to pages of the site become texts."""
    text = link_end = ""
    for token in MARKDOWN.parseInline(markdown)[0].children or ():
        match token.type:
            case "link_open":
                link_start, link_end = _link_marks(str(token.attrs["href"]))
                text += link_start
            case "link_close":
                text += link_end
            case "myst_role" if token.meta["name"] in catalog.by_kind:
                entry = catalog.find(token.meta["name"], token.content)
                text += escaped(entry.name if entry else token.content)
            case "softbreak" | "hardbreak":
                text += " "
            case _:
                text += NUMBER.sub(r"<tvar>\g<0></tvar>", escaped(token.content))
    return text


def link(url: str | None, text: str) -> str:
    """Return a text as a link, if there is a URL."""
    return escaped(text).join(_link_marks(url or ""))


def _link_marks(url: str) -> tuple[str, str]:
    """Return the start and the end of a link. Meta-Wiki shows its own pages in the language of the reader."""
    if page := META_PAGE.fullmatch(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", unquote(url))):
        title = escaped(page[1].replace("_", " ")).replace("&#58;", ":")
        return f"[[<tvar>Special:MyLanguage/{title}</tvar>|", "]]"
    if not is_web_url(url):
        return "", ""
    target = quote(url, safe="/:?#@!$&()*+,;=%-._").replace("__", "%5F%5F").replace("~~", "%7E%7E")
    target = re.sub(r"&(?=#?\w+;)", "&amp;", target)
    return f"[<tvar>{target}</tvar> ", "]"


def date(value: str) -> str:
    """Return a date as precise as it is given, in the language of the page."""
    arguments = (DATE_FORMATS[len(value)], first_day(value), "{{TRANSLATIONLANGUAGE}}")
    return f"<tvar>{{{{#time:{'|'.join(arguments)}}}}}</tvar>"
