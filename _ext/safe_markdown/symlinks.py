"""Symbolic links among the sources: they could publish any file of the machine that builds the site."""

from __future__ import annotations

from glob import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from diagnostics.codes import Code
from diagnostics.problem import Problem
from safe_markdown.refusals import report


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Leave symbolic links out of what is read or published."""
    root = Path(app.srcdir)
    patterns = (*config.include_patterns, *config.html_static_path)
    folders = {root / pattern.partition("/")[0] for pattern in patterns}
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    for name in sorted(path.relative_to(root).as_posix() for path in paths if path.is_symlink()):
        text = "this is a symbolic link; put the file itself here"
        report(app.events, root, "", Problem(name, 1, 1, Code.FORBIDDEN_FILE, text))
        exclude(config, name)


def exclude(config: Config, path: str) -> None:
    """Leave a file or folder out of what is read or published."""
    # Sphinx compares a static file's path below the static folder, which it calls ".".
    below = path.partition("/")[2]
    below = below if "/" in below else f"./{below}"
    config.exclude_patterns = [*config.exclude_patterns, escape(path), escape(below)]
