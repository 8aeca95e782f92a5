"""The channels that readers can subscribe to, and the content of their feeds, for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from feed_formats.feed import Feed, FeedEntry
from partnerships.labels import FROM_PARTNERS
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import FEEDS, Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import first_day
from translation_catalogs.languages import SOURCE_LANGUAGE

MAX_FEED_ENTRIES = 25
FOLDER_BY_KIND: Mapping[str, str] = {"partner": "partners", "priority": "priorities", "unit": "units"}

# Characters that no XML document can contain, not even escaped. Facts cannot contain them, but prose can.
NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled when it is used: this is slow


@dataclass(frozen=True)
class Channel:
    """All announcements, or those about one entry."""

    entry: Entry | None = None

    @property
    def path(self) -> str:
        """The path of the feed below the root of the site, without suffix."""
        if self.entry is None:
            return f"{FEEDS}announcements"
        return f"{FEEDS}{FOLDER_BY_KIND[self.entry.kind]}/{self.entry.id}"

    @property
    def former_paths(self) -> list[str]:
        """The paths that the feed had before the entry's page was renamed."""
        former_ids = self.entry.facts.formerly if self.entry else ()
        return [f"{self.path.rpartition('/')[0]}/{id}" for id in former_ids]

    def id(self, site: Site) -> str:
        """Return the id of the feed, which stays when the entry's page is renamed."""
        if self.entry is None:
            return site.tag("announcements")
        return site.tag(FOLDER_BY_KIND[self.entry.kind], self.entry.first_id)

    def title(self, site: Site) -> str:
        return f"{self.entry.name} – {site.title}" if self.entry else site.title

    def home(self, site: Site) -> str:
        """Return the URL of the page that shows the same announcements."""
        return site.url(self.entry) if self.entry else site.page_url("announcements/index")

    def announcements(self, catalog: Catalog) -> list[Entry]:
        """Return the announcements of the channel, without a limit."""
        if self.entry is None:
            return catalog.announcements
        of_partners = catalog.announcements_of_partners(self.entry) if self.entry.kind == "priority" else []
        return catalog.related(self.entry, "announcement") + of_partners


def channels(catalog: Catalog) -> list[Channel]:
    """Return all channels: first that of all announcements, then those of entries, also without news."""
    return [Channel(), *map(Channel, [*catalog.partners, *catalog.priorities, *catalog.units])]


def announcement_feed(channel: Channel, catalog: Catalog, site: Site, prose: Mapping[str, str]) -> Feed:
    """Return the feed of a channel.

    :param prose: docname -> prose of each announcement as HTML
    """
    entries = tuple(_entries(channel, catalog, site, prose))
    return make_feed(site, channel.path, channel.id(site), channel.title(site), channel.home(site), entries)


def make_feed(site: Site, path: str, id: str, title: str, home: str, entries: tuple[FeedEntry, ...]) -> Feed:
    """Return a feed of the site, whose authors are not known."""
    feeds = site.translations(path).items()
    return Feed(
        id=id,
        title=title,
        author=site.title,
        language=site.language,
        url=site.file_url(path),
        home=home,
        founded=midnight(site.tag_authority.rpartition(",")[2]),  # the date in the ids of all feeds
        entries=entries,
        alternates=tuple((language, url) for language, url in feeds if language != site.language),
    )


def _entries(channel: Channel, catalog: Catalog, site: Site, prose: Mapping[str, str]) -> Iterator[FeedEntry]:
    newest = sorted(channel.announcements(catalog), key=attrgetter("last_changed"), reverse=True)
    for announcement in newest[:MAX_FEED_ENTRIES]:
        facts = announcement.facts
        related = [*catalog.related(announcement, "partner"), *catalog.related(announcement, "priority")]
        categories = [(entry.id, entry.name) for entry in related]
        if channel.entry and channel.entry.kind == "priority" and channel.entry not in related:
            categories.append(("from-its-partners", str(FROM_PARTNERS)))
        untranslated = announcement.untranslated
        yield FeedEntry(
            id=site.tag("announcements", announcement.first_id),
            title=_valid_xml(announcement.title),
            url=site.url(announcement),
            original=facts.link,
            summary=facts.summary,
            content=_valid_xml(prose.get(announcement.docname, "")),
            published=midnight(facts.date),
            updated=midnight(announcement.last_changed or facts.date),
            categories=tuple(categories),
            languages=tuple(SOURCE_LANGUAGE if path in untranslated else "" for path in ("title", "summary")),
        )


def _valid_xml(text: str) -> str:
    return re.sub(NOT_XML, "\N{REPLACEMENT CHARACTER}", text)


def midnight(date: str) -> str:
    """Return the beginning of a day, month or year in UTC, as RFC 3339 writes it."""
    return f"{first_day(date)}T00:00:00Z"
