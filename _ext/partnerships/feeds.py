"""Announcements for feed readers: Atom (RFC 4287) and JSON Feed 1.1, from one value. Pure.

Every date comes from front matter; nothing else in a feed changes by itself. A date that is only known to the
month or year stands for its first day, and dates have no zone, so they are given in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from .addresses import Site
from .catalog import Catalog
from .page import Entry

NEWEST = 25  # entries in a feed
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class FeedEntry:
    """One announcement as a feed tells it."""

    id: str  # a `tag:` address
    title: str
    url: str  # of our page
    original: str | None  # where it was announced
    summary: str
    published: str  # RFC 3339
    updated: str  # RFC 3339
    categories: tuple[tuple[str, str], ...]  # (term, label) of partners and priorities


@dataclass(frozen=True)
class Feed:
    """A list of announcements, newest first."""

    id: str
    title: str
    path: str  # below the root of the site, without suffix
    home: str  # address of the page that shows the same
    site: Site
    entries: tuple[FeedEntry, ...]

    @property
    def updated(self) -> str:
        """The newest of the entries' dates; a feed without entries has never been updated."""
        return max((each.updated for each in self.entries), default=_instant("1970"))


def announcements(catalog: Catalog, site: Site) -> Feed:
    """Return the feed of all announcements."""
    return Feed(
        id=site.tag("announcements"),
        title=site.title,
        path="feeds/announcements",
        home=site.page_url("announcements/index"),
        site=site,
        entries=tuple(_entries(catalog.announcements[:NEWEST], catalog, site)),
    )


def _entries(newest: Iterable[Entry], catalog: Catalog, site: Site) -> Iterable[FeedEntry]:
    for entry in newest:
        facts = entry.facts
        about = [*catalog.related(entry, "partner"), *catalog.related(entry, "priority")]
        yield FeedEntry(
            id=site.tag("announcements", facts.id or entry.id),
            title=entry.title,
            url=site.url(entry),
            original=facts.link,
            summary=facts.summary,
            published=_instant(facts.date),
            updated=_instant(facts.updated or facts.date),
            categories=tuple((each.id, each.name) for each in about),
        )


def _instant(day: str) -> str:
    return f"{day}{'-01-01'[len(day) - 4 :]}T00:00:00Z"


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.site.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.site.file_url(f"{feed.path}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    for each in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", each.id)
        _add(entry, "title", each.title)
        _add(entry, "published", each.published)
        _add(entry, "updated", each.updated)
        _add(entry, "link", rel="alternate", type="text/html", href=each.url)
        if each.original:
            _add(entry, "link", rel="related", href=each.original)
        for term, label in each.categories:
            _add(entry, "category", term=term, label=label)
        _add(entry, "summary", each.summary)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def json_feed(feed: Feed) -> bytes:
    """Return a feed as a JSON Feed document, https://www.jsonfeed.org/version/1.1/."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.site.file_url(f"{feed.path}.json"),
        "language": feed.site.language,
        "authors": [{"name": feed.site.author}],
        "items": [
            {
                "id": each.id,
                "url": each.url,
                "title": each.title,
                "content_text": each.summary,
                "summary": each.summary,
                "date_published": each.published,
                "date_modified": each.updated,
                "tags": [label for _, label in each.categories],
            }
            | ({"external_url": each.original} if each.original else {})
            for each in feed.entries
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
