"""What is refused: how it is reported, and symbolic links, which could publish any file of the machine."""

from __future__ import annotations

from glob import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.events import EventManager
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.positions import find_position
from diagnostics.problem import Problem

logger = logging.getLogger(__name__)

# Emitted with a page (or "") and a `Problem`. A listener that reports the problem returns a true value.
EVENT = "safe-markdown-refused"


def refuse(env: BuildEnvironment, line: int, code: Code, text: str, *words: str, opening: str = "") -> None:
    """Report a problem of the page that is being read, at the first of `words` near its line."""
    lines = env.doc2path(env.docname).read_text(encoding="utf-8-sig").split("\n")
    position = find_position(lines, line, *words, opening=opening)
    problem = Problem(env.doc2path(env.docname, base=False).as_posix(), *position, code, text)
    report(env.events, env.srcdir, env.docname, problem)


def report(events: EventManager, root: Path, docname: str, problem: Problem) -> None:
    """Report a problem of a file below `root`: to a listener, else as a warning."""
    if not events.emit_firstresult(EVENT, docname, problem):
        location = f"{root / problem.path}:{problem.line}:{problem.column}"
        code = problem.code.value
        logger.warning("%s", problem.text, location=location, type="safe_markdown", subtype=code)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Leave symbolic links out of what is read or published."""
    root = Path(app.srcdir)
    patterns = (*config.include_patterns, *config.html_static_path)
    folders = {root / pattern.partition("/")[0] for pattern in patterns}
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    for name in sorted(path.relative_to(root).as_posix() for path in paths if path.is_symlink()):
        text = "this is a symbolic link; replace it with the file itself"
        report(app.events, root, "", Problem(name, 1, 1, Code.FORBIDDEN_FILE, text))
        exclude(config, name)


def exclude(config: Config, path: str) -> None:
    """Leave a file or folder out of what is read or published."""
    # Sphinx compares a static file's path below the static folder, which it calls ".".
    below = path.partition("/")[2]
    below = below if "/" in below else f"./{below}"
    config.exclude_patterns = [*config.exclude_patterns, escape(path), escape(below)]
