"""The files of the catalogs of a language, brought up to date with the pages of the site."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stable_files.atomic_write import write_if_changed
from translation_catalogs.catalogs import INTERFACE, catalog_path, catalog_text, read_catalog
from translation_catalogs.interface import interface_texts
from translation_catalogs.languages import SOURCE_LANGUAGE, language_code, listed_code
from translation_catalogs.texts import Text, TranslationError
from translation_catalogs.updates import updated

EXTENSIONS = Path(__file__).parents[1]  # the packages that make the site


def read_site_texts(root: Path, work: Path) -> tuple[Sequence[str], Mapping[str, Sequence[Text]]]:
    """Return the languages of the site in a folder, and its texts by the names of their catalogs.

    :param work: a folder for what Sphinx stores
    :raises TranslationError: if Sphinx cannot read the pages; it says why
    """
    options = ["-q", "-b", "texts", "-j", "auto", "-d", str(work / "doctrees")]
    options += ["-D", f"language={SOURCE_LANGUAGE}"]
    if subprocess.run([sys.executable, "-m", "sphinx", *options, str(root), str(work)]).returncode:
        raise TranslationError("the pages cannot be read; see the messages above")
    content = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    pages = {name: [Text(*row) for row in of_page] for name, of_page in content["pages"].items()}
    return content["languages"], with_interface(content["site"], pages)


def with_interface(site: Mapping[str, str], pages: Mapping[str, Sequence[Text]]) -> dict[str, Sequence[Text]]:
    """Return the texts of all pages and those of the interface, by the names of their catalogs.

    :param site: texts of the configuration -> what they are
    """
    of_site = [Text(text, comment) for text, comment in site.items()]
    return {INTERFACE: [*of_site, *interface_texts(EXTENSIONS)], **pages}


def update_languages(root: Path, work: Path, language: str, keep: str, is_new: bool) -> Iterator[str]:
    """Write the catalogs of a language, or of all; yield the paths of those that changed.

    :param work: a folder for what Sphinx stores
    :param language: as typed; all languages if empty
    :param keep: the line of a page whose translation still holds, such as "partners/google.md:24", or nothing
    :param is_new: whether the site need not have the language yet
    :raises TranslationError: if something cannot be used
    """
    page, _colon, line = keep.rpartition(":")
    if keep and not (page.endswith(".md") and line.isdecimal()):
        raise TranslationError(f'"{keep}" is not a line of a page; type it as in partners/google.md:24')
    code = language_code(language or SOURCE_LANGUAGE)
    languages, texts = read_site_texts(root, work)
    if page and page.removesuffix(".md") not in texts:
        raise TranslationError(f"{page} is not a page of this site")
    kept = {page.removesuffix(".md"): int(line)} if page else {}
    codes = [code if is_new else listed_code(code, languages)] if language else languages
    for code in codes:
        if code != SOURCE_LANGUAGE:
            yield from _update_catalogs(root, code, texts, kept)


def _update_catalogs(
    root: Path, code: str, texts: Mapping[str, Sequence[Text]], kept: Mapping[str, int]
) -> Iterator[str]:
    """Write the catalogs of a language, or none if one of them cannot be read."""
    contents = {}
    for name, of_page in texts.items():
        path = catalog_path(code, name)
        catalog = read_catalog(root / path)
        for error in catalog.errors:
            raise TranslationError(f"{path}:{error.line}:1: {error.text}")
        lines = {kept[name]} if name in kept else frozenset()
        contents[path] = catalog_text(updated(catalog, of_page, lines), code).encode()
    for path, content in contents.items():
        if not (root / path).is_file() or (root / path).read_bytes() != content:
            write_if_changed(root / path, content)
            yield path
