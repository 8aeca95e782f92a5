"""The problems of open pages, and quick fixes for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lsprotocol import types

from diagnostics.codes import Code
from diagnostics.problem import Problem, quoted
from language_server.corrections import Correction, corrections
from language_server.session import Session
from partnerships_cli.problem_formats import manual_url
from partnerships_cli.source_tree import SourceTree


def publish_problems(session: Session) -> None:
    """Send the editor the problems of each open page."""
    sources, open_pages = session.sources(), session.open_pages()
    problems = session.problems(sources, *(name for name, _document in open_pages))
    for name, document in open_pages:
        lines = sources.texts[name].split("\n")
        diagnostics = [diagnostic(session, problem, lines) for problem in problems if problem.path == name]
        session.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, diagnostics, document.version)
        )


def diagnostic(session: Session, problem: Problem, lines: Sequence[str]) -> types.Diagnostic:
    """Return a problem in the terms of the protocol; its range is the word at its position."""
    start = problem.column - 1
    word = re.match(r"[^\s,:\]]*", lines[problem.line - 1][start:])
    url = manual_url(problem, session.base_url)
    severities = types.DiagnosticSeverity
    return types.Diagnostic(
        session.range(lines, problem.line - 1, start, start + len(word[0] if word else "")),
        problem.text,
        severity=severities.Warning if problem.code == Code.MISSPELLING else severities.Error,
        code=problem.code.value,
        code_description=types.CodeDescription(url) if url else None,
        source="partnerships",
    )


def quick_fixes(session: Session, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return the corrections of the problems in some lines of a page."""
    uri, sources = params.text_document.uri, session.sources()
    name = session.page_at(uri)
    if name not in sources.texts:
        return []
    lines = sources.texts[name].split("\n")
    chosen = range(params.range.start.line, params.range.end.line + 1)
    actions = []
    for problem in session.problems(sources, name):
        for correction in _proven(session, sources, problem) if problem.line - 1 in chosen else ():
            edited = session.range(lines, problem.line - 1, correction.start, correction.end)
            edit = types.WorkspaceEdit({uri: [types.TextEdit(edited, correction.text)]})
            title = f"Type {quoted(correction.text)}" if correction.text.strip() else "Type ordinary spaces"
            found = [diagnostic(session, problem, lines)]
            actions.append(types.CodeAction(title, types.CodeActionKind.QuickFix, found, edit=edit))
    return actions


def _proven(session: Session, sources: SourceTree, problem: Problem) -> Iterator[Correction]:
    """Yield the corrections after which a line has no more than its other problems, one for each text."""
    name, index = problem.path, problem.line - 1
    lines, proven = sources.texts[name].split("\n"), set()
    before = {(found.line, found.text) for found in session.problems(sources, name)}
    for correction in corrections(problem, lines[index]):
        line = lines[index][: correction.start] + correction.text + lines[index][correction.end :]
        text = "\n".join([*lines[:index], line, *lines[index + 1 :]])
        changed = replace(sources, content={**sources.content, name: text.encode()})
        after = {
            (found.line, found.text)
            for found in session.problems(changed, name)
            if found.line == problem.line
        }
        if correction.text not in proven and after < before and (problem.line, problem.text) not in after:
            proven.add(correction.text)
            yield correction
