"""Puts translations in the place of the texts of a page, instead of the transform `Locale` of Sphinx."""

from __future__ import annotations

from typing import Any

from sphinx.transforms import SphinxTransform

from page_translations.catalogs import Catalog, CatalogError, catalog_path, read_catalog
from page_translations.collecting import translations_of
from page_translations.languages import SOURCE_LANGUAGE
from page_translations.page_texts import page_texts
from page_translations.units import pair


class Translate(SphinxTransform):
    """Translates the texts of a page, and stores the state of each."""

    default_priority = 19  # `Locale` has 20

    def apply(self, **kwargs: Any) -> None:
        """Store the texts of the page with their states."""
        if self.config.language == SOURCE_LANGUAGE:
            return
        docname = self.env.current_document.docname
        texts = [text for _node, text in page_texts(self.document)]
        translations_of(self.env).note_units(docname, pair(texts, self.catalog(docname)))

    def catalog(self, docname: str) -> Catalog:
        """Return the catalog of a page; an empty one if it cannot be read."""
        path = self.env.srcdir / catalog_path(self.config.language, docname)
        try:
            return read_catalog(path)
        except CatalogError:
            return Catalog()
