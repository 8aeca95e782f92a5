"""Rules for what a page refers to: pages, headings, images, ids, published files, options of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from posixpath import dirname, relpath
from typing import cast

from diagnostics.codes import Code
from diagnostics.problem import Problem, did_you_mean, quoted
from page_checks.list_options import option_errors
from page_checks.site_page import Prose, Reference
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.consistency import UNKNOWN, known_ids, unknown_id
from partnerships_data.pages.entry import Page
from partnerships_data.pages.field_types import PHOTOS, Region

# The anchors of the sections that a build adds to pages of facts, by folder.
ADDED_ANCHORS = {
    "partners": ("alignment", "results", "announcements", "sources", "cite"),
    "team": ("people", "partners", "announcements"),
    "priorities": ("partners", "announcements"),
    "announcements": ("cite",),
}
PUBLISHED_FILES = (
    *(f"api/{name}" for name in ("catalog.json", "catalog.schema.json", "changes.json", "matrix.wikitext")),
    *(f"api/{name}.csv" for name in ("partners", "alignment", "announcements", "results")),
    *(f"feeds/{name}" for name in ("announcements.json", "announcements.xml", "changes.json", "changes.xml")),
    *("feeds/subscriptions.opml", "llms.txt", "search.json", "sitemap.xml"),
)
FEED_FOLDERS = {"partner": "partners", "priority": "priorities", "unit": "units"}
NOTHING = Prose((), frozenset(), (), (), frozenset())


class ReferenceRules:
    """Checks the references of all pages."""

    def __init__(
        self, pages: Sequence[Page], catalog: Catalog, images: frozenset[str], with_drafts: bool
    ) -> None:
        self.pages = {page.docname: page for page in pages}
        self.names = frozenset(f"{docname}.md" for docname in self.pages)
        self.images = images
        has_regions = any("region-list" in prose_of(page).directives for page in pages)
        regions = {region.value: region.value for region in Region if has_regions}
        self.ids = {**known_ids(pages), "region": regions}
        drafts = () if with_drafts else catalog.announcements
        self.drafts = {entry.docname for entry in drafts if entry.facts.draft}
        self.files = frozenset(published_paths(catalog.published))
        self.listed: set[str] = {"index"}
        # To compare words is slow, and a page can have the same mistake many times.
        self.suggestion = cache(did_you_mean)

    def problems(self, faulty: AbstractSet[str]) -> Iterator[Problem]:
        """Yield all problems of references, and the pages that no table of contents lists.

        :param faulty: the paths of pages with other problems, which may be the reason
        """
        for docname, page in self.pages.items():
            for reference in prose_of(page).references:
                if found := self.problem(docname, reference):
                    yield Problem(f"{docname}.md", *reference.position, *found)
            for options in prose_of(page).options:
                values = {name: value for name, (value, _position) in options.items()}
                for name, code, text in option_errors(values, self.ids):
                    yield Problem(f"{docname}.md", *options[name][1], code, text)
                if (photo := values.get("photo")) and f"{PHOTOS}/{photo}" not in self.images:
                    text = f"there is no file {quoted(photo)} in {PHOTOS}/"
                    yield Problem(f"{docname}.md", *options["photo"][1], Code.MISSING_PHOTO, text)
        for docname, page in self.pages.items():
            if docname not in self.listed and not page.options.orphan and f"{docname}.md" not in faulty:
                text = 'no toctree lists this page; add it to one, or add "orphan: true" to the front matter'
                yield Problem(f"{docname}.md", 1, 1, Code.UNLISTED_PAGE, text)

    def problem(self, docname: str, reference: Reference) -> tuple[Code, str] | None:
        """Return code and message of a reference that leads nowhere."""
        kind, target, typed, _position = reference
        if kind in ("link", "toctree"):
            return self.page_problem(docname, reference)
        if kind == "glob":
            return self.pattern_problem(docname, reference)
        if kind == "image":
            meant = self.suggestion(typed, from_page(docname, self.images))
            text = f"there is no image {quoted(typed)}{meant or '; put the file next to the page'}"
            return None if target in self.images else (Code.FORBIDDEN_FILE, text)
        if kind == "published":
            text = f"{quoted(typed)} is not a published file{self.suggestion(typed, self.files)}"
            return None if typed in self.files else (Code.UNKNOWN_FILE, text)
        known = self.ids[kind]
        if not any(self.ids.values()):
            return None  # a site without entries refers to those of another site, which only a build knows
        if known.get(typed) != typed:
            return UNKNOWN.get(kind, Code.UNKNOWN_VALUE), unknown_id(kind, typed, known)
        return self.draft_problem(f"announcements/{typed}") if kind == "announcement" else None

    def page_problem(self, docname: str, reference: Reference) -> tuple[Code, str] | None:
        path, _, heading = reference.target.partition("#")
        if reference.kind == "toctree":
            self.listed.add(path)
        if path not in self.pages:
            meant = self.suggestion(reference.typed.partition("#")[0], from_page(docname, self.names))
            return Code.UNKNOWN_TARGET, f"{quoted(reference.typed)} is not a page of this site{meant}"
        folder = "" if path.endswith("/index") else path.partition("/")[0]
        anchors = prose_of(self.pages[path]).anchors | {*ADDED_ANCHORS.get(folder, ())}
        if heading and heading not in anchors:
            meant = self.suggestion(heading, anchors)
            return Code.UNKNOWN_TARGET, f"{path}.md has no heading {quoted(f'#{heading}')}{meant}"
        return self.draft_problem(path) if path != docname else None

    def pattern_problem(self, docname: str, reference: Reference) -> tuple[Code, str] | None:
        target = re.escape(reference.target)
        pattern = target.replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", ".")
        matched = {name for name in self.pages if re.fullmatch(pattern, name) and name != docname}
        self.listed |= matched
        found = Code.UNKNOWN_TARGET, f"{quoted(reference.typed)} matches no page; correct or delete it"
        return None if matched else found

    def draft_problem(self, docname: str) -> tuple[Code, str] | None:
        id = docname.rpartition("/")[2]
        text = f'"{id}" is a draft, which is not part of the site; delete its line "draft: true"'
        return (Code.UNKNOWN_ANNOUNCEMENT, text) if docname in self.drafts else None


@lru_cache(maxsize=8)
def from_page(docname: str, paths: frozenset[str]) -> frozenset[str]:
    """Return paths below the root of the site as a page writes them."""
    return frozenset(relpath(path, dirname(docname) or ".") for path in paths)


def published_paths(catalog: Catalog) -> Iterator[str]:
    """Yield the paths of the files that a build publishes beside the pages."""
    yield from PUBLISHED_FILES
    yield from (f"api/partners/{partner.id}.json" for partner in catalog.partners)
    for kind, folder in FEED_FOLDERS.items():
        for entry in catalog.by_kind[kind].values():
            for id in (entry.id, *entry.facts.formerly):
                yield from (f"feeds/{folder}/{id}.json", f"feeds/{folder}/{id}.xml")


def prose_of(page: Page) -> Prose:
    """Return what a page refers to."""
    return cast(Prose, page.prose) or NOTHING
