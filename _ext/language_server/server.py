"""The `lsp` command: a server for editors that speak the Language Server Protocol, made with `pygls`.

The server reports the same problems as `check`, for the text in the editor, saved or not. `session` has
the open pages; the other modules answer the requests of the editor.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from lsprotocol import types

from language_server import navigation
from language_server.completion import Schema, Suggestion, explain, in_facts, suggest, suggest_in_prose
from language_server.problem_reports import publish_problems, quick_fixes
from language_server.session import Session
from partnerships_cli.schema import front_matter_schema, known_ids
from partnerships_cli.source_tree import SourceTree, require_site
from partnerships_data.page_template import new_page
from partnerships_data.pages.entry import expected_entry

TRIGGERS = [" ", "`", "<", "(", "/"]


def facts_at(
    session: Session, sources: SourceTree, name: str, position: types.Position
) -> tuple[Schema, list[str], int, int] | None:
    """Return the schema, the lines of the page, the line and the column; None outside of facts."""
    lines = sources.texts.get(name, "").split("\n")
    expected = expected_entry(name.removesuffix(".md"))
    if not expected or not in_facts(lines, position.line):
        return None
    schema = front_matter_schema(expected[0], known_ids(sources))
    return schema, lines, position.line, session.column(lines, position)


def completion_items(session: Session, params: types.CompletionParams) -> list[types.CompletionItem]:
    """Return what can be typed at a position: ids and pages, keys and values, or a whole new page."""
    sources, name = session.sources(), session.page_at(params.text_document.uri)
    lines, expected = sources.texts.get(name, "").split("\n"), expected_entry(name.removesuffix(".md"))
    if expected and not "".join(lines).strip():
        template = new_page(expected[0], {}, known_ids(sources))
        return [_item(0, Suggestion(template, "", False), types.Range(params.position, params.position))]
    column = session.column(lines, params.position)
    found = suggest_in_prose(sources, name, lines[params.position.line][:column])
    facts = facts_at(session, sources, name, params.position)
    if found is None and facts is not None:
        found = suggest(*facts)
    if found is None:
        return []
    typed = session.range(lines, params.position.line, found[0], column)
    return [_item(number, suggestion, typed) for number, suggestion in enumerate(found[1])]


def _item(number: int, suggestion: Suggestion, typed: types.Range) -> types.CompletionItem:
    text = f"{suggestion.word}: " if suggestion.is_key else suggestion.word
    kinds = types.CompletionItemKind
    return types.CompletionItem(
        suggestion.word if "\n" not in text else "New page",
        kind=kinds.Property if suggestion.is_key else kinds.EnumMember,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, suggestion.meaning),
        sort_text=f"{number:03}",
        text_edit=types.TextEdit(typed, text),
    )


def hover(session: Session, params: types.HoverParams) -> types.Hover | None:
    """Return what the id, the key or the value at a position means."""
    sources, name = session.sources(), session.page_at(params.text_document.uri)
    text = navigation.describe(session, sources, params)
    if not text and (facts := facts_at(session, sources, name, params.position)):
        text = explain(*facts)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None


def make_server(root: Path) -> Session:
    """Return a server for the site in a folder, with its features registered."""
    session = Session(root)

    @session.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @session.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @session.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def on_text(session: Session, _params: object) -> None:
        publish_problems(session)

    @session.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def on_close(session: Session, params: types.DidCloseTextDocumentParams) -> None:
        session.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(params.text_document.uri, [])
        )

    fixes = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    session.feature(types.TEXT_DOCUMENT_CODE_ACTION, fixes)(quick_fixes)
    completions = types.CompletionOptions(trigger_characters=TRIGGERS)
    session.feature(types.TEXT_DOCUMENT_COMPLETION, completions)(completion_items)
    session.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    session.feature(types.TEXT_DOCUMENT_DEFINITION)(navigation.definition)
    session.feature(types.TEXT_DOCUMENT_REFERENCES)(navigation.references)
    session.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(navigation.renamable)
    session.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(navigation.rename)
    return session


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
