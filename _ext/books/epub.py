"""The builder `epub`: the same pages give the same bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Set
from html import escape
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from babel import Locale
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _ as translated

OLDEST_DATE = "1980-01-01"  # of a file in a ZIP archive
READABLE_FILE = 0o100644 << 16  # where ZIP has the mode of a file
UNKNOWN_NAME = re.compile(r" *<dc:(creator|contributor|publisher)>unknown</dc:\1>\n")


class EpubBuilder(Epub3Builder):
    """Writes a book that depends on its pages only, not on the time or on an earlier build."""

    def get_outdated_docs(self) -> str:  # type: ignore[override]
        """Return a phrase for the log. All pages are written: those of an earlier book are removed."""
        return "all documents"

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Remove the pages and images of an earlier book: a book contains every file in its folder."""
        if (self.outdir / "content.opf").is_file():
            for path in [*self.outdir.rglob("*.xhtml"), *(self.outdir / self.imagedir).glob("*.*")]:
                path.unlink()
        self.guide_titles = {**self.guide_titles, "toc": translated("Table of Contents")}
        super().prepare_writing(docnames)

    def content_metadata(self) -> dict[str, Any]:
        """Return the metadata; the date is the newest `date` in the metadata of all pages."""
        metadata = super().content_metadata()
        language = Locale.parse(self.config.epub_language, sep="-")
        metadata["page_progression_direction"] = language.text_direction
        if "SOURCE_DATE_EPOCH" not in os.environ:
            dates = [str(page["date"]) for page in self.env.metadata.values() if "date" in page]
            newest = max(dates, default=OLDEST_DATE)
            metadata["date"] = f"{newest}{OLDEST_DATE[len(newest) :]}T00:00:00Z"
        return metadata

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Return the metadata of the contents, with the identifier that the book has elsewhere, too."""
        return {**super().toc_metadata(level, navpoints), "uid": escape(self.config.epub_identifier)}

    def build_epub(self) -> None:
        """Write the archive. No file in it has a time, and names that are "unknown" are left out."""
        package = self.outdir / "content.opf"
        package.write_text(UNKNOWN_NAME.sub("", package.read_text(encoding="utf-8")), encoding="utf-8")
        with ZipFile(self.outdir / f"{self.config.epub_basename}.epub", "w") as book:
            for name in ("mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files):
                file = ZipInfo(name)
                file.external_attr = READABLE_FILE
                file.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                book.writestr(file, (self.outdir / name).read_bytes())
