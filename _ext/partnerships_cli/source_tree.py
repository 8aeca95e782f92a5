"""The source files of a site. A build gets its pages from Sphinx instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import is_normalized

from diagnostics.problem import Problem
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.excluded_files import page_names, page_text
from partnerships_data.pages.entry import Page
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.pages.reader import read_page, unreadable_page
from partnerships_data.releases.snapshot import RELEASES_FOLDER, read_record, read_snapshots

PAGE_PATH = re.compile(rf"(index|({'|'.join(sorted((*KIND_BY_FOLDER, 'about')))})/.+)\.md")
PHOTO_PATH = re.compile(r"_static/photos/([^/]+)")
CONTENT_PATH = re.compile(rf".*\.md|_static/photos/.*|{RELEASES_FOLDER}/.*\.json|locales/.*\.po")
_read = lru_cache(5_000)(read_page)  # an editor asks again at each key, when only one page has changed


class SiteError(Exception):
    """Raised if a folder holds no site; the message is shown to the user."""


@dataclass(frozen=True)
class SourceTree:
    """The source files of a site. Pages are named by their paths below its root, with forward slashes."""

    content: Mapping[str, bytes]
    photos: frozenset[str]
    records: Mapping[str, bytes] = field(default_factory=dict)  # of versions, by the names of their files

    @classmethod
    def from_folder(cls, root: Path) -> SourceTree:
        """Read the site in a folder.

        :raises SiteError: if the folder holds no site
        """
        require_site(root)
        found = {name: root / name for name in page_names(root)}
        names = (name for name in sorted(found) if is_normalized("NFC", name))  # Sphinx reads no other files
        content = {name: found[name].read_bytes() for name in names}
        records = {path.name: read_record(path) for path in sorted(root.glob(f"{RELEASES_FOLDER}/*.json"))}
        return cls(content, frozenset(path.name for path in root.glob("_static/photos/*")), records)

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> SourceTree:
        """Return the site in some files, by their paths below its root, without records of versions."""
        content = {name: text for name, text in sorted(files.items()) if PAGE_PATH.fullmatch(name)}
        photos = (PHOTO_PATH.fullmatch(name) for name in files)
        return cls(content, frozenset(photo[1] for photo in photos if photo))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The pages that are UTF-8, with line ends of Unix."""
        texts = {name: page_text(content) for name, content in self.content.items()}
        return {name: text for name, text in texts.items() if text is not None}

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The pages by path, with the problems of their facts."""
        pages = {}
        for name in self.content:
            docname = name.removesuffix(".md")
            if name in self.texts:
                pages[name] = _read(self.texts[name], docname)[0]
            else:
                pages[name] = unreadable_page(docname, self.content[name])
        return pages

    @cached_property
    def _catalog_and_problems(self) -> tuple[Catalog, list[Problem]]:
        return Catalog.from_pages(self.pages.values(), self.photos)

    @property
    def catalog(self) -> Catalog:
        """The catalog of all pages without problems."""
        return self._catalog_and_problems[0]

    @property
    def problems(self) -> list[Problem]:
        """The problems in facts and records, sorted."""
        return sorted([*self._catalog_and_problems[1], *read_snapshots(self.records)[1]])


def is_content(path: str) -> bool:
    """Return whether a file is a page, a photo, a record of a version or a translation."""
    return bool(CONTENT_PATH.fullmatch(path))


def require_site(root: Path) -> None:
    """Raise an error if a folder holds no site.

    :raises SiteError: if there is no conf.py
    """
    if not (root / "conf.py").is_file():
        raise SiteError(f"there is no site in {root}: run this in the folder that holds conf.py")
