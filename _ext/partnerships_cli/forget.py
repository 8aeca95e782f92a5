"""The `forget` command: removes a person from the pages, and lists where the name still is."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from diagnostics.problem import did_you_mean
from page_source.front_matter import parse, split
from page_source.letters import fold
from partnerships_cli import UsageError
from partnerships_cli.git import commit_of, files_of_commit, version_tags
from partnerships_cli.source_tree import SourceTree
from partnerships_data.excluded_files import page_names
from partnerships_data.pages.field_types import PHOTOS
from stable_files.atomic_write import write_if_changed

# The lines of a person, which begin with the name; and a list of people without any.
PERSON = r"^( *)- [{{ ]*name: *[\"']?{name}[\"']? *([,}}].*)?\n(\1 .*\n)*"
NO_PEOPLE = re.compile(r"^ +members: *\n(?= *[a-z]+:|---)", re.MULTILINE)
# In texts, also wrapped ones, in HTML, URLs and names of files.
BETWEEN_WORDS = r"(?:&#?\w+;|%\w\w|\\u\w{4}|[\W_]){1,8}"
NO_PHOTO = "no-photo.png"
GRAY_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478016360000000020001737501180000000049454e44ae426082"
)
OUT_OF_REACH = """This command cannot remove the name from these; see "Remove a person" in about/operators.md:
- the history of git with its tags, and other copies of the repository
- copies of pages, such as those of search engines, archives and feed readers
- versions that Read the Docs keeps: deactivate them, or build them again
- PDF files, which it cannot search: build them again
"""


def names_of(texts: Iterable[str]) -> set[str]:
    """Return the names of the people in the front matter of pages, with single spaces."""
    units = (parse(split(text)[0] or "").values.get("unit") for text in texts)
    lists = (unit.get("members") or () for unit in units if isinstance(unit, dict))
    members = (member for members in lists for member in members if isinstance(member, dict))
    return {" ".join(str(member.get("name", "")).split()) for member in members}


def without_person(text: str, name: str) -> str:
    """Return a page without the lines of a person."""
    pattern = PERSON.format(name=" +".join(map(re.escape, name.split())))
    return NO_PEOPLE.sub("", re.sub(pattern, "", text, flags=re.MULTILINE))


def name_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name in texts, HTML, JSON, URLs and names of files."""
    forms = ({word, json.dumps(word)[1:-1], fold(word)} for word in re.findall(r"\w+", name))
    words = (f"(?:{'|'.join(map(re.escape, sorted(form)))})" for form in forms)
    return re.compile(rf"(?<![^\W_]){BETWEEN_WORDS.join(words)}(?![^\W_])", re.IGNORECASE)


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all files below a folder and in its e-books, without hidden folders and installed packages."""
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        if path.is_file() and not any(part[0] == "." or part == "site-packages" for part in shown.parts):
            yield shown.as_posix(), path.read_bytes()
            if is_zipfile(path):
                with ZipFile(path) as book:
                    yield from ((f"{shown.as_posix()}: {file}", book.read(file)) for file in book.namelist())


def places_of(name: str, files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Yield the path of each file whose path has a name, and the path and line of each line that has it."""
    pattern = name_pattern(name)
    for path, content in files:
        text = f"{path}\n{content.decode(errors='replace')}"
        lines = {text.count("\n", 0, match.start()) for match in pattern.finditer(text)}
        yield from (f"{path}:{line}" if line else path for line in sorted(lines))


def tagged_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all files of all versions that have a tag."""
    for tag in version_tags(root) if (root / ".git").exists() else ():
        files = files_of_commit(root, commit_of(root, tag))
        yield from ((f"{tag}: {path}", content) for path, content in files.items())


def remove_former_people(old: Path, present: Collection[str]) -> list[str]:
    """Remove from an old version the names and photos that no present page has; return them.

    :param old: the folder of the version
    :param present: the texts of the present pages
    """
    paths = [*(old / name for name in page_names(old)), *old.glob("locales/**/*.po")]
    texts = {path: path.read_text(encoding="utf-8", errors="surrogateescape") for path in paths}
    former = sorted(names_of(texts.values()) - names_of(present))
    shown = "\n".join(present)
    photos = [path for path in sorted(old.glob(f"{PHOTOS}/*")) if path.name not in shown]
    for path, text in texts.items():
        for number, name in enumerate(former, start=1):
            text = name_pattern(name).sub(f"Former colleague {number}", without_person(text, name))
        for photo in photos:
            text = text.replace(photo.name, NO_PHOTO)
        write_if_changed(path, text.encode(errors="surrogateescape"))
    for photo in photos:
        photo.unlink()
        photo.with_name(NO_PHOTO).write_bytes(GRAY_PIXEL)
    return [*former, *(photo.name for photo in photos)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("name", help="the name of the person, as the pages show it")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Remove the person; return 1 if a file or an output still has the name."""
    name = " ".join(arguments.name.split())
    if not re.search(r"\w", name):
        raise UsageError("type the name of a person, as the pages show it")
    before = SourceTree.from_folder(root).texts
    names = names_of(before.values())
    _remove(root, before, name)
    found, tagged = ([*places_of(name, files)] for files in (files_below(root), tagged_files(root)))
    if name not in names and not found and not tagged:
        raise UsageError(f'no file has the name "{name}"{did_you_mean(name, names)}')
    lines = [f"{place}: has the name; delete it by hand, or build this output again" for place in found]
    lines = lines or ["No page, no other file and no output except PDF files has the name."]
    lines += [f"{place}: has the name; make versions builds this version without it" for place in tagged]
    sys.stdout.write("\n".join([*lines, OUT_OF_REACH]))
    return 1 if found else 0


def _remove(root: Path, before: Mapping[str, str], name: str) -> None:
    """Write the pages without the person, and delete the photos that no page shows any longer."""
    after = {path: without_person(text, name) for path, text in before.items()}
    for path, text in after.items():
        if text != before[path]:
            write_if_changed(root / path, text.encode())
            sys.stdout.write(f"{path}: removed {name}\n")
    old, new = "\n".join(before.values()), "\n".join(after.values())
    for photo in sorted(root.glob(f"{PHOTOS}/*")):
        if photo.name in old and photo.name not in new:
            photo.unlink()
            sys.stdout.write(f"{PHOTOS}/{photo.name}: deleted\n")
