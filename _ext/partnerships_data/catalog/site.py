"""The site as its feeds and files refer to it: its title, its URLs and the ids in feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from partnerships_data.pages.entry import Entry
from translation_catalogs.languages import SOURCE_LANGUAGE

FEEDS = "feeds/"
SITEMAP = "sitemap.xml"


@dataclass(frozen=True)
class Site:
    """The site, with the URLs of its pages and files."""

    title: str
    language: str  # as in HTML's `lang`
    version: str
    base: str  # the absolute URL of the site's root, with a final slash; empty if it is unknown
    canonical: str  # the base of the version that has the feeds, and that search engines should show
    tag_authority: str  # who makes the ids of feed entries, and since when: `example.org,2026`
    page_path: Callable[[str], str] = field(repr=False)  # docname to the page's path below the root
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)  # code as in HTML -> URL, if known

    def publishes(self, path: str) -> bool:
        """Return whether this version publishes a file.

        Only the canonical version has feeds and a sitemap. They need URLs.
        """
        needs_url = path.startswith(FEEDS) or path == SITEMAP
        return not needs_url or bool(self.base and self.base == self.canonical)

    def file_url(self, path: str) -> str:
        """Return the absolute URL of a file that the build writes."""
        return urljoin(self.base, path)

    def feed_url(self, path: str) -> str:
        """Return the absolute URL of a feed, which may belong to another version."""
        return urljoin(self.canonical, path)

    def page_url(self, docname: str) -> str:
        return urljoin(self.base, self.page_path(docname))

    def canonical_page_url(self, docname: str) -> str:
        """Return the absolute URL of a page in the canonical version."""
        return urljoin(self.canonical, self.page_path(docname))

    def translations(self, path: str) -> dict[str, str]:
        """Return the absolute URL of a page or file in each published language."""
        return {language: urljoin(root, path) for language, root in self.languages.items() if root}

    def tag(self, *names: str) -> str:
        """Return an id (RFC 4151) that stays when files are renamed, titles change or the site moves."""
        language = () if self.language == SOURCE_LANGUAGE else (self.language,)
        return f"tag:{self.tag_authority}:{'/'.join((*language, *names))}"

    def url(self, entry: Entry) -> str:
        """Return the absolute URL of the page of an entry."""
        return self.page_url(entry.docname)
