"""Nodes that only HTML shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

OTHER_FORMATS = ("latex", "man", "texinfo", "text")


def add_html_node(app: Sphinx, node: type[nodes.Element], visit: Callable[[Any, Any], None]) -> None:
    """Register a node that HTML shows and all other formats leave out."""
    skipped: Any = dict.fromkeys(OTHER_FORMATS, (skip, None))
    app.add_node(node, html=(visit, None), **skipped)


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Leave out a node."""
    raise nodes.SkipNode
