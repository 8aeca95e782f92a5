"""Files that are written whole or not at all. Pure."""

from __future__ import annotations

from pathlib import Path

UNFINISHED = ".unfinished"


def write_if_changed(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, unless it is there already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.write_bytes(content)
    unfinished.replace(path)
