"""Where the site lives, for everything that must name it from outside. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from partnerships_data.pages.entry import Entry

FEEDS = "feeds/"


@dataclass(frozen=True)
class Site:
    """The site as its feeds and files speak of it."""

    title: str
    author: str
    language: str  # as in HTML's `lang`
    version: str
    base: str  # the absolute address of the site's root, with a final slash; empty if nobody has said it
    canonical: str  # the same of the version whose feeds people subscribe to
    tag_authority: str  # who makes the ids of feed entries, and since when: `example.org,2026`
    page_path: Callable[[str], str] = field(repr=False)  # docname to the page's path below the root

    def publishes(self, path: str) -> bool:
        """Return whether a file belongs to this version: only one has feeds, and addresses must be known."""
        if path.startswith(FEEDS):
            return bool(self.base) and self.base == self.canonical
        return bool(self.base) or path != "sitemap.xml"

    def file_url(self, path: str) -> str:
        """Return the absolute address of a file that the build writes."""
        return urljoin(self.base, path)

    def feed_url(self, path: str) -> str:
        """Return the absolute address of a feed, which may be another version's."""
        return urljoin(self.canonical, path)

    def page_url(self, docname: str) -> str:
        """Return the absolute address of a page."""
        return urljoin(self.base, self.page_path(docname))

    def tag(self, *names: str) -> str:
        """Return an id that stays when files are renamed, pages retitled and the site moved (RFC 4151)."""
        return f"tag:{self.tag_authority}:{'/'.join(names)}"

    def url(self, entry: Entry) -> str:
        """Return the absolute address of an entry's page."""
        return self.page_url(entry.docname)
