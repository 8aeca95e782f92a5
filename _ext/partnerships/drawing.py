"""Diagrams as pictures: what sphinxcontrib-mermaid draws while pages are written, with size and words."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import __
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.mermaid import MermaidError, mermaid, render_mm

logger = logging.getLogger(__name__)


def on_builder_inited(app: Sphinx) -> None:
    """Let our renderer draw, unless conf.py names another one.

    Not in conf.py, because the place of the interpreter is no fact of the site: it would show in the output.
    """
    if app.config.mermaid_cmd != "mmdc":
        return
    if find_spec("merman"):
        # Isolated, so that no module beside the script passes for one of the standard library.
        app.config.mermaid_cmd = [sys.executable, "-I", str(Path(__file__).with_name("render.py"))]
    else:
        app.config.mermaid_cmd = []
        logger.info(
            __("there is no renderer for diagrams on this machine: the tables beside them stand alone")
        )


def visit_mermaid_html(translator: HTML5Translator, node: mermaid) -> None:
    """Show a diagram as a picture that keeps its place while it loads and says what it shows."""
    if not translator.builder.config.mermaid_cmd:
        raise nodes.SkipNode
    try:
        address, path = render_mm(translator, node["code"], node["options"], "svg")
    except MermaidError as error:
        logger.warning("%s", error, location=node, type="partnerships", subtype="diagram")
        raise nodes.SkipNode from None
    _, _, width, height = ET.parse(path).getroot().attrib["viewBox"].split()
    translator.body.append('<figure class="diagram">')
    translator.body.append(
        translator.emptytag(
            node,
            "img",
            "",
            CLASS="dark-light",  # to the theme: leave its colours to our style sheet
            src=address,
            alt=node.get("alt", ""),
            width=str(round(float(width))),
            height=str(round(float(height))),
        )
    )
    translator.body.append("</figure>\n")
    raise nodes.SkipNode
