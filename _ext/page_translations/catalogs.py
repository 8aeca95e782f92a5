"""Catalogs of translations: files with the suffix `.po`, one for each page and language.

A catalog is written in one way only: without dates, without wrapped lines, with the texts in the order of the
page. So a change of a translation is a change of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polib

from page_translations.texts import TranslationError

LINE = re.compile(r"""\s*(#.*|((msgid|msgstr)\s+)?"([^"\\]|\\.)*"\s*)?""")  # a line of a catalog
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


class CatalogError(TranslationError):
    """Raised for a catalog that cannot be read; the message is one line without a position."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


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

    @property
    def reviewed_by(self) -> str:
        """The native speaker who reviewed the translations; empty if nobody did."""
        return self.metadata.get(REVIEWED_BY, "").strip()


def catalog_path(code: str, name: str) -> str:
    """Return the path of a catalog below the root of the site.

    :param name: of the page without its suffix, or `INTERFACE`
    """
    return f"{FOLDER}/{code}/{DOMAIN_FOLDER}/{name}.po"


def read_catalog(path: Path) -> Catalog:
    """Return the catalog in a file; an empty one if there is no file.

    :raises CatalogError: if it cannot be read
    """
    try:
        return parse_catalog(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return Catalog()
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise CatalogError(line, "this file is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise CatalogError(1, f"this file cannot be read: {error.strerror}") from None


def parse_catalog(text: str) -> Catalog:
    """Return the catalog that a text contains.

    :raises CatalogError: if the text is not a catalog
    """
    if not text.strip():
        return Catalog()
    for number, line in enumerate(text.split("\n"), start=1):
        if not LINE.fullmatch(line):
            raise CatalogError(number, "this line is not part of an entry; write msgstr and a text in quotes")
    try:
        # With a final line end, so that polib takes the text for a text and not for a path.
        file = polib.pofile(text + "\n", wrapwidth=0, check_for_duplicates=False)
    except (OSError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        text = "this line does not belong here; compare it with other entries"
        raise CatalogError(int(found[1]) if found else 1, text) from None
    return Catalog(tuple(map(_entry, file)), dict(file.metadata))


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
