"""The record of a build: what its output was made from.

Each builder has a record of its own beside the doctrees. It tells the next build what to write again. A build
puts it aside when it starts and writes it when it has finished, so that no build trusts the output of one
that was killed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from zlib import crc32

from sphinx.application import Sphinx

from stable_files.atomic_write import write_if_changed
from stable_files.stable_json import json_bytes


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What one builder's output was made from."""

    frame: str = ""  # everything that all pages show around their text
    facts: str = ""  # digest of what a page can show of other pages
    pages: Mapping[str, int] = field(default_factory=dict)  # docname -> checksum of its text
    prose: Mapping[str, Sequence[str]] = field(default_factory=dict)  # docname -> digest and HTML, for feeds
    output: Sequence[str] = field(default_factory=list)  # paths of all files of the output, sorted


@cache
def code_version() -> int:
    """Return a checksum of the code in `_ext`; when it changes, Sphinx reads all pages again."""
    folder = Path(__file__).parents[2]
    version = 0
    for module in sorted(folder.rglob("*.py")):
        version = crc32(module.read_bytes(), version)
    return version


def take_record(app: Sphinx) -> BuildRecord:
    """Put the record of the last build aside and return it; an empty record if it cannot be used."""
    path, aside = _paths(app)
    aside.unlink(missing_ok=True)
    try:
        path.replace(aside)
        return BuildRecord(**json.loads(aside.read_bytes()))
    except (OSError, ValueError, TypeError):
        return BuildRecord()


def write_record(app: Sphinx, last: BuildRecord, record: BuildRecord) -> None:
    """Record a build that has finished; a record that has not changed keeps its file."""
    path, aside = _paths(app)
    if record == last:
        aside.replace(path)
    else:
        write_if_changed(path, json_bytes(asdict(record), indent=0))
        aside.unlink(missing_ok=True)


def _paths(app: Sphinx) -> tuple[Path, Path]:
    """Return where the record is, and where it is while a build is under way."""
    path = Path(app.doctreedir, f"partnerships-{app.builder.name}.json")
    return path, path.with_suffix(".unfinished")
