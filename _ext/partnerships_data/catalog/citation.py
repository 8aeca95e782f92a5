"""How to cite a page: as plain text, for BibTeX and for Wikipedia.

An announcement is cited by its original post, and the page here as its summary. The authors are unknown.
Readers fill in the day on which they accessed the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source

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
    """The facts of a web page that a bibliography needs."""

    key: str
    title: str
    site: str  # the title or the name of the website
    language: str | None  # None if it is unknown
    date: str | None  # YYYY, YYYY-MM or YYYY-MM-DD
    url: str
    summary: str | None = None  # the URL of the page on this site, if another one is cited


def citation_of(entry: Entry, site: Site) -> Citation:
    """Return the citation of an entry's page, or of the original post of an announcement."""
    key, url = f"{entry.kind}-{entry.id}", site.url(entry)
    if link := getattr(entry.facts, "link", None):
        return Citation(key, entry.title, Source(url=link).name, None, entry.facts.date, link, url)
    return Citation(key, entry.name, site.title, site.language, entry.last_changed, url)


def plain_text(citation: Citation, summary: str) -> str:
    """Return one line for people.

    :param summary: the sentence about the page that is the summary, with `%s` for its URL
    """
    parts = (citation.title, citation.site, citation.date)
    sentences = [*(f"{part.rstrip('.')}." for part in parts if part), citation.url]
    if citation.summary:
        sentences.append(summary % citation.summary)
    return " ".join(sentences)


def bibtex(citation: Citation) -> str:
    """Return an entry for BibTeX."""
    year, month, *_ = *(citation.date or "").split("-"), ""
    fields = {
        "title": f"{{{_escape_bibtex(citation.title)}}}",  # in two braces: keeps capitals
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
