"""From an id in a page to its entry, to all references to it, and to another id."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from language_server.session import Session
from partnerships_cli import UsageError
from partnerships_cli.entry_references import EntryReference, entry_references
from partnerships_cli.rename import renamed_files
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KINDS

LAST_LINE = 2**31 - 1  # the largest number of the protocol
TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def references_in(session: Session, sources: SourceTree, name: str) -> list[EntryReference]:
    """Return the references to entries in a page."""
    text = sources.texts.get(name, "")
    return entry_references(session.checker.read(text, name.removesuffix(".md"))[0], text)


def reference_at(
    session: Session, sources: SourceTree, uri: str, position: types.Position
) -> EntryReference | None:
    """Return the reference at a position; None if there is none."""
    name = session.page_at(uri)
    lines = sources.texts.get(name, "").split("\n")
    if position.line >= len(lines):
        return None
    above = sum(len(line) + 1 for line in lines[: position.line])
    index = above + session.column(lines, position)
    for reference in references_in(session, sources, name):
        if reference.start <= index <= reference.start + len(reference.typed):
            return reference
    return None


def location(session: Session, sources: SourceTree, name: str, reference: EntryReference) -> types.Location:
    """Return the place of an id in a page."""
    text = sources.texts[name]
    start = text.index(reference.id, reference.start)
    line, first = text.count("\n", 0, start), text.rfind("\n", 0, start) + 1
    column = start - first
    part = session.range(text.split("\n"), line, column, column + len(reference.id))
    return types.Location(session.uri(name), part)


def definition(session: Session, params: types.DefinitionParams) -> types.Location | None:
    """Return the page of the entry that a position refers to."""
    sources = session.sources()
    found = reference_at(session, sources, params.text_document.uri, params.position)
    name = f"{KINDS[found.kind].folder}/{found.id}.md" if found else ""
    return types.Location(session.uri(name), TOP) if name in sources.content else None


def references(session: Session, params: types.ReferenceParams) -> list[types.Location]:
    """Return all references to the entry that a position refers to; elsewhere, to the entry of the page."""
    sources = session.sources()
    found = reference_at(session, sources, params.text_document.uri, params.position)
    page = sources.pages.get(session.page_at(params.text_document.uri))
    entry = found or (page.entry if page else None)
    return [
        location(session, sources, name, reference)
        for name in sorted(sources.texts if entry else ())
        for reference in references_in(session, sources, name)
        if entry and (reference.kind, reference.id) == (entry.kind, entry.id)
    ]


def renamable(session: Session, params: types.PrepareRenameParams) -> types.Range | None:
    """Return the place of the id that a position refers to."""
    sources = session.sources()
    found = reference_at(session, sources, params.text_document.uri, params.position)
    return (
        location(session, sources, session.page_at(params.text_document.uri), found).range if found else None
    )


def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the changes that give another id to the entry that a position refers to."""
    sources = session.sources()
    found = reference_at(session, sources, params.text_document.uri, params.position)
    if found is None:
        return None
    folder = KINDS[found.kind].folder
    old, new = f"{folder}/{found.id}.md", f"{folder}/{params.new_name}.md"
    try:
        changed = renamed_files(sources, session.checker, old, new)
    except UsageError as error:
        raise JsonRpcInvalidParams(str(error)) from None
    edits: list[types.TextDocumentEdit | types.RenameFile | types.CreateFile | types.DeleteFile] = []
    for path, (new_path, text) in sorted(changed.items()):
        whole = types.Range(types.Position(0, 0), types.Position(LAST_LINE, 0))
        file = types.OptionalVersionedTextDocumentIdentifier(session.uri(path))
        edits.append(types.TextDocumentEdit(file, [types.TextEdit(whole, text)]))
        if path != new_path:
            edits.append(types.RenameFile(session.uri(path), session.uri(new_path)))
    return types.WorkspaceEdit(document_changes=edits)


def describe(session: Session, sources: SourceTree, params: types.HoverParams) -> str:
    """Return the name and the summary of the entry that a position refers to; empty if it refers to none."""
    found = reference_at(session, sources, params.text_document.uri, params.position)
    entry: Entry | None = sources.catalog.get(found.kind, found.id) if found else None
    return f"**{entry.name}**\n\n{entry.description}".strip() if entry else ""
