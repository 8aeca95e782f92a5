"""Rules for files: pages that no build reads, and names that some systems cannot hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import Problem, nearest
from partnerships_data.excluded_files import PAGE_FOLDERS
from partnerships_data.pages.entry import expected_entry
from partnerships_data.pages.field_types import PHOTO, PHOTOS
from partnerships_data.pages.reader import RESERVED

TEXT_SUFFIXES = (".md", ".markdown", ".mdown", ".txt", ".rst")
FACTS = re.compile(r"---\s+(partner|unit|priority|announcement):")
STATIC_FOLDER = "_static"
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def image_paths(root: Path) -> frozenset[str]:
    """Return the paths of all images that pages can show."""
    found = (path for folder in (*PAGE_FOLDERS, STATIC_FOLDER) for path in (root / folder).rglob("*.*"))
    return frozenset(
        path.relative_to(root).as_posix()
        for path in found
        if not path.is_symlink() and path.name.lower().endswith(IMAGE_SUFFIXES)
    )


def file_problems(root: Path) -> Iterator[Problem]:
    """Yield the problems of files by their names and folders."""
    yield from photo_name_problems(root)
    yield from symbolic_link_problems(root)
    folders = sorted(path for path in root.glob("[!._]*") if path.is_dir() and not path.is_symlink())
    for folder in folders:
        intended = folder.name if folder.name in PAGE_FOLDERS else nearest(folder.name, PAGE_FOLDERS)
        files = sorted(path.relative_to(root).as_posix() for path in folder.rglob("*")) if intended else []
        for name in files:
            path = root / name
            if path.suffix.lower() in TEXT_SUFFIXES and (folder.name != intended or path.suffix != ".md"):
                page = f"{intended}/{Path(*path.relative_to(folder).parts).with_suffix('.md').as_posix()}"
                text = f"this file is not part of the site; move it to {page}"
                yield Problem(name, 1, 1, Code.WRONG_PLACE, text)
        if folder.name == intended:
            yield from _name_problems(files)
    for path in sorted(root.glob("*.md")):
        if path.name != "index.md" and (facts := FACTS.match(path.read_text("utf-8", "replace"))):
            folder_name = {"unit": "team", "priority": "priorities"}.get(facts[1], f"{facts[1]}s")
            text = f"this file is not part of the site; move it to {folder_name}/{path.name}"
            yield Problem(path.name, 1, 1, Code.WRONG_PLACE, text)


def symbolic_link_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each symbolic link, which could publish any file of the machine."""
    folders = [root / folder for folder in (*PAGE_FOLDERS, STATIC_FOLDER)]
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    for name in sorted(path.relative_to(root).as_posix() for path in paths if path.is_symlink()):
        text = "this is a symbolic link; replace it with the file itself"
        yield Problem(name, 1, 1, Code.FORBIDDEN_FILE, text)


def photo_name_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each file in the folder of photos whose name is not that of a photo."""
    for path in sorted((root / PHOTOS).glob("[!.]*")):
        if not re.fullmatch(PHOTO, path.name) and not path.is_symlink():
            text = 'this is not the name of a photo; use a name like "maryana-pinchuk.jpg"'
            yield Problem(f"{PHOTOS}/{path.name}", 1, 1, Code.FORBIDDEN_FILE, text)


def _name_problems(names: Iterable[str]) -> Iterator[Problem]:
    """Yield the names that Windows or macOS cannot hold, or takes for the same."""
    seen: dict[str, str] = {}
    for name in names:
        stem = name.rpartition("/")[2].partition(".")[0]
        if re.search(r'[<>:"|?*\\]|[ .](/|$)', name) or RESERVED.fullmatch(stem.lower()):
            text = f'Windows cannot hold a file named "{name.rpartition("/")[2]}"; rename it'
            yield Problem(name, 1, 1, Code.WRONG_PLACE, text)
        other = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name and not expected_entry(
            name.removesuffix(".md")
        ):  # pages of facts have small letters
            text = f"Windows and macOS take this file for {other}; rename one of the two"
            yield Problem(name, 1, 1, Code.WRONG_PLACE, text)
