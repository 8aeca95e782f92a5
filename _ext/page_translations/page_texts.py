"""The texts of a page, found in its document tree before anything is translated.

A part of the page can say what it is with attributes of its node: `translation_path`, `translation_comment`,
`translation_is_name`, and `translation_is_plain` if it is not Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

from page_translations.diagrams import diagram_texts, is_diagram
from translation_catalogs.texts import TITLE, Text

HEADING = re.compile(r"^[\s>]*#+\s+(.*?)\s*#*$", re.MULTILINE)
MARKUP = re.compile(r"\]\([^()]*\)|[\[\]*_`]")
COMMENTS: dict[type[nodes.Node], str] = {
    nodes.rubric: "heading",
    nodes.title: "heading",
    nodes.term: "term",
    nodes.caption: "caption",
    nodes.image: "description of an image",
    addnodes.toctree: "in a table of contents",
}
PARENTS: dict[type[nodes.Node], str] = {nodes.list_item: "list item", nodes.entry: "table cell"}


def page_texts(document: nodes.document) -> Iterator[tuple[Any, Text]]:
    """Yield each node that has a text with the text, in the order of the page."""
    for node, message in extract_messages(document):
        if message.strip():
            yield node, _text(node, message)
    yield from diagram_texts(document)


def is_plain(node: nodes.Element) -> bool:
    """Return whether the text of a node is not Markdown."""
    return bool(node.get("translation_is_plain")) or is_diagram(node)


def _text(node: Any, message: str) -> Text:
    return Text(
        text=message,
        comment=node.get("translation_comment", _comment(node)),
        path=node.get("translation_path", ""),
        line=node.line or 0,
        # Only below a paragraph, there is a place for the original.
        is_name=node.get("translation_is_name", not isinstance(node, nodes.paragraph)),
    )


def _comment(node: nodes.Element) -> str:
    """Return what a node is, in words for translators."""
    if isinstance(node, nodes.title) and isinstance(node.parent.parent, nodes.document):
        return TITLE
    kinds = (COMMENTS.get(type(node)), PARENTS.get(type(node.parent)))
    return next((kind for kind in kinds if kind), "paragraph")


class KeepMarkupOfHeadings(SphinxTransform):
    """Gives headings within directives the Markdown that was typed, which MyST drops.

    Sphinx would take their words for their text, and their links would be lost in translation.
    """

    default_priority = 5  # Sphinx takes the words at 10

    def apply(self, **kwargs: Any) -> None:
        """Look each heading up in the source of the page."""
        rubrics = [node for node in self.document.findall(nodes.rubric) if not node.rawsource]
        if not any(isinstance(child, nodes.Element) for node in rubrics for child in node.children):
            return
        docname = self.env.current_document.docname
        source = self.env.doc2path(docname).read_text(encoding="utf-8-sig")
        typed = {MARKUP.sub("", heading): heading for heading in HEADING.findall(source)}
        for rubric in rubrics:
            rubric.rawsource = typed.get(rubric.astext(), "")
