"""What is refused while a page is read, and how it is reported."""

from __future__ import annotations

from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.positions import find_position
from diagnostics.problem import Problem

logger = logging.getLogger(__name__)

# Emitted with a page and a `Problem`. A listener that reports the problem returns a true value.
EVENT = "safe-markdown-refused"


def refuse(env: BuildEnvironment, line: int, code: Code, text: str, *words: str, opening: str = "") -> None:
    """Report a problem of the page that is being read, at the first of `words` near its line."""
    path = env.doc2path(env.docname, base=False).as_posix()
    lines = (env.srcdir / path).read_text(encoding="utf-8-sig").split("\n")
    problem = Problem(path, *find_position(lines, line, *words, opening=opening), code, text)
    if not env.events.emit_firstresult(EVENT, env.docname, problem):
        location = f"{env.srcdir / path}:{problem.line}:{problem.column}"
        logger.warning("%s", text, location=location, type="safe_markdown", subtype=code.value)
