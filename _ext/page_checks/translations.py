"""Catalogs of translations, checked by the rules for pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.positions import Position
from diagnostics.problem import Problem
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from page_checks.site_page import SitePage
from translation_catalogs.catalogs import FOLDER, INTERFACE, CatalogEntry
from translation_catalogs.languages import language_code
from translation_catalogs.slips import Slip, catalog_problems, find_slip
from translation_catalogs.texts import TranslationError

ADVICE = (Code.BAD_LINK_TEXT, Code.MISSING_ALT_TEXT)  # about English words


def slip_of(entry: CatalogEntry, name: str) -> Slip | None:
    """Return the first slip of a translation; None if it can be used.

    :param name: of the catalog; the texts of the interface are not Markdown
    """
    return _cached_slip(entry, name == INTERFACE)


@lru_cache(20_000)
def _cached_slip(entry: CatalogEntry, is_interface: bool) -> Slip | None:
    return find_slip(entry, _character_slips if is_interface else _markdown_slips)


def _character_slips(text: str) -> list[Slip]:
    """Return what neither pages nor attributes of HTML may contain."""
    found = [
        Slip(match.start(), Code.BAD_CHARACTER, forbidden(match[0])) for match in FORBIDDEN.finditer(text)
    ]
    if match := re.search('[<>"]', text):
        message = f"{match[0]} is not allowed here; delete it, or write a typographic quotation mark"
        found.append(Slip(match.start(), Code.FORBIDDEN_HTML, message))
    return found


def _markdown_slips(text: str) -> tuple[Slip, ...]:
    """Return what a translation may not contain: what no page may, and more than a paragraph."""
    page = SitePage(text, "index")
    blocks = [token.type for token in page.read_blocks(text, 0, 0) if token.level == 0]
    found = [
        Slip(match.start(), Code.BAD_CHARACTER, forbidden(match[0])) for match in FORBIDDEN.finditer(text)
    ]
    found += [
        Slip(_index(text, position), code, message)
        for position, code, message, *_hidden in page.refusals
        if code not in ADVICE
    ]
    if blocks != ["paragraph_open", "paragraph_close"]:
        message = "this translation is not one paragraph; write one, without headings, lists and empty lines"
        found.append(Slip(0, Code.SEVERAL_PARAGRAPHS, message))
    return tuple(found)


def _index(text: str, position: Position) -> int:
    line, column = position
    return sum(len(above) + 1 for above in text.split("\n")[: line - 1]) + column - 1


def translation_problems(root: Path, language: str = "*") -> Iterator[Problem]:
    """Yield the problems of the catalogs of a language, or of all."""
    for path in sorted(root.glob(f"{FOLDER}/{language}/**/*.po")):
        name = path.relative_to(root).as_posix()
        typed = name.split("/")[1]
        try:
            code = language_code(typed)
        except TranslationError as error:
            yield Problem(name, 1, 1, Code.UNKNOWN_LANGUAGE, str(error))
            continue
        if code != typed:
            text = f'"{typed}" is not written as the code of a language; rename the folder to "{code}"'
            yield Problem(name, 1, 1, Code.UNKNOWN_LANGUAGE, text)
        yield from catalog_problems(name, path.read_bytes(), partial(slip_of, name=path.stem))
