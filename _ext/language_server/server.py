"""The `lsp` command: a server for editors that speak the Language Server Protocol, made with `pygls`.

The server reports the same problems as `check`, for the text in the editor, saved or not. `completion` finds
what can be typed at a position.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from diagnostics.codes import Code
from diagnostics.problem import Problem
from language_server.completion import Schema, explain, in_facts, suggest
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems, page_name
from partnerships_cli.front_matter_schema import front_matter_schema, known_ids
from partnerships_cli.problem_formats import manual_url
from partnerships_cli.source_tree import SourceTree, require_site
from partnerships_data.pages.entry import expected_entry
from partnerships_data.settings import read_settings


class Server(LanguageServer):
    """Reads open pages from the editor, and all other pages from their files."""

    def __init__(self, root: Path) -> None:
        super().__init__("partnerships", "1")
        self.root = root.resolve()
        self.base_url = read_settings(root).base_url
        self.checker = PageChecker(self.root)

    def page_name(self, document: TextDocument) -> str:
        """Return the name of a page; empty if the document is not a page of the site."""
        return page_name(self.root, Path(document.path or "").resolve())

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

    def publish_problems(self) -> None:
        """Send the editor the problems of each open page."""
        sources, open_pages = self.sources(), self.open_pages()
        problems = find_problems(sources, self.checker, {name for name, _document in open_pages} or {""})
        for name, document in open_pages:
            lines = sources.texts[name].split("\n")
            diagnostics = [self.diagnostic(problem, lines) for problem in problems if problem.path == name]
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, diagnostics, document.version)
            )

    def diagnostic(self, problem: Problem, lines: Sequence[str]) -> types.Diagnostic:
        """Return a problem in the terms of the protocol; its range is the word at its position."""
        start = problem.column - 1
        word = re.match(r"[^\s,:\]]*", lines[problem.line - 1][start:])
        url = manual_url(problem, self.base_url)
        severities = types.DiagnosticSeverity
        return types.Diagnostic(
            self.range(lines, problem.line - 1, start, start + len(word[0] if word else "")),
            problem.text,
            severity=severities.Warning if problem.code == Code.MISSPELLING else severities.Error,
            code=problem.code.value,
            code_description=types.CodeDescription(url) if url else None,
            source="partnerships",
        )

    def range(self, lines: Sequence[str], line: int, start: int, end: int) -> types.Range:
        """Return a part of a line in the column units of the editor."""
        part = types.Range(types.Position(line, start), types.Position(line, end))
        return self.workspace.position_codec.range_to_client_units(lines, part)

    def facts_at(self, uri: str, position: types.Position) -> tuple[Schema, list[str], int, int] | None:
        """Return the schema, the lines of the page, the line and the column; None outside of facts."""
        sources, name = self.sources(), self.page_name(self.workspace.get_text_document(uri))
        lines = sources.texts.get(name, "").split("\n")
        expected = expected_entry(name.removesuffix(".md"))
        if not expected or not in_facts(lines, position.line):
            return None
        in_text = self.workspace.position_codec.position_from_client_units(lines, position)
        return front_matter_schema(expected[0], known_ids(sources)), lines, in_text.line, in_text.character

    def completion_items(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        """Return what can be typed at a position."""
        found = self.facts_at(params.text_document.uri, params.position)
        if found is None:
            return []
        _facts, lines, line, column = found
        start, suggestions = suggest(*found)
        typed = self.range(lines, line, start, column)
        kinds = types.CompletionItemKind
        return [
            types.CompletionItem(
                suggestion.word,
                kind=kinds.Property if suggestion.is_key else kinds.EnumMember,
                documentation=types.MarkupContent(types.MarkupKind.Markdown, suggestion.meaning),
                sort_text=f"{number:03}",
                text_edit=types.TextEdit(
                    typed, f"{suggestion.word}: " if suggestion.is_key else suggestion.word
                ),
            )
            for number, suggestion in enumerate(suggestions)
        ]

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Return what the key at a position means."""
        found = self.facts_at(params.text_document.uri, params.position)
        text = explain(*found) if found else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None


def make_server(root: Path) -> Server:
    """Return a server for the site in a folder, with its features registered."""
    server = Server(root)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def on_text(server: Server, _params: object) -> None:
        server.publish_problems()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def on_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" "]))
    def on_completion(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
        return server.completion_items(params)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(server: Server, params: types.HoverParams) -> types.Hover | None:
        return server.hover(params)

    return server


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--stdio", action="store_true", help="accepted because many editors add it; it changes nothing"
    )


def run(_arguments: argparse.Namespace, root: Path) -> int:
    """Serve an editor until it ends.

    :raises SiteError: if the folder holds no site
    """
    require_site(root)
    make_server(root).start_io()
    return 0
