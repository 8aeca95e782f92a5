"""How to cite a page: as plain text, for BibTeX and for Wikipedia. Pure.

No author is invented: it is the site's. No clock is asked: the date is the page's own, and when somebody has
seen the page is left for them to fill in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import heading
from partnerships.nodes.context import ViewContext
from partnerships.pages import citation as citations
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not `\{`: BibTeX counts braces, escaped or not
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{each: f"\\{each}" for each in "$&#_%"},
}
# Whatever would end a parameter or a link, begin markup, or be replaced when a wiki page is saved.
WIKITEXT = re.compile(r"[{}|\[\]<>&=]|'{2,}|~{3,}|_{2,}")


@dataclass(frozen=True)
class Cited:
    """A page as a bibliography speaks of it."""

    key: str
    author: str
    title: str
    site: str
    language: str
    date: str | None  # as precise as it is known
    url: str | None  # of this version; none if the site's address is not known


def cited(entry: Entry, site: Site) -> Cited:
    """Return what there is to cite of an entry's page."""
    return Cited(
        key=f"{entry.kind}-{entry.id}",
        author=site.author,
        title=entry.name,
        site=site.title,
        language=site.language,
        date=entry.last_changed,
        url=site.url(entry) if site.base else None,
    )


def plain(page: Cited) -> str:
    """Return one line for people."""
    parts = (page.author, page.title, page.site, page.date, page.url)
    return " ".join(part if part == page.url else f"{part.rstrip('.')}." for part in parts if part)


def bibtex(page: Cited) -> str:
    """Return an entry for BibTeX."""
    year, month, *_ = *(page.date or "").split("-"), ""
    fields = {
        "author": f"{{{_bibtex(page.author)}}}",  # in two braces: one name
        "title": f"{{{_bibtex(page.title)}}}",  # likewise: capitals stay
        "howpublished": _bibtex(page.site),
        "year": year,
        "url": page.url,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if month:
        lines.insert(-1, f"  month = {MONTHS[int(month) - 1][:3].lower()},\n")
    return f"@misc{{{page.key},\n{''.join(lines)}}}"


def _bibtex(text: str) -> str:
    return "".join(BIBTEX.get(each, each) for each in text)


def wikitext(page: Cited) -> str:
    """Return the template `cite web` of the English Wikipedia."""
    fields = {
        "url": page.url,
        "title": _wikitext(page.title),
        "author": f"(({_wikitext(page.author)}))",  # in two brackets: one name, whatever commas are in it
        "website": _wikitext(page.site),
        "date": page.date and _date(page.date),
        "language": page.language,
        "access-date": "",
    }
    parts = (f"|{name}={value}" for name, value in fields.items() if value is not None)
    return f"{{{{cite web {' '.join(parts)}}}}}"


def _date(date: str) -> str:
    """Return a date in a form that the template takes: for it, `2019-08` could be a span of years."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return date if day or not month else f"{MONTHS[int(month) - 1]} {year}"


def _wikitext(text: str) -> str:
    return WIKITEXT.sub(lambda found: "".join(f"&#{ord(each)};" for each in found[0]), text)


def how_to_cite(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show how to cite the page of an entry, in three forms, each to be copied."""
    page = citations.cited(entry, context.domain.site)
    forms = (
        (_("Text"), citations.plain(page)),
        ("BibTeX", citations.bibtex(page)),
        (_("Wikipedia"), citations.wikitext(page)),
    )
    shown: list[nodes.Node] = []
    for title, text in forms:
        shown += [heading(3, title), nodes.literal_block(text, text, language="text")]
    return shown
