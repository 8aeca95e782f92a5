"""The record of a build: what its output was made from.

Each builder has a record of its own beside the doctrees. It tells the next build what to write again. While a
build is under way, its output counts as unfinished, so that the next build neither trusts the output of a
build that was killed nor that of another builder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from zlib import crc32

from sphinx.application import Sphinx

from partnerships_data.atomic_write import write_if_changed
from partnerships_data.stable_json import json_bytes


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What one builder's output was made from."""

    frame: str = ""  # everything that all pages show around their text
    facts: str = ""  # digest of what a page can show of other pages
    pages: Mapping[str, int] = field(default_factory=dict)  # docname -> checksum of its text
    prose: Mapping[str, Sequence[str]] = field(default_factory=dict)  # docname -> digest and HTML, for feeds
    files: int = 0  # checksum of what the published files were made from
    output: Sequence[str] = field(default_factory=list)  # paths of all files of the output, sorted


def code_version() -> int:
    """Return a checksum of the code in `_ext`; when it changes, Sphinx reads all pages again."""
    folder = Path(__file__).parents[2]
    version = 0
    for module in sorted(folder.rglob("*.py")):
        version = crc32(module.read_bytes(), version)
    return version


def start(app: Sphinx) -> BuildRecord:
    """Mark the output as unfinished, and return the record of the last build.

    The record is empty if the last build was not finished, or if other code wrote it.
    """
    unfinished, path = _unfinished(app), _path(app)
    usable = path.is_file() and not unfinished.is_file()
    unfinished.touch()
    if not usable:
        return BuildRecord()
    try:
        return BuildRecord(**json.loads(path.read_bytes()))
    except (ValueError, TypeError):
        return BuildRecord()


def finish(app: Sphinx, last: BuildRecord, now: BuildRecord) -> None:
    """Write the record if it changed, and mark the output as finished."""
    if now != last:
        write_if_changed(_path(app), json_bytes(asdict(now), indent=0))
    _unfinished(app).unlink(missing_ok=True)


def paths_below(folder: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the paths of all files below a folder, relative to it."""
    top = os.fspath(folder)
    for current, _folders, names in os.walk(top):
        prefix = current[len(top) + 1 :]
        yield from (f"{prefix}/{name}" for name in names) if prefix else names


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, f"partnerships-{app.builder.name}.json")


def _unfinished(app: Sphinx) -> Path:
    return _path(app).with_suffix(".unfinished")
