"""Rules for files: pages that no build reads, and names that some systems cannot hold."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import Problem, nearest, quoted
from page_source.file_names import RESERVED
from page_source.invisible import INVISIBLE
from partnerships_data.excluded_files import PAGE_FOLDERS
from partnerships_data.pages.entry import expected_entry
from partnerships_data.pages.field_types import PHOTO, PHOTOS
from partnerships_data.pages.models import KINDS
from partnerships_data.releases.history import record_problems

TEXT_SUFFIX = re.compile(r"(\.(md|markdown|mdown|mkd|mdx|txt|text|rst|html?|docx?|odt))+$", re.IGNORECASE)
FACTS = re.compile(r"---\s+(partner|unit|priority|announcement):")
FOLDERS_OF_PROGRAM = ("_", "tests")
FOREIGN_FOLDERS = ("_build", "__pycache__", "node_modules")
FOREIGN_FILES = frozenset({".buildinfo", "environment.pickle", "pyvenv.cfg"})
UNPORTABLE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[ .]$')
STATIC_FOLDER = "_static"
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def image_paths(root: Path) -> frozenset[str]:
    """Return the paths of all images that pages can show."""
    names = (name for name in published_names(root) if name.lower().endswith(IMAGE_SUFFIXES))
    return frozenset(name for name in names if not (root / name).is_symlink())


def published_names(root: Path) -> Iterator[str]:
    """Yield the paths of the folders that pages are published from, and of all files and folders in them."""
    for folder in (*PAGE_FOLDERS, STATIC_FOLDER):
        yield folder
        for current, folders, files in os.walk(f"{root}/{folder}"):
            below = current[len(str(root)) + 1 :].replace(os.sep, "/")
            yield from (f"{below}/{name}" for name in (*folders, *files))


def file_problems(root: Path) -> Iterator[Problem]:
    """Yield the problems of files by their names and folders, and those of the records of versions."""
    yield from photo_name_problems(root)
    yield from symbolic_link_problems(root)
    yield from record_problems(root)
    names = sorted(_file_names(root))
    yield from _name_problems(names)
    for name in names:
        if (page := _intended_page(root, name)) != name:
            text = f"this file is not part of the site; move it to {page}"
            yield Problem(name, 1, 1, Code.WRONG_PLACE, text)


def _file_names(root: Path) -> Iterator[str]:
    """Yield the paths of all files and folders, except hidden ones, outputs and installed packages."""
    for folder, folders, files in os.walk(root):
        is_ours = FOREIGN_FILES.isdisjoint(files)
        folders[:] = [name for name in folders if is_ours and name[0] != "." and name not in FOREIGN_FOLDERS]
        below = Path(folder).relative_to(root).as_posix()
        yield from (f"{below}/{name}".removeprefix("./") for name in (*folders, *files) if is_ours)


def _intended_page(root: Path, path: str) -> str:
    """Return the path that a file should have if it is a page that no build reads, else its own path."""
    folder, separator, rest = path.partition("/")
    is_read = folder in PAGE_FOLDERS and path.endswith(".md")
    if is_read or not TEXT_SUFFIX.search(path) or folder.startswith(FOLDERS_OF_PROGRAM):
        return path
    if separator and (intended := nearest(folder, PAGE_FOLDERS)):
        return f"{intended}/{TEXT_SUFFIX.sub('.md', rest)}"
    is_page = path.endswith(".md") and (root / path).is_file()
    facts = FACTS.match((root / path).read_text("utf-8", "replace")) if is_page else None
    return f"{KINDS[facts[1]].folder}/{path.rpartition('/')[2]}" if facts else path


def symbolic_link_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each symbolic link, which could publish any file of the machine."""
    for name in sorted(name for name in published_names(root) if os.path.islink(f"{root}/{name}")):
        text = "this is a symbolic link; replace it with the file itself"
        yield Problem(name, 1, 1, Code.FORBIDDEN_FILE, text)


def photo_name_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each file in the folder of photos whose name is not that of a photo."""
    for path in sorted((root / PHOTOS).glob("[!.]*")):
        if not re.fullmatch(PHOTO, path.name) and not path.is_symlink():
            text = 'this is not the name of a photo; use a name like "maryana-pinchuk.jpg"'
            yield Problem(f"{PHOTOS}/{path.name}", 1, 1, Code.FORBIDDEN_FILE, text)


def _name_problems(paths: Iterable[str]) -> Iterator[Problem]:
    """Yield the files and folders that Windows or macOS cannot hold, or takes for the same."""
    seen: dict[str, str] = {}
    for path in paths:
        name = path.rpartition("/")[2]
        if UNPORTABLE.search(name) or RESERVED.fullmatch(name.partition(".")[0].strip().lower()):
            text = f"Windows does not allow the name {quoted(name)}; rename it"
            yield Problem(path, 1, 1, Code.WRONG_PLACE, text)
        elif (plain := INVISIBLE.sub("", unicodedata.normalize("NFC", name))) != name:
            text = f"this name has invisible characters or separate accents; type it as {quoted(plain)}"
            yield Problem(path, 1, 1, Code.WRONG_PLACE, text)
        other = seen.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        # An id has small letters only.
        if other != path and path not in PAGE_FOLDERS and expected_entry(path.removesuffix(".md")) is None:
            text = f"Windows and macOS cannot tell this name from {other}; rename one of the two"
            yield Problem(path, 1, 1, Code.WRONG_PLACE, text)
