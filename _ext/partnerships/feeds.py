"""Announcements for feed readers: Atom (RFC 4287) and JSON Feed 1.1, from one value. Pure.

Every date comes from front matter; nothing else in a feed changes by itself. A date that is only known to the
month or year stands for its first day, and dates have no zone, so they are given in UTC.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from .addresses import FEEDS, Site
from .catalog import Catalog
from .page import Entry

NEWEST = 25  # entries in a feed
ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
STYLE = "_static/feed.css"
FOLDERS: Mapping[str, str] = {"partner": "partners", "priority": "priorities", "unit": "units"}
# What no XML document can hold, not even escaped. Facts cannot either, but prose can.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Channel:
    """What one can subscribe to: all announcements, or those about one entry."""

    entry: Entry | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What tells it from the other channels."""
        return (FOLDERS[self.entry.kind], self.entry.id) if self.entry else ("announcements",)

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The same by the name that stays when the entry's page is renamed."""
        return (self.names[0], self.entry.first_id) if self.entry else self.names

    @property
    def former_paths(self) -> list[str]:
        """Where it was before the entry's page was renamed, for those who subscribed there."""
        return [f"{FEEDS}{self.names[0]}/{id}" for id in self.entry.facts.formerly] if self.entry else []

    @property
    def path(self) -> str:
        """Its file below the root of the site, without suffix."""
        return FEEDS + "/".join(self.names)

    def title(self, site: Site) -> str:
        """Return what a feed reader calls it."""
        return f"{self.entry.name} – {site.title}" if self.entry else site.title

    def home(self, site: Site) -> str:
        """Return the address of the page that shows the same."""
        return site.url(self.entry) if self.entry else site.page_url("announcements/index")


def has_channel(entry: Entry, catalog: Catalog) -> bool:
    """Return whether one can subscribe to what is announced about an entry."""
    return entry.kind in FOLDERS and bool(catalog.related(entry, "announcement"))


def channels(catalog: Catalog) -> list[Channel]:
    """Return all that one can subscribe to: everything, then each entry with an announcement."""
    entries = [*catalog.partners, *catalog.priorities, *catalog.units]
    return [Channel(), *(Channel(each) for each in entries if has_channel(each, catalog))]


@dataclass(frozen=True)
class FeedEntry:
    """One announcement as a feed tells it."""

    id: str  # a `tag:` address, the same in all feeds
    title: str
    url: str  # of our page
    original: str | None  # where it was announced
    summary: str
    content: str  # the prose as HTML with absolute addresses; empty if there is none
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
        return max((each.updated for each in self.entries), default=instant("1970"))


def told(channel: Channel, catalog: Catalog) -> list[Entry]:
    """Return the announcements in the feed of a channel."""
    about = channel.entry
    return (catalog.related(about, "announcement") if about else catalog.announcements)[:NEWEST]


def feed(channel: Channel, catalog: Catalog, site: Site, prose: Mapping[str, str]) -> Feed:
    """Return the feed of a channel.

    :param prose: the prose of announcements as HTML, by the names of their pages
    """
    return Feed(
        id=site.tag(*channel.tag_names),
        title=channel.title(site),
        path=channel.path,
        home=channel.home(site),
        site=site,
        entries=tuple(_entries(told(channel, catalog), catalog, site, prose)),
    )


def _entries(
    newest: Iterable[Entry], catalog: Catalog, site: Site, prose: Mapping[str, str]
) -> Iterable[FeedEntry]:
    for entry in newest:
        facts = entry.facts
        about = [*catalog.related(entry, "partner"), *catalog.related(entry, "priority")]
        yield FeedEntry(
            id=site.tag("announcements", entry.first_id),
            title=NO_XML.sub("\N{REPLACEMENT CHARACTER}", entry.title),
            url=site.url(entry),
            original=facts.link,
            summary=facts.summary,
            content=NO_XML.sub("\N{REPLACEMENT CHARACTER}", prose.get(entry.docname, "")),
            published=instant(facts.date),
            updated=instant(facts.updated or facts.date),
            categories=tuple((each.id, each.name) for each in about),
        )


def instant(day: str) -> str:
    """Return the beginning of a day, month or year, in UTC, as RFC 3339 writes it."""
    return f"{day}{'-01-01'[len(day) - 4 :]}T00:00:00Z"


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document, which a browser shows as a page by a style sheet of ours.

    A browser makes no links of Atom's own; so there is XHTML among it, which feed readers pass over.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.site.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.site.file_url(f"{feed.path}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "p", feed.site.feed_note or None, xmlns=XHTML), "a", feed.title, href=feed.home)
    contents = [_atom_entry(root, each) for each in feed.entries]
    ET.indent(root)
    for each, content in zip(feed.entries, contents, strict=True):  # not indented: white space shows there
        if each.content:
            _put_html(content, each.content)
    head = ET.ProcessingInstruction(
        "xml-stylesheet", f'type="text/css" href="{"../" * feed.path.count("/")}{STYLE}"'
    )
    parts = (ET.tostring(part, encoding="unicode") for part in (head, root))
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *parts, ""]).encode()


def _atom_entry(root: ET.Element, each: FeedEntry) -> ET.Element:
    """Add an entry; return its element for the content."""
    entry = _add(root, "entry")
    _add(entry, "id", each.id)
    _add(entry, "title", each.title)
    _add(_add(entry, "h2", xmlns=XHTML), "a", each.title, href=each.url)
    _add(entry, "published", each.published)
    _add(entry, "updated", each.updated)
    _add(entry, "link", rel="alternate", type="text/html", href=each.url)
    if each.original:
        _add(entry, "link", rel="related", href=each.original)
    for term, label in each.categories:
        _add(entry, "category", term=term, label=label)
    _add(entry, "summary", each.summary)
    return _add(entry, "content") if each.content else entry


def _put_html(content: ET.Element, html: str) -> None:
    """Put HTML into a content element: as elements if it is XHTML, which browsers show, else as text."""
    try:
        div = ET.fromstring(f"<div>{html}</div>")
    except ET.ParseError:
        div = None
    if div is None or any("}" in element.tag for element in div.iter()):  # of another language, such as SVG
        content.set("type", "html")
        content.text = html
    else:
        div.set("xmlns", XHTML)
        content.set("type", "xhtml")
        content.append(div)


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
                "summary": each.summary,
                "date_published": each.published,
                "date_modified": each.updated,
                "tags": [label for _, label in each.categories],
            }
            | ({"content_html": each.content} if each.content else {"content_text": each.summary})
            | ({"external_url": each.original} if each.original else {})
            for each in feed.entries
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
