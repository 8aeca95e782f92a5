"""Shows a diagram as an SVG image with links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha1
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinxcontrib.mermaid import MermaidError, mermaid, render_mm

from mermaid_svg.renderer import draw, renderer

logger = logging.getLogger(__name__)

DEFAULT_MERMAID_COMMAND = "mmdc"  # the command of sphinxcontrib-mermaid, unless conf.py names another one


SVG = "{http://www.w3.org/2000/svg}"


class box_link(nodes.Inline, nodes.TextElement):
    """Holds the reference to which the box `box` of a diagram leads; shown only as a part of the picture."""


def on_builder_inited(app: Sphinx) -> None:
    """Say so if nothing can draw."""
    if not _can_draw(app.builder):
        logger.info(
            __("there is no renderer for diagrams on this machine: the tables beside them stand alone")
        )


def _can_draw(builder: Builder) -> bool:
    return builder.config.mermaid_cmd != DEFAULT_MERMAID_COMMAND or find_spec("merman") is not None


def visit_mermaid_html(translator: Any, node: mermaid) -> None:
    """Show a diagram as a picture that keeps its place while it loads, says what it shows, and has links."""
    if not _can_draw(translator.builder):
        raise nodes.SkipNode
    try:
        address, path = _drawn(translator, node)
    except (MermaidError, ValueError) as error:
        logger.warning("%s", error, location=node, type="partnerships", subtype="diagram")
        raise nodes.SkipNode from None
    svg = ET.parse(path).getroot()
    _, _, width, height = svg.attrib["viewBox"].split()
    attributes = {
        "class": "dark-light",  # to the theme: leave its colours to our style sheet
        "src": address,
        "alt": node.get("alt", ""),
        "loading": "lazy",  # the text is painted first
        "width": str(round(float(width))),
        "height": str(round(float(height))),
    }
    areas = list(_areas(svg, node))
    name = path.stem
    if areas:
        attributes["usemap"] = f"#{name}"
    # The second class is the theme's: what is wider than its place can get the focus of the keyboard.
    style = "diagram pst-scrollable-table-container"
    translator.body.append(translator.starttag({}, "figure", "", CLASS=style))
    translator.body.append(translator.emptytag({}, "img", "", **attributes))
    if areas:
        translator.body.append(translator.starttag({}, "map", "", name=name))
        translator.body += [translator.emptytag({}, "area", "", **area) for area in areas]
        translator.body.append("</map>")
    if caption := node.get("caption"):
        translator.body.append(translator.starttag({}, "figcaption", ""))
        translator.body.append(f"{translator.encode(caption)}</figcaption>")
    translator.body.append("</figure>\n")
    raise nodes.SkipNode


def _drawn(translator: Any, node: mermaid) -> tuple[str, Path]:
    """Return address and path of the picture: by our renderer, unless conf.py names a command.

    A command takes its start anew for each picture, which is ten times as long as ours takes to draw.
    """
    builder, prefix = translator.builder, node.get("prefix", "mermaid")
    if builder.config.mermaid_cmd != DEFAULT_MERMAID_COMMAND:
        address, path = render_mm(translator, node["code"], node["options"], "svg", prefix)
        return address, Path(path)
    digest = sha1(renderer() + node["code"].encode(), usedforsecurity=False).hexdigest()
    name = f"{prefix}-{digest}.svg"
    path = Path(builder.outdir, builder.imagedir, name)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{name}.{os.getpid()}")  # another worker may draw the same
        unfinished.write_bytes(draw(node["code"]))
        unfinished.replace(path)
    return f"{builder.imgpath}/{name}", path


def _areas(svg: ET.Element, node: mermaid) -> Iterator[dict[str, str]]:
    """Yield the places of the picture's boxes that lead somewhere, as attributes of HTML's `area`."""
    links = list(node.findall(box_link))
    if not links:
        return  # a diagram that somebody wrote, of whatever kind
    left, top, _, _ = map(float, svg.attrib["viewBox"].split())
    positions = {}
    for group in svg.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        if "node" in group.get("class", "").split() and rect is not None:
            x, y = map(
                float, group.attrib["transform"].removeprefix("translate(").removesuffix(")").split(",")
            )
            x, y = x - left + float(rect.attrib["x"]), y - top + float(rect.attrib["y"])
            corners = x, y, x + float(rect.attrib["width"]), y + float(rect.attrib["height"])
            # Mermaid calls the box `x` of a flowchart `…-flowchart-x-0`.
            positions[group.attrib["id"].partition("-flowchart-")[2].rpartition("-")[0]] = corners
    for link in links:
        reference = link.next_node(nodes.reference)
        if reference is not None and link["box"] in positions:
            coordinates = ",".join(str(round(number)) for number in positions[link["box"]])
            yield {
                "shape": "rect",
                "coords": coordinates,
                "href": reference["refuri"],
                "alt": reference.astext(),
            }
