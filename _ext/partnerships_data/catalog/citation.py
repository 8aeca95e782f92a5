"""How to cite a page: as plain text and for Wikipedia.

An announcement is cited by its original post, and the page here as its summary. The authors are unknown.
Readers fill in the day on which they accessed the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source

# What would end a parameter or a link, begin markup, or be replaced when a wiki page is saved.
WIKITEXT_MARKUP = re.compile(r"[{}|\[\]<>&=]|'{2,}|~{3,}|_{2,}")


@dataclass(frozen=True)
class Citation:
    """The facts of a web page that a bibliography needs."""

    title: str
    site: str  # the title or the name of the website
    language: str | None  # None if it is unknown
    date: str | None  # YYYY, YYYY-MM or YYYY-MM-DD
    url: str
    summary: str | None = None  # the URL of the page on this site, if another one is cited


def citation_of(entry: Entry, site: Site) -> Citation:
    """Return the citation of an entry's page, or of the original post of an announcement."""
    if link := getattr(entry.facts, "link", None):
        return Citation(entry.title, Source(url=link).name, None, entry.facts.date, link, site.url(entry))
    return Citation(entry.name, site.title, site.language, entry.last_changed, site.url(entry))


def plain_text(citation: Citation, summary: str) -> str:
    """Return one line for people.

    :param summary: the word in front of the summary's URL
    """
    parts = (citation.title, citation.site, citation.date)
    sentences = [*(f"{part.rstrip('.')}." for part in parts if part), citation.url]
    if citation.summary:
        sentences.append(f"{summary}: {citation.summary}")
    return " ".join(sentences)


def wikitext(citation: Citation) -> str:
    """Return the template `cite web` of the English Wikipedia."""
    date = citation.date
    if date and len(date) == 7:
        date = date[:4]  # the template takes `2019-08` for a span of years
    fields = {
        "url": citation.url,
        "title": _escape_wikitext(citation.title),
        "website": _escape_wikitext(citation.site),
        "date": date,
        "language": citation.language,
        "access-date": "",
    }
    parameters = (f"|{name}={value}" for name, value in fields.items() if value is not None)
    return f"{{{{cite web {' '.join(parameters)}}}}}"


def _escape_wikitext(text: str) -> str:
    return WIKITEXT_MARKUP.sub(
        lambda markup: "".join(f"&#{ord(character)};" for character in markup[0]), text
    )
