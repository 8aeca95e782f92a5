"""Widths without inline styles, which the content security policy forbids, and frames of wide tables."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make shares of images and figures classes, and pixels attributes; leave out all other sizes."""
    if app.builder.format != "html" or app.builder.name == "epub":
        return
    for node in doctree.findall(nodes.Element):
        if not isinstance(node, nodes.image | nodes.figure):
            continue
        width, _height = (str(node.attributes.pop(key, "")) for key in ("width", "height"))
        if width.endswith("%"):
            node["classes"].append(_width_class(float(width[:-1]) / 100))
        elif isinstance(node, nodes.image) and width.removesuffix("px").isdecimal():
            node["width"] = width.removesuffix("px")


def _width_class(share: float) -> str:
    return f"width-{max(10, round(share * 10) * 10)}"


def visit_table(translator: HTML5Translator, node: nodes.table) -> None:
    """Put a table into a frame in which it scrolls if it is wider than the page."""
    translator.body.append('<div class="table-frame">\n')
    HTML5Translator.visit_table(translator, node)


def depart_table(translator: HTML5Translator, node: nodes.table) -> None:
    """End a table and its frame."""
    HTML5Translator.depart_table(translator, node)
    translator.body.append("</div>\n")


def visit_colspec(translator: HTML5Translator, node: nodes.colspec) -> None:
    """Write the width of a column if the page states it."""
    if "colwidths-given" in node.parent.parent["classes"]:
        width = sum(column["colwidth"] for column in node.parent.findall(nodes.colspec))
        translator.body.append(f'<col class="{_width_class(node["colwidth"] / width)}">\n')
    raise nodes.SkipNode
