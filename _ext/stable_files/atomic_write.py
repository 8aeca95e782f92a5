"""Files that are written whole or not at all, and which files a folder holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

UNFINISHED = ".unfinished"


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file in one step, unless it has this content already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.write_bytes(content)
    unfinished.replace(path)


def write_file_set(
    root: Path, makers: Mapping[str, Callable[[], bytes]], folders: Iterable[str], names: Iterable[str]
) -> None:
    """Write a set of files below a folder, and remove what is no longer in the set or was left half-written.

    :param makers: path -> function that returns the file's content
    :param folders: folders below `root` that hold nothing else
    :param names: files in `root` itself that may belong to the set
    """
    for path, make in makers.items():
        write_if_changed(root / path, make())
    known = [f"{folder}/{path}" for folder in folders for path in paths_below(root / folder)]
    known += [f"{name}{suffix}" for name in names for suffix in ("", UNFINISHED)]
    for path in sorted({*known} - makers.keys()):
        (root / path).unlink(missing_ok=True)


def paths_below(folder: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the paths of all files below a folder, relative to it."""
    top = os.fspath(folder)
    for current, _folders, names in os.walk(top):
        prefix = current[len(top) + 1 :]
        yield from (f"{prefix}/{name}" for name in names) if prefix else names
