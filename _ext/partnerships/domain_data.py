"""What Sphinx keeps about pages, and what follows from all of them.

While pages are read, maybe by several workers, each page's data is stored under its name, so that merging and
purging are trivial. What concerns more than one page is computed from that, and again when a page changes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple
from zlib import crc32

from docutils import nodes
from sphinx.builders import Builder
from sphinx.domains import Domain

from diagnostics.problem import Problem
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry, Page
from partnerships_data.pages.field_types import Region
from partnerships_data.releases import history
from partnerships_data.releases.snapshot import VersionChanges


class Reason(NamedTuple):
    """Why a partnership serves a priority."""

    pickled: bytes  # its nodes: every page that shows them gets fresh ones
    digest: int  # of the nodes


class DomainData(Domain):
    """Stores and computes; `PartnershipsDomain` adds cross-references."""

    data_version = 10
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},  # docname -> pickled `Page`, which builds without a change do not need
        "drafts": {},  # docname -> Page; never part of the catalog
        "digests": {},  # docname -> checksum of the text that was read
        "translations": {},  # docname -> title, texts and states as readers see them
        "reasons": {},  # docname -> priority id -> `Reason`, translated
        "views": {},  # docname -> names of its views, for pages that show what other pages state
        "references": {},  # docname -> type and target of each reference to an object or file of this domain
        "results": {},  # name -> what was computed from all pages, with what else it depends on
    }

    builder: Builder  # of this build
    site: Site  # with URLs as the builder makes them
    shown_problems: Mapping[str, Sequence[Problem]] = {}  # docname -> problems that its page shows
    is_unchanged = False  # whether facts and the frame of pages are those of the last build

    @cached_property
    def _pages(self) -> dict[str, Page]:  # docname -> page, if it was needed
        return {}

    # -- one page -------------------------------------------------------------------------------------------

    def note_page(self, page: Page, digest: int | None) -> None:
        """Store what a page states, and the checksum of its text."""
        self.data["digests"][page.docname] = digest
        self._store(page)

    def _store(self, page: Page) -> None:
        self.data["pages"][page.docname] = pickle.dumps(page, pickle.HIGHEST_PROTOCOL)
        self._reset()
        self._pages[page.docname] = page

    def _reset(self) -> None:
        for name in ("catalog", "regions", "stated", "release_history"):
            self.__dict__.pop(name, None)
        self.data["results"].clear()

    def page(self, docname: str) -> Page:
        if docname not in self._pages:
            self._pages[docname] = pickle.loads(self.data["pages"][docname])
        return self._pages[docname]

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Store a problem that only the build finds; the same problem of a page only once."""
        page = self.page(docname)
        if (problem.code, problem.text) not in {(other.code, other.text) for other in page.problems}:
            problems = tuple(sorted([*page.problems, problem]))
            self._store(replace(page, entry=None, problems=problems))

    def note_translation(
        self, docname: str, translation: Mapping[str, Any], reasons: Mapping[str, Sequence[nodes.Node]]
    ) -> None:
        """Store what a page states as its readers see it.

        :param translation: its title, texts and states, for `Page.translated`
        :param reasons: a partner's reasons with their markup, by priority
        """
        if entry := self.page(docname).entry:
            same = {"title": entry.title, "texts": {}, "untranslated": (), "older": ()}  # not stored twice
            if translation != same:
                self.data["translations"][docname] = translation
            self.data["reasons"][docname] = {id: _detached(reason) for id, reason in reasons.items()}
            self._reset()

    def note_views(
        self, docname: str, views: Sequence[str], references: AbstractSet[tuple[str, str]]
    ) -> None:
        """Store the names of the views of a page, and type and target of each of its references."""
        self.data["views"][docname] = tuple(views)
        self.data["references"][docname] = references
        self._reset()

    def clear_doc(self, docname: str) -> None:
        for key in self.initial_data:
            self.data[key].pop(docname, None)
        self._pages.pop(docname, None)
        self._reset()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        for key in self.initial_data:
            pages = {docname: value for docname, value in otherdata[key].items() if docname in docnames}
            self.data[key].update(pages)
        self._reset()

    # -- all pages ------------------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        return [self.page(docname) for docname in self.data["pages"]]

    def result(self, name: str, compute: Callable[[], Any], *others: object) -> Any:
        """Return what is computed from all pages, photos and `others`; it is stored until one changes."""
        key = crc32(pickle.dumps((self.photos(), others)))  # the environment keeps no names of photos
        if self.data["results"].get(name, (None,))[0] != key:
            self.data["results"][name] = (key, compute())
        return self.data["results"][name][1]

    @property
    def viewers(self) -> list[str]:
        """The pages that show what other pages state, sorted."""
        return sorted(self.data["views"])

    @cached_property
    def catalog(self) -> Catalog:
        """All valid entries, translated."""
        return Catalog.from_pages(map(self._translated, self.pages()), self.photos())[0]

    @cached_property
    def regions(self) -> Mapping[Region, str]:
        """All regions with the page that lists them; empty if no page does."""
        page = next(iter(self.pages_with("region-list")), None)
        return dict.fromkeys(Region, page) if page else {}

    @cached_property
    def stated(self) -> Catalog:
        """All valid entries as their pages state them, not translated."""
        is_same = not self.data["translations"]
        return self.catalog if is_same else Catalog.from_pages(self.pages(), self.photos())[0]

    @property
    def exported(self) -> Catalog:
        """The catalog for files: translated, without drafts, and in the same order in all languages."""
        shown, stated = self.catalog.published.by_kind, self.stated.published.by_kind
        return Catalog({kind: {id: shown[kind][id] for id in entries} for kind, entries in stated.items()})

    def pages_with(self, view: str) -> list[str]:
        """Return the pages that show a view, sorted."""
        return [docname for docname in self.viewers if view in self.data["views"][docname]]

    def _translated(self, page: Page) -> Page:
        translation = self.data["translations"].get(page.docname)
        return page.translated(**translation) if translation else page

    def photos(self) -> list[str]:
        return sorted(path.name for path in (self.env.srcdir / "_static" / "photos").glob("*"))

    @cached_property
    def release_history(self) -> list[VersionChanges]:
        """Return what changed with each version and since the last one, newest first."""
        return history.release_history(self.env.srcdir, self.stated, self.site)

    def reason(self, partner: Entry, priority: Entry) -> list[nodes.Node]:
        """Return fresh nodes of the reason why a partnership serves a priority."""
        reason: Reason = self.data["reasons"][partner.docname][priority.id]
        fresh: list[nodes.Node] = pickle.loads(reason.pickled)
        return fresh

    def facts_digest(self) -> str:
        """Return a digest of all facts that one page can show of another."""
        return str(self.result("facts", self._facts_digest))

    def _facts_digest(self) -> str:
        digest = sha256()
        for entry in self.catalog.entries():
            reasons = [reason.digest for reason in self.data["reasons"].get(entry.docname, {}).values()]
            facts = (entry.kind, entry.docname, entry.title, entry.facts, reasons)
            digest.update(repr((facts, entry.untranslated, entry.older)).encode())
        return digest.hexdigest()


def _detached(reason: Sequence[nodes.Node]) -> Reason:
    """Return a reason without references to its page, which would keep the whole page in memory."""
    copies = [node.deepcopy() for node in reason]
    for copy in copies:
        for node in copy.findall():
            node.document = None  # type: ignore[assignment]
    return Reason(pickle.dumps(copies), crc32("".join(copy.pformat() for copy in copies).encode()))
