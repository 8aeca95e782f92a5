"""Which feeds exist and what is in each: the entries of Atom and JSON Feed alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import FEEDS, Site
from partnerships_data.pages.entry import Entry

MAX_FEED_ENTRIES = 25  # entries in a feed


FOLDER_BY_KIND: Mapping[str, str] = {"partner": "partners", "priority": "priorities", "unit": "units"}


# What no XML document can hold, not even escaped. Facts cannot either, but prose can.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Channel:
    """What one can subscribe to: all announcements, or those about one entry."""

    entry: Entry | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What tells it from the other channels."""
        return (FOLDER_BY_KIND[self.entry.kind], self.entry.id) if self.entry else ("announcements",)

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
    return entry.kind in FOLDER_BY_KIND and bool(catalog.related(entry, "announcement"))


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
    return (catalog.related(about, "announcement") if about else catalog.announcements)[:MAX_FEED_ENTRIES]


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
