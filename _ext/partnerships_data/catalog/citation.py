"""How to cite a page: as plain text, for BibTeX and for Wikipedia.

The author is the site's. The date is the page's own, and readers fill in the day on which they accessed it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not `\{`: BibTeX counts braces, escaped or not
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
# What would end a parameter or a link, begin markup, or be replaced when a wiki page is saved.
WIKITEXT_MARKUP = re.compile(r"[{}|\[\]<>&=]|'{2,}|~{3,}|_{2,}")


@dataclass(frozen=True)
class Citation:
    """The facts of a page that a bibliography needs."""

    key: str
    author: str
    title: str
    site: str
    language: str
    date: str | None  # YYYY, YYYY-MM or YYYY-MM-DD
    url: str  # of the page in this version


def citation_of(entry: Entry, site: Site) -> Citation:
    """Return the citation of an entry's page."""
    return Citation(
        key=f"{entry.kind}-{entry.id}",
        author=site.author,
        title=entry.name,
        site=site.title,
        language=site.language,
        date=entry.last_changed,
        url=site.url(entry),
    )


def plain_text(citation: Citation) -> str:
    """Return one line for people."""
    parts = (citation.author, citation.title, citation.site, citation.date)
    sentences = [f"{part.rstrip('.')}." for part in parts if part]
    return " ".join([*sentences, citation.url])


def bibtex(citation: Citation) -> str:
    """Return an entry for BibTeX."""
    year, month, *_ = *(citation.date or "").split("-"), ""
    fields = {
        "author": f"{{{_escape_bibtex(citation.author)}}}",  # in two braces: one name
        "title": f"{{{_escape_bibtex(citation.title)}}}",  # likewise: keeps capitals
        "howpublished": _escape_bibtex(citation.site),
        "year": year,
        "url": citation.url,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if month:
        lines.insert(-1, f"  month = {MONTHS[int(month) - 1][:3].lower()},\n")
    return f"@misc{{{citation.key},\n{''.join(lines)}}}"


def _escape_bibtex(text: str) -> str:
    return "".join(BIBTEX_ESCAPES.get(character, character) for character in text)


def wikitext(citation: Citation) -> str:
    """Return the template `cite web` of the English Wikipedia."""
    fields = {
        "url": citation.url,
        "title": _escape_wikitext(citation.title),
        "author": f"(({_escape_wikitext(citation.author)}))",  # in two parentheses: one name, commas included
        "website": _escape_wikitext(citation.site),
        "date": citation.date and _wikitext_date(citation.date),
        "language": citation.language,
        "access-date": "",
    }
    parameters = (f"|{name}={value}" for name, value in fields.items() if value is not None)
    return f"{{{{cite web {' '.join(parameters)}}}}}"


def _wikitext_date(date: str) -> str:
    """Return a date as the template accepts it: it reads `2019-08` as a span of years."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return date if day or not month else f"{MONTHS[int(month) - 1]} {year}"


def _escape_wikitext(text: str) -> str:
    return WIKITEXT_MARKUP.sub(
        lambda markup: "".join(f"&#{ord(character)};" for character in markup[0]), text
    )
