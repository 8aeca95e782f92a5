"""Reporting what a page may not contain: as an event, or as a warning if no other extension listens."""

from __future__ import annotations

from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.events import EventManager
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.positions import find_position
from diagnostics.problem import Problem

logger = logging.getLogger(__name__)

# Emitted with the name of the page and the `Problem`; the name is empty if the problem is not one of a page.
# A listener returns a true value if it reports the problem itself.
EVENT = "safe-markdown-refused"


def refuse(env: BuildEnvironment, line: int, code: Code, text: str, *words: str, opening: str = "") -> None:
    """Report a problem of the page that is being read, at the first of `words` near its line."""
    lines = env.doc2path(env.docname).read_text(encoding="utf-8-sig").split("\n")
    position = find_position(lines, line, *words, opening=opening)
    path = env.doc2path(env.docname, base=False).as_posix()
    report(env.events, env.srcdir, env.docname, Problem(path, *position, code, text))


def report(events: EventManager, root: Path, docname: str, problem: Problem) -> None:
    """Report a problem of a file below `root`: to a listener, else as a warning."""
    if not events.emit_firstresult(EVENT, docname, problem):
        location = f"{root / problem.path}:{problem.line}:{problem.column}"
        code = problem.code.value
        logger.warning("%s", problem.text, location=location, type="safe_markdown", subtype=code)
