"""A feed and its entries, in no particular format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedEntry:
    """An item of a feed."""

    id: str  # a URI, the same in all feeds
    title: str
    url: str  # of the page with the same content
    original: str | None  # URL of the page that this one sums up
    summary: str
    content: str  # HTML with absolute URLs; may be empty
    published: str  # RFC 3339
    updated: str  # RFC 3339
    categories: tuple[tuple[str, str], ...]  # (term, label)
    languages: tuple[str, ...] = ("", "")  # of title and summary, if not that of the feed


@dataclass(frozen=True)
class Feed:
    """A feed; its entries are sorted newest first."""

    id: str  # a URI
    title: str
    author: str  # of all entries: Atom requires a name
    language: str  # as in HTML's `lang`
    url: str  # of the feed, without suffix
    home: str  # URL of the page with the same content
    founded: str  # RFC 3339, for a feed without entries
    entries: tuple[FeedEntry, ...]
    alternates: tuple[tuple[str, str], ...] = ()  # another language, and the URL of the feed in it

    @property
    def updated(self) -> str:
        """The latest of the entries' dates; for a feed without entries, the date of its founding."""
        return max((entry.updated for entry in self.entries), default=self.founded)
