"""The drawer in which Sphinx keeps what the pages state, and what follows from all of them.

While pages are read, maybe by several workers, each leaves its `Page` here, keyed by its name; merging and
purging are two lines each. Everything that concerns more than one page is computed afresh from that.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple
from zlib import crc32

from docutils import nodes
from sphinx.domains import Domain
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.positions import Position, find_position
from diagnostics.problem import Problem
from partnerships.build.record import BuildRecord
from partnerships.outputs.published_files import files
from partnerships_data.catalog import filters as selection
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry, Page, expected_entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.front_matter import Path
from partnerships_data.pages.models import replaced
from partnerships_data.releases import snapshot as snapshots

logger = logging.getLogger(__name__)


class PlacedView(NamedTuple):
    """A view that stands on a page."""

    name: str  # of the directive
    options: Mapping[str, Any]
    line: int  # of the directive


class Reason(NamedTuple):
    """Why a partnership serves a priority."""

    pickled: bytes  # the nodes: each reader gets fresh ones, and a worker hands over many reasons at once
    digest: int  # of the nodes


class DerivedData(NamedTuple):
    """What follows from all pages."""

    catalog: Catalog
    problems: list[Problem]  # sorted
    regions: Mapping[Region, str]  # region -> the page that lists it
    files: frozenset[str]  # beside the pages
    snapshots: list[snapshots.Snapshot]  # of the versions before


class Drawer(Domain):
    """The half of our domain that keeps and computes; `domain` has the other, references."""

    data_version = 5
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},  # docname -> Page
        "digests": {},  # docname -> a number of the text that was read; none if it was no text
        "shown": {},  # docname -> title and texts as readers see them, where that is not as stated
        "reasons": {},  # docname -> priority id -> `Reason`, translated
        "viewers": {},  # docname -> tuple of `Shown`, for pages that show what other pages state
        "references": {},  # docname -> type and target of the references to what we know
    }

    # Of this build alone; workers are born with it.
    site: Site  # as the builder makes addresses
    last: BuildRecord  # what its output was made from before
    now: BuildRecord  # the same now
    to_write: AbstractSet[str]  # pages of which the output is not that
    _computed: DerivedData | None = None
    _history: list[snapshots.VersionChanges] | None = None
    _fingerprint: str | None = None

    # -- one page at a time ---------------------------------------------------------------------------------

    def note_page(self, page: Page, digest: int | None) -> None:
        """Remember what a page states, and of which text."""
        self.data["digests"][page.docname] = digest
        self._note(page)

    def _note(self, page: Page) -> None:
        self.data["pages"][page.docname] = page
        self._forget()

    def _forget(self) -> None:
        """Compute afresh what follows from all pages, when it is asked for."""
        self._computed = self._history = self._fingerprint = None

    def position(self, docname: str, line: int, *words: str, opening: str = "") -> Position:
        """Return where words stand in the block or paragraph that begins on a line of a page."""
        lines = self.env.doc2path(docname).read_text(encoding="utf-8-sig").split("\n")
        return find_position(lines, line, *words, opening=opening)

    def note_problem(self, docname: str, position: Position, code: Code, text: str) -> None:
        """Remember what is wrong with a page below its front matter; of a line, once."""
        page: Page = self.data["pages"][docname]
        if all((each.line, each.code, each.text) != (position[0], code, text) for each in page.problems):
            problem = Problem(f"{docname}.md", *position, code, text)
            self._note(replace(page, entry=None, problems=tuple(sorted([*page.problems, problem]))))

    def note_shown(
        self,
        docname: str,
        title: str,
        texts: Mapping[Path, str],
        reasons: Mapping[str, Sequence[nodes.Node]],
    ) -> None:
        """Remember what a page states as its readers see it.

        :param title: its heading, without markup
        :param texts: those of its facts that were translated, by their paths
        :param reasons: a partner's reasons with their markup, by priority
        """
        page: Page = self.data["pages"][docname]
        if page.entry:
            if texts or title != page.entry.title:
                self.data["shown"][docname] = title, texts
            self.data["reasons"][docname] = {id: _kept(reason) for id, reason in reasons.items()}
            self._forget()

    def note_viewer(
        self, docname: str, shown: Sequence[PlacedView], references: AbstractSet[tuple[str, str]]
    ) -> None:
        """Remember that a page shows what other pages state: which views, and what it refers to."""
        self.data["viewers"][docname] = tuple(shown)
        self.data["references"][docname] = references
        self._forget()

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for drawer in self.initial_data:
            self.data[drawer].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another worker read."""
        for drawer in self.initial_data:
            self.data[drawer].update({doc: it for doc, it in otherdata[drawer].items() if doc in docnames})
        self._forget()

    # -- all pages ------------------------------------------------------------------------------------------

    @property
    def viewers(self) -> list[str]:
        """The pages that show what other pages state, sorted."""
        return sorted(self.data["viewers"])

    @property
    def catalog(self) -> Catalog:
        """What all pages that are in order state together."""
        return self._known().catalog

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the pages, sorted."""
        return self._known().problems

    @property
    def regions(self) -> Mapping[Region, str]:
        """All regions with the page that lists them; none if there is no such page."""
        return self._known().regions

    @property
    def files(self) -> frozenset[str]:
        """The files beside the pages."""
        return self._known().files

    def _known(self) -> DerivedData:
        if self._computed is None:
            catalog, problems = Catalog.of(map(self._shown, self.data["pages"].values()), self._photos())
            snapshots, unreadable = self._snapshots()
            lists = (
                doc
                for doc in self.viewers
                if any(each.name == "region-list" for each in self.data["viewers"][doc])
            )
            page = next(lists, None)
            self._computed = DerivedData(
                catalog,
                sorted([*problems, *self._selection_problems(catalog), *unreadable]),
                dict.fromkeys(Region, page) if page else {},
                frozenset(files(catalog.published, self.site)),
                snapshots,
            )
        return self._computed

    def _shown(self, page: Page) -> Page:
        """Return a page as its readers see it: translated."""
        if page.entry is None or page.docname not in self.data["shown"]:
            return page
        title, texts = self.data["shown"][page.docname]
        facts = page.entry.facts
        for path, text in texts.items():
            facts = replaced(facts, path, text)
        return replace(page, entry=replace(page.entry, title=title, facts=facts))

    def _photos(self) -> list[str]:
        return sorted(each.name for each in (self.env.srcdir / "_static" / "photos").glob("*"))

    def _snapshots(self) -> tuple[list[snapshots.Snapshot], list[Problem]]:
        """Return the records of versions, and what is wrong with them."""
        folder = self.env.srcdir / snapshots.RELEASES_FOLDER
        return snapshots.read({path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))})

    @property
    def history(self) -> list[snapshots.VersionChanges]:
        """What changed from version to version, the newest first; as the pages state it, not translated."""
        if self._history is None:
            self._history = []
            if before := self._known().snapshots:
                stated, _problems = Catalog.of(self.data["pages"].values(), self._photos())
                present = snapshots.Snapshot.model_validate_json(snapshots.snapshot(stated, self.site))
                self._history = snapshots.steps(before, present)
        return self._history

    def _selection_problems(self, catalog: Catalog) -> Iterable[Problem]:
        """Yield what is wrong with the options of views."""
        stated = set(map(expected_entry, self.data["pages"]))
        for docname, views in self.data["viewers"].items():
            for view in views:
                for option, code, text in selection.faults(view.options, catalog, stated):
                    path = str(self.env.doc2path(docname, base=False))
                    position = self.position(docname, view.line, view.options[option], opening=f":{option}: ")
                    yield Problem(path, *position, code, text)

    def reason(self, partner: Entry, priority: Entry) -> list[nodes.Node]:
        """Return fresh nodes of the reason why a partnership serves a priority."""
        reason: Reason = self.data["reasons"][partner.docname][priority.id]
        fresh: list[nodes.Node] = pickle.loads(reason.pickled)
        return fresh

    def fingerprint(self) -> str:
        """Return a digest of everything that a page can show of other pages."""
        if self._fingerprint is None:
            digest = sha256()
            for each in self._known().snapshots:
                digest.update(each.model_dump_json().encode())
            for entry in self.catalog.entries():
                reasons = [each.digest for each in self.data["reasons"].get(entry.docname, {}).values()]
                digest.update(repr((entry.kind, entry.docname, entry.title, entry.facts, reasons)).encode())
            self._fingerprint = digest.hexdigest()
        return self._fingerprint

    def check_consistency(self) -> None:
        """Say everything that is wrong with the pages, in one order, whoever read them."""
        for problem in self.problems:
            location = f"{self.env.srcdir / problem.path}:{problem.line}:{problem.column}"
            logger.warning("%s", problem.text, location=location, type=self.name, subtype=problem.code.value)


def _kept(reason: Sequence[nodes.Node]) -> Reason:
    """Return what is kept of a reason: copies that do not hang on to their page, or it would be kept too."""
    copies = [node.deepcopy() for node in reason]
    for copy in copies:
        for each in copy.findall():
            each.document = None  # type: ignore[assignment]
    return Reason(pickle.dumps(copies), crc32("".join(each.pformat() for each in copies).encode()))
