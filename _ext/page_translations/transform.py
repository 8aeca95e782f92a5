"""Puts translations in the place of the texts of a page, instead of the transform `Locale` of Sphinx.

All translations of a page are parsed at once, as paragraphs of one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import get_filetype

from page_translations.collecting import EVENT, translations_of
from page_translations.diagrams import is_diagram, translate_diagram
from page_translations.page_texts import is_plain, page_texts
from page_translations.translated_nodes import IN_ORIGINAL, older, original_text
from translation_catalogs.catalogs import Catalog, catalog_checksum, catalog_path, read_catalog
from translation_catalogs.languages import SOURCE_LANGUAGE
from translation_catalogs.units import State, Unit, pair

Paragraphs = Mapping[str, nodes.Element]  # by the Markdown of each


class Translate(SphinxTransform):
    """Translates the texts of a page, and stores the state of each."""

    default_priority = 19  # `Locale` has 20

    def apply(self, **kwargs: Any) -> None:
        """Translate the page, or store the texts of the original."""
        docname = self.env.current_document.docname
        found = list(page_texts(self.document))
        catalog = self.read_catalog(docname)
        paired = pair([text for _node, text in found], catalog)
        units = [self.checked(unit, docname) for unit in paired]
        path = self.env.srcdir / catalog_path(self.config.language, docname)
        translations_of(self.env).note_units(docname, units, catalog_checksum(path), catalog.reviewed_by)
        if self.config.language == SOURCE_LANGUAGE:
            return
        paragraphs = self.parse(
            unit.translation
            for (node, _text), unit in zip(found, units, strict=True)
            if unit.translation and not is_plain(node)
        )
        for (node, _text), unit in zip(found, units, strict=True):
            translate(node, unit, paragraphs, self.document)
        names = {unit.text.text: unit.translation for unit in units if unit.translation}
        for node in self.document.findall(addnodes.index):
            entries: list[Any] = node.get("entries", [])
            translated = [(kind, names.get(name, name), *rest) for kind, name, *rest in entries]
            node["entries"] = list(dict.fromkeys([*translated, *entries]))  # readers look for both names

    def read_catalog(self, docname: str) -> Catalog:
        """Return the catalog of a page, which the page then depends on."""
        path = catalog_path(self.config.language, docname)
        if (self.env.srcdir / path).is_file():
            self.env.note_dependency(path)
        return read_catalog(self.env.srcdir / path)

    def checked(self, unit: Unit, docname: str) -> Unit:
        """Return a unit; without its translation, if that may not be used."""
        if unit.entry and self.env.events.emit_firstresult(EVENT, unit.entry, docname):
            return Unit(unit.text)
        return unit

    def parse(self, texts: Iterable[str]) -> Paragraphs:
        """Return the paragraph of each text in Markdown."""
        texts = list(dict.fromkeys(texts))
        paragraphs = self.parse_together(texts) if texts else []
        if len(paragraphs) != len(texts):  # one of them is more or less than a paragraph
            parsed = [self.parse_together([text]) for text in texts]
            paragraphs = [
                found[0] if len(found) == 1 else nodes.paragraph("", text)
                for found, text in zip(parsed, texts, strict=True)
            ]
        return dict(zip(texts, paragraphs, strict=True))

    def parse_together(self, texts: list[str]) -> list[nodes.Element]:
        """Return the paragraphs of texts that are parsed as one document."""
        source = str(self.document["source"])
        document = new_document(source, self.document.settings)
        registry = translations_of(self.env).registry
        kind = get_filetype(self.config.source_suffix, source)
        parser = registry.create_source_parser(kind, config=self.config, env=self.env)
        parser.parse("\n\n".join(texts), document)
        return [node for node in document.children if isinstance(node, nodes.Element)]


def translate(node: Any, unit: Unit, paragraphs: Paragraphs, document: nodes.document) -> None:
    """Translate one text of a page, or mark it as a text of the original."""
    node["translated"] = unit.state is not State.MISSING
    if isinstance(node, addnodes.translatable):
        if unit.translation:
            node.apply_translated_message(unit.text.text, unit.translation)
    elif is_diagram(node):
        translate_diagram(node, unit.text.text, unit.translation)
    elif isinstance(node, nodes.image):
        node["alt"] = unit.translation or node["alt"]
        node["classes"] += [IN_ORIGINAL] if unit.is_in_original else []
    elif isinstance(node, nodes.TextElement):
        original = node.children[:]
        node.children.clear()
        if unit.is_in_original:
            node += original_text("", "", *original)
            return
        translation: list[nodes.Node] = [nodes.Text(unit.translation)]
        if not is_plain(node):
            translation = paragraphs[unit.translation].deepcopy().children
            for part in [part for child in translation for part in child.findall()]:
                part.document = document  # else the environment would be stored with each page
            keep_footnotes(original, translation)
        node += older(translation, original) if unit.state is State.OLDER else translation


def keep_footnotes(original: Iterable[nodes.Node], translation: Iterable[nodes.Node]) -> None:
    """Put the references to footnotes of the original in the place of those in a translation."""
    known: dict[str, nodes.Node] = {
        str(reference.get("refname")): reference
        for node in original
        for reference in node.findall(nodes.footnote_reference)
    }
    for node in translation:
        for reference in list(node.findall(nodes.footnote_reference)):
            if kept := known.pop(str(reference.get("refname")), None):
                reference.replace_self(kept)
