"""What the editor has open: pages, and positions in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from diagnostics.problem import Problem
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems, page_name
from partnerships_cli.problem_formats import site_url
from partnerships_cli.source_tree import SourceTree
from partnerships_data.settings import read_settings


class Session(LanguageServer):
    """Reads open pages from the editor, and all other pages from their files."""

    def __init__(self, root: Path) -> None:
        super().__init__("partnerships", "1")
        self.root = root.resolve()
        self.base_url = site_url(self.root, read_settings(root).base_url)
        self.checker = PageChecker(self.root)

    def page_name(self, document: TextDocument) -> str:
        """Return the name of a page; empty if the document is not a page of the site."""
        return page_name(self.root, Path(document.path or "").resolve())

    def page_at(self, uri: str) -> str:
        """Return the name of the page at a URI; empty if there is none."""
        return self.page_name(self.workspace.get_text_document(uri))

    def uri(self, name: str) -> str:
        """Return the URI of a page."""
        return (self.root / name).as_uri()

    def open_pages(self) -> list[tuple[str, TextDocument]]:
        """Return the names and documents of the pages that are open."""
        documents = self.workspace.text_documents.values()
        named = [(self.page_name(document), document) for document in documents]
        return [(name, document) for name, document in named if name]

    def sources(self) -> SourceTree:
        """Return all pages. Files are read each time, because other programs may change them."""
        saved = SourceTree.from_folder(self.root)
        edited = {name: document.source.encode("utf-8", "replace") for name, document in self.open_pages()}
        return replace(saved, content={**saved.content, **edited})

    def problems(self, sources: SourceTree, *names: str) -> list[Problem]:
        """Return the problems of some pages, sorted."""
        return find_problems(sources, self.checker, {*names} or {""})

    def range(self, lines: Sequence[str], line: int, start: int, end: int) -> types.Range:
        """Return a part of a line in the column units of the editor."""
        part = types.Range(types.Position(line, start), types.Position(line, end))
        return self.workspace.position_codec.range_to_client_units(lines, part)

    def column(self, lines: Sequence[str], position: types.Position) -> int:
        """Return the index of a character in its line."""
        return self.workspace.position_codec.position_from_client_units(lines, position).character
