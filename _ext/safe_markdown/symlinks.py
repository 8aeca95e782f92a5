"""Symbolic links among the sources: they could publish any file of the machine that builds the site."""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from diagnostics.codes import Code
from diagnostics.problem import Problem
from safe_markdown.refusals import report


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Leave symbolic links out of what is read or published."""
    for path in sorted(find_symlinks(Path(app.srcdir), config)):
        text = "this is a symbolic link; put the file itself here"
        report(app.events, app.srcdir, "", Problem(path, 1, 1, Code.FORBIDDEN_FILE, text))
        exclude(config, path)


def find_symlinks(root: Path, config: Config) -> Iterator[str]:
    """Yield the symbolic links in the folders that are read or published."""
    patterns = (*config.include_patterns, *config.html_static_path)
    for top in {pattern.partition("/")[0] for pattern in patterns}:
        for path in (root / top, *(root / top).rglob("*")):
            if path.is_symlink():
                yield path.relative_to(root).as_posix()


def exclude(config: Config, path: str) -> None:
    """Leave a file or folder out of what is read or published."""
    # Sphinx compares a static file's path below the static folder, which it calls ".".
    below = path.partition("/")[2]
    below = below if "/" in below else f"./{below}"
    config.exclude_patterns = [*config.exclude_patterns, escape(path), escape(below)]
