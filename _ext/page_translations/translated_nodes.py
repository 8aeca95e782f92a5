"""The nodes of texts that are not up to date: originals without a translation, and older translations.

In HTML, an original has the attributes `lang` and `dir`. An older translation says in words that it is older,
and its original follows the paragraph: folded on a website, as a paragraph elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from page_translations.collecting import translations_of
from translation_catalogs.languages import SOURCE_LANGUAGE, direction

_ = get_translation("partnerships")

NodeVisitors = tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]
ORIGINAL = {"lang": SOURCE_LANGUAGE, "dir": direction(SOURCE_LANGUAGE)}
IN_ORIGINAL = f"language-{SOURCE_LANGUAGE}"  # a class, which docutils writes as the attribute `lang`
LITERAL = nodes.literal | nodes.literal_block
WEBSITES = ("html", "dirhtml")
PARAGRAPH: NodeVisitors = (
    lambda translator, node: translator.visit_paragraph(node),
    lambda translator, node: translator.depart_paragraph(node),
)


class original_text(nodes.Inline, nodes.TextElement):
    """A text of the original in a place for a translation."""


class older_text(nodes.Inline, nodes.TextElement):
    """A translation of an earlier version of the text, with the text as it is now as its last child."""


class original_block(nodes.General, nodes.Element):
    """The original of an older translation, below the paragraph with the translation."""


class original_label(nodes.General, nodes.Element):
    """Holds the paragraph that says that the original follows."""


def older(translation: Sequence[nodes.Node], original: Sequence[nodes.Node]) -> older_text:
    """Return the nodes of an older translation, marked in words."""
    mark = nodes.inline("", _(" (This translation is older than the original.)"), classes=["older-mark"])
    return older_text("", "", *translation, mark, original_text("", "", *original))


class PlaceOriginals(SphinxPostTransform):
    """Moves the original of each older translation below its paragraph, and marks facts wherever they are."""

    default_priority = 406  # after views are shown at 405; then all references have their texts

    def run(self, **kwargs: Any) -> None:
        if self.config.language == SOURCE_LANGUAGE:
            return
        self.mark_facts()
        for node in list(self.document.findall(older_text)):
            if not isinstance(node.children[-1], original_text):
                continue  # was moved before this page became part of a book
            original = node.children.pop()
            block = node.parent
            while not isinstance(block, nodes.paragraph) and block.parent is not None:
                block = block.parent
            if isinstance(block, nodes.paragraph):
                label = original_label("", nodes.inline("", _("Original in English: ")))
                below = original_block("", label, nodes.paragraph("", "", original))
                block.parent.insert(block.parent.index(block) + 1, below)

    def mark_facts(self) -> None:
        """Mark the facts and the titles of all pages that are plain texts."""
        facts = translations_of(self.env).shown_facts()
        for image in self.document.findall(nodes.image):
            if image.get("alt") in facts.untranslated:
                image["classes"].append(IN_ORIGINAL)
        for text in list(self.document.findall(nodes.Text)):
            words = str(text)
            is_marked = isinstance(text.parent, original_text | older_text)
            if is_marked or isinstance(text.parent.parent, older_text):
                continue
            if words in facts.older and isinstance(text.parent, nodes.paragraph):
                text.parent.replace(text, older([nodes.Text(words)], [nodes.Text(facts.older[words])]))
            elif words in facts.untranslated and not isinstance(text.parent, LITERAL):
                text.parent.replace(text, original_text("", "", nodes.Text(words)))


def html_element(on_websites: str, elsewhere: str, **attributes: str) -> NodeVisitors:
    """Return the functions that begin and end an HTML element, whose name depends on the builder."""

    def visit(translator: Any, node: nodes.Element) -> None:
        name = on_websites if translator.builder.name in WEBSITES else elsewhere
        translator.body.append(translator.starttag(node, name, "", **attributes))
        translator.context.append(f"</{name}>")

    def depart(translator: Any, node: nodes.Element) -> None:
        translator.body.append(translator.context.pop())

    return visit, depart


def pass_through(translator: Any, node: nodes.Element) -> None:
    """Write nothing around the children."""


def setup_translated_nodes(app: Sphinx) -> None:
    """Register the nodes and how each format shows them."""
    formats = ("latex", "man", "texinfo", "text")
    others: Any = dict.fromkeys(formats, (pass_through, pass_through))
    in_paragraphs: Any = dict.fromkeys(formats, PARAGRAPH)
    app.add_node(original_text, html=html_element("span", "span", **ORIGINAL), **others)
    app.add_node(older_text, html=html_element("span", "span", CLASS="older"), **others)
    app.add_node(original_block, html=html_element("details", "div", CLASS="original"), **others)
    app.add_node(original_label, html=html_element("summary", "p"), **in_paragraphs)
    app.add_post_transform(PlaceOriginals)
