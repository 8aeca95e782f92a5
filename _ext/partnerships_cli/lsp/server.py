"""`lsp`: speaks with an editor while somebody types, in the Language Server Protocol, by means of `pygls`.

What is wrong it says as `check` does, of the text in the editor, whether that is saved or not; `completing`
knows what can stand at a place, and what it means.
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

from diagnostics.problem import Problem
from partnerships_cli.check import find_problems, page_name
from partnerships_cli.lsp.completion import Schema, in_facts, meaning, suggestions
from partnerships_cli.problem_formats import manual_url
from partnerships_cli.prose_checks import read_misspellings
from partnerships_data.catalog.json_schema import ids_of, schema
from partnerships_data.pages.entry import expected_entry
from partnerships_data.settings import read_settings
from partnerships_data.source_tree import SourceTree


class Server(LanguageServer):
    """Knows the pages as they are in the editor; what is not open there, as it is saved."""

    def __init__(self, root: Path) -> None:
        super().__init__("partnerships", "1")
        self.root, self.misspellings = root.resolve(), read_misspellings(root)
        self.base = read_settings(root).base_url

    def page_name(self, document: TextDocument) -> str:
        """Return the path of a page below the site's root; nothing if it is no page of the site."""
        return page_name(self.root, Path(document.path or "").resolve())

    @property
    def open_pages(self) -> list[tuple[str, TextDocument]]:
        """The pages of the site that are open, by name."""
        documents = ((self.page_name(each), each) for each in self.workspace.text_documents.values())
        return [(name, document) for name, document in documents if name]

    @property
    def sources(self) -> SourceTree:
        """All pages of the site, read anew: a file may change outside the editor, too."""
        saved = SourceTree.of_folder(self.root)
        typed = {name: document.source.encode("utf-8", "replace") for name, document in self.open_pages}
        return replace(saved, content={**saved.content, **typed})

    def tell(self) -> None:
        """Say of each open page what is wrong with it."""
        sources = self.sources
        problems = find_problems(sources, [name for name, _document in self.open_pages], self.misspellings)
        for name, document in self.open_pages:
            lines = sources.texts[name].split("\n")
            those = [self.diagnostic(each, lines) for each in problems if each.path == name]
            said = types.PublishDiagnosticsParams(document.uri, those, document.version)
            self.text_document_publish_diagnostics(said)

    def diagnostic(self, problem: Problem, lines: Sequence[str]) -> types.Diagnostic:
        """Return a problem in the terms of the protocol, with the word that it is about."""
        begin = problem.column - 1
        word = re.match(r"[^\s,:\]]*", lines[problem.line - 1][begin:])
        address = manual_url(problem, self.base)
        return types.Diagnostic(
            self.range(lines, problem.line - 1, begin, begin + len(word[0] if word else "")),
            problem.text,
            severity=types.DiagnosticSeverity.Error,
            code=problem.code.value,
            code_description=types.CodeDescription(address) if address else None,
            source="partnerships",
        )

    def range(self, lines: Sequence[str], line: int, start: int, end: int) -> types.Range:
        """Return a part of a line as the editor counts it."""
        part = types.Range(types.Position(line, start), types.Position(line, end))
        return self.workspace.position_codec.range_to_client_units(lines, part)

    def facts_at(self, uri: str, at: types.Position) -> tuple[Schema, list[str], int, int] | None:
        """Return the schema, the lines and the place in them, if somebody is among the facts of a page."""
        sources, name = self.sources, self.page_name(self.workspace.get_text_document(uri))
        lines, kind = sources.texts.get(name, "").split("\n"), expected_entry(name.removesuffix(".md"))
        if not kind or not in_facts(lines, at.line):
            return None
        position = self.workspace.position_codec.position_from_client_units(lines, at)
        return schema(kind[0], ids_of(sources)), lines, position.line, position.character


def server(root: Path) -> Server:
    """Return a server for the site in a folder, with what it answers to."""
    server = Server(root)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def on_text(server: Server, _params: object) -> None:
        server.tell()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def on_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" "]))
    def on_completion(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
        position = server.facts_at(params.text_document.uri, params.position)
        if position is None:
            return []
        facts, lines, line, column = position
        start, found = suggestions(facts, lines, line, column)
        word = server.range(lines, line, start, column)
        kinds = types.CompletionItemKind.EnumMember, types.CompletionItemKind.Property
        return [
            types.CompletionItem(
                each.word,
                kind=kinds[each.is_key],
                documentation=types.MarkupContent(types.MarkupKind.Markdown, each.meaning),
                sort_text=f"{number:03}",
                text_edit=types.TextEdit(word, f"{each.word}: " if each.is_key else each.word),
            )
            for number, each in enumerate(found)
        ]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(server: Server, params: types.HoverParams) -> types.Hover | None:
        position = server.facts_at(params.text_document.uri, params.position)
        text = meaning(*position) if position else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None

    return server


# -- The command --------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--stdio", action="store_true", help="what many editors add; there is no other way")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Answer an editor until it ends.

    :raises WrongCall: if the folder holds no site
    """
    SourceTree.of_folder(root)
    server(root).start_io()
    return 0
