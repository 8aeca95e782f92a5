"""Diagrams as pictures, with size, words and links: what sphinxcontrib-mermaid draws while writing pages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import __
from sphinx.util import logging
from sphinxcontrib.mermaid import MermaidError, mermaid, render_mm

from .diagrams import Diagram
from .sight import Sight

logger = logging.getLogger(__name__)

OURS = "directory"  # how the files of the pictures begin that show facts
SVG = "{http://www.w3.org/2000/svg}"


class box_link(nodes.Inline, nodes.TextElement):
    """Holds the reference to which the box `box` of a diagram leads; shown only as a part of the picture."""


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


def pictures(sight: Sight, diagrams: Iterable[Diagram]) -> list[nodes.Node]:
    """Return the nodes that sphinxcontrib-mermaid draws, each configured as its directive would."""
    config = json.dumps({"config": sight.config.mermaid_config}, sort_keys=True)
    return [
        mermaid(
            "",
            *(
                box_link("", "", sight.link(box.entry), box=box.id)
                for box in each.boxes
                if box.entry and box.entry != sight.entry
            ),
            code=f"---\n{config}\n---\n{each.code}",
            options={},
            prefix=OURS,
            alt=f"{each.title}. {each.description}",
        )
        for each in diagrams
    ]


def visit_mermaid_html(translator: Any, node: mermaid) -> None:
    """Show a diagram as a picture that keeps its place while it loads, says what it shows, and has links."""
    if not translator.builder.config.mermaid_cmd:
        raise nodes.SkipNode
    try:
        address, path = render_mm(
            translator, node["code"], node["options"], "svg", node.get("prefix", "mermaid")
        )
    except MermaidError as error:
        logger.warning("%s", error, location=node, type="partnerships", subtype="diagram")
        raise nodes.SkipNode from None
    svg = ET.parse(path).getroot()
    _, _, width, height = svg.attrib["viewBox"].split()
    attributes = {
        "class": "dark-light",  # to the theme: leave its colours to our style sheet
        "src": address,
        "alt": node.get("alt", ""),
        "width": str(round(float(width))),
        "height": str(round(float(height))),
    }
    areas = list(_areas(svg, node))
    name = Path(path).stem
    if areas:
        attributes["usemap"] = f"#{name}"
    # The second class is the theme's: what has it gets the focus of the keyboard while it is wider than its place.
    style = "diagram pst-scrollable-table-container"
    translator.body.append(translator.starttag({}, "figure", "", CLASS=style))
    translator.body.append(translator.emptytag({}, "img", "", **attributes))
    if areas:
        translator.body.append(translator.starttag({}, "map", "", name=name))
        translator.body += [translator.emptytag({}, "area", "", **area) for area in areas]
        translator.body.append("</map>")
    translator.body.append("</figure>\n")
    raise nodes.SkipNode


def _areas(svg: ET.Element, node: mermaid) -> Iterator[dict[str, str]]:
    """Yield the places of the picture's boxes that lead somewhere, as attributes of HTML's `area`."""
    left, top, _, _ = map(float, svg.attrib["viewBox"].split())
    places = {}
    for group in svg.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        if "node" in group.get("class", "").split() and rect is not None:
            x, y = map(
                float, group.attrib["transform"].removeprefix("translate(").removesuffix(")").split(",")
            )
            x, y = x - left + float(rect.attrib["x"]), y - top + float(rect.attrib["y"])
            corners = x, y, x + float(rect.attrib["width"]), y + float(rect.attrib["height"])
            # Mermaid calls the box `x` of a flowchart `…-flowchart-x-0`.
            places[group.attrib["id"].partition("-flowchart-")[2].rpartition("-")[0]] = corners
    for link in node.findall(box_link):
        reference = link.next_node(nodes.reference)
        if reference is not None and link["box"] in places:
            coordinates = ",".join(str(round(number)) for number in places[link["box"]])
            yield {
                "shape": "rect",
                "coords": coordinates,
                "href": reference["refuri"],
                "alt": reference.astext(),
            }
