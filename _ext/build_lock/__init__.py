"""One build at a time in a folder of doctrees, because two would write into the same files.

The operating system releases the lock when a build ends, however it ends. Windows has no such locks.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from sphinx.application import Sphinx
from sphinx.locale import __
from sphinx.util.typing import ExtensionMetadata

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

LOCK_FILE = "build.lock"
_locks: dict[Path, IO[str]] = {}  # those that this process holds


def on_builder_inited(app: Sphinx) -> None:
    """Take the lock of the doctrees.

    :raises SystemExit: if another process holds it; Sphinx would print a traceback for an error of its own
    """
    path = Path(app.doctreedir, LOCK_FILE)
    if fcntl is None or path in _locks:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        text = __('another build uses "%s"; wait until it ends, or build elsewhere: make html BUILD=…')
        raise SystemExit(text % path.parent) from None
    _locks[path] = file


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Release the lock, when all others have written their files."""
    if file := _locks.pop(Path(app.doctreedir, LOCK_FILE), None):
        fcntl.flock(file, fcntl.LOCK_UN)  # not only closed, because worker processes have copies of it
        file.close()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the beginning and the end of a build."""
    app.connect("builder-inited", on_builder_inited, priority=100)
    app.connect("build-finished", on_build_finished, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
