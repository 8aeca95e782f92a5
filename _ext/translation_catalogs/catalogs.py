"""Catalogs of translations: files with the suffix `.po`, one for each page and language.

A catalog is written in one way only: without dates, without wrapped lines, with the texts in the order of the
page. So a change of a translation is a change of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import polib

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LINE = re.compile(r"""\s*(#.*|((msgid|msgstr)\s+)?"([^"\\]|\\.)*"\s*)?""")  # a line of a catalog
NO_ENTRY = "this line is not part of an entry; write msgstr and a text in quotes"
NO_UTF_8 = "this line is not UTF-8 text; save the file as UTF-8"
MISPLACED = "this line does not belong here; compare it with other entries"
FOLDER = "locales"
DOMAIN_FOLDER = "LC_MESSAGES"
INTERFACE = "partnerships"  # the name of the catalog of texts that are not on a page
REVIEWED_BY = "X-Reviewed-By"
DATES = ("POT-Creation-Date", "PO-Revision-Date")
REQUIRED_METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


class CatalogError(NamedTuple):
    """A line of a catalog that cannot be read. Only the entry around it is lost."""

    line: int
    text: str  # what is wrong, and what to type


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A text with its translation, which is empty if there is none yet."""

    text: str
    translation: str = ""
    previous: str = ""  # the text that was translated, if the text has changed since
    comment: str = ""  # what the text is, for translators
    paths: tuple[str, ...] = ()  # of facts with this text
    note: str = ""  # of the translators
    line: int = 0  # in the file
    is_obsolete: bool = False  # whether the page no longer has the text


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of a page."""

    entries: tuple[CatalogEntry, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[CatalogError, ...] = ()

    @property
    def reviewed_by(self) -> str:
        """The native speaker who reviewed the translations; empty if they are not reviewed."""
        return self.metadata.get(REVIEWED_BY, "").strip()


def catalog_path(code: str, name: str) -> str:
    """Return the path of a catalog below the root of the site.

    :param name: of the page without its suffix, or `INTERFACE`
    """
    return f"{FOLDER}/{code}/{DOMAIN_FOLDER}/{name}.po"


def catalog_checksum(path: Path) -> int:
    """Return the checksum of a file; 0 if there is none."""
    return crc32(path.read_bytes()) if path.is_file() else 0


def read_catalog(path: Path) -> Catalog:
    """Return the catalog in a file; an empty one if there is no file."""
    try:
        return parse_catalog(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Catalog()
    except OSError as error:
        return Catalog(errors=(CatalogError(1, f"this file cannot be read: {error.strerror}"),))


@lru_cache(1_000)  # a build reads the catalog of a page several times
def parse_catalog(content: bytes) -> Catalog:
    """Return the catalog that a file contains, without the entries that cannot be read."""
    lines = content.decode("utf-8-sig", "replace").split("\n")
    errors = []
    for number, line in enumerate(lines, start=1):
        if not LINE.fullmatch(line):
            errors.append(CatalogError(number, NO_ENTRY))
        elif REPLACEMENT in line:
            errors.append(CatalogError(number, NO_UTF_8))
    for error in errors:
        _remove_entry(lines, error.line)
    while any(lines):
        try:
            # With a final line end, so that polib takes the text for a text and not for a path.
            file = polib.pofile("\n".join([*lines, ""]), wrapwidth=0)
        except (OSError, ValueError) as problem:
            found = re.search(r"line (\d+)", str(problem))
            errors.append(CatalogError(int(found[1]) if found else 1, MISPLACED))
            _remove_entry(lines, errors[-1].line)
        else:
            return Catalog(tuple(map(_entry, file)), dict(file.metadata), tuple(sorted(errors)))
    return Catalog(errors=tuple(sorted(errors)))


def _remove_entry(lines: list[str], line: int) -> None:
    """Empty the lines of the entry around a line, up to the empty lines around it."""
    first = last = line - 1
    while first and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    lines[first : last + 1] = [""] * (last + 1 - first)


def _entry(entry: polib.POEntry) -> CatalogEntry:
    return CatalogEntry(
        text=entry.msgid,
        translation=entry.msgstr,
        previous=entry.previous_msgid or "",
        comment=entry.comment,
        paths=tuple(path for path, _line in entry.occurrences),
        note=entry.tcomment,
        line=entry.linenum or 1,
        is_obsolete=bool(entry.obsolete),
    )


def catalog_text(catalog: Catalog, code: str) -> str:
    """Return the content of the file of a catalog."""
    file = polib.POFile(wrapwidth=0)
    kept = {key: value for key, value in catalog.metadata.items() if key not in DATES}
    file.metadata = {REVIEWED_BY: "", **kept, **REQUIRED_METADATA, "Language": code}
    file.extend(map(_po_entry, _unique(catalog.entries)))
    return f"{str(file).removeprefix('#').strip()}\n"


def _unique(entries: Iterable[CatalogEntry]) -> Iterable[CatalogEntry]:
    """Return entries with different texts, those without a page last."""
    by_text: dict[str, CatalogEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.is_obsolete):
        by_text.setdefault(entry.text, entry)
    return by_text.values()


def _po_entry(entry: CatalogEntry) -> polib.POEntry:
    return polib.POEntry(
        msgid=entry.text,
        msgstr=entry.translation,
        previous_msgid=entry.previous or None,
        flags=["fuzzy"] if entry.previous else [],  # so that other programs show it as in need of work
        comment=entry.comment,
        occurrences=[(path, "") for path in entry.paths],
        tcomment=entry.note,
        obsolete=entry.is_obsolete,
    )
