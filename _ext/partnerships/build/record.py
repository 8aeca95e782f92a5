"""What an output was made from, noted beside the doctrees when its build has finished.

Each builder has a note of its own. It tells the next build what to write again. While a build is under way,
its output counts as unfinished, so that neither a build that was killed nor one of another builder passes for
it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sphinx.application import Sphinx

from partnerships_data.atomic_write import write_if_changed
from partnerships_data.stable_json import json_bytes


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What one builder's output was made from, and what it was."""

    frame: str = ""  # what is in the frame of all pages
    facts: str = ""  # a digest of what pages can show of other pages
    pages: Mapping[str, int] = field(default_factory=dict)  # docname -> a number of the text that was read
    prose: Mapping[str, str] = field(default_factory=dict)  # of announcements, as feeds have it
    files: int = 0  # a number of all that the files beside the pages were made from
    names: Sequence[str] = field(default_factory=list)  # of all files of the output, sorted


def begin(app: Sphinx) -> BuildRecord:
    """Take the output for unfinished from now on.

    Return its note; an empty one if it was unfinished already, or if another version of this code noted it.
    """
    unfinished, note = _unfinished(app), _path(app)
    stopped = unfinished.is_file() or not note.is_file()
    unfinished.touch()
    try:
        return BuildRecord() if stopped else BuildRecord(**json.loads(note.read_bytes()))
    except (ValueError, TypeError):
        return BuildRecord()


def finish(app: Sphinx, last: BuildRecord, now: BuildRecord) -> None:
    """Take the output for finished."""
    if now != last:
        write_if_changed(_path(app), json_bytes(asdict(now), indent=0))
    _unfinished(app).unlink(missing_ok=True)


def names_below(folder: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the paths of all files below a folder, seen from there."""
    top = os.fspath(folder)
    for here, _folders, files in os.walk(top):
        below = here[len(top) + 1 :]
        yield from (f"{below}/{name}" for name in files) if below else files


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, f"partnerships-{app.builder.name}.json")


def _unfinished(app: Sphinx) -> Path:
    return _path(app).with_suffix(".unfinished")
