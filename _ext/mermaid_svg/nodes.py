"""The node of a diagram, and its HTML: an SVG image whose boxes are links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging

from mermaid_svg import renderer

logger = logging.getLogger(__name__)


def on_builder_inited(app: Sphinx) -> None:
    """Log what keeps diagrams from being drawn as configured."""
    if app.config.mermaid_cmd != "mmdc":  # the default
        text = __('mermaid_cmd is "%s", but merman draws the diagrams; delete the setting from conf.py')
        logger.warning(text, app.config.mermaid_cmd, type="mermaid_svg", subtype="command")
    if not renderer.CAN_DRAW:
        logger.info(__("merman is not installed: diagrams are left out"))


class diagram(nodes.General, nodes.Element):
    """A diagram with its Mermaid `code` and a text `alt`; `prefix` begins the name of the image's file."""

    def svg(self) -> bytes:
        """Return the drawing, for other formats; nothing if it cannot be drawn."""
        try:
            return renderer.draw(self["code"]) if renderer.CAN_DRAW else b""
        except ValueError:
            return b""


class box_link(nodes.Inline, nodes.TextElement):
    """A child of a diagram: the reference of the box with the id `box`, and more `attributes` in HTML."""


def diagram_node(config: Config, code: str, alt: str, *caption: str, prefix: str = "mermaid") -> diagram:
    """Return the node of a diagram; the parts of the caption become nodes of their own."""
    settings = json.dumps({"config": config.mermaid_config}, sort_keys=True)
    text = "".join(caption)
    captions = [nodes.caption(text, "", *map(nodes.Text, caption))] if text else []
    return diagram("", *captions, code=f"---\n{settings}\n---\n{code}", alt=alt, prefix=prefix)


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Leave a diagram out of a format of words only."""
    raise nodes.SkipNode


def visit_diagram_html(translator: Any, node: diagram) -> None:
    """Write a diagram as an image in a figure; if its code is invalid, warn and leave it out."""
    if renderer.CAN_DRAW:
        try:
            _write_figure(translator, node, renderer.draw(node["code"]))
        except ValueError as error:
            logger.warning("%s", error, location=node, type="mermaid_svg", subtype="code")
    raise nodes.SkipNode


def _write_figure(translator: Any, node: diagram, content: bytes) -> None:
    svg = ET.fromstring(content)
    if colors := translator.config.mermaid_dark_colors:
        content = renderer.with_dark_colors(content, colors)
    path = _write_image(translator.builder, content, node["prefix"])
    _, _, width, height = svg.attrib["viewBox"].split()
    image = {
        "src": f"{translator.builder.imgpath}/{path.name}",
        "alt": node["alt"],
        **node.get("attributes", {}),  # that depend on the text
        "loading": "lazy",
        "width": str(round(float(width))),  # the page keeps a place of this size
        "height": str(round(float(height))),
    }
    if areas := [translator.emptytag({}, "area", "", **area) for area in _areas(svg, node)]:
        image["usemap"] = f"#{path.stem}"
        areas = [translator.starttag({}, "map", "", name=path.stem), *areas, "</map>"]
    translator.body.append(translator.starttag(node, "figure", "", CLASS="diagram"))
    translator.body += [translator.emptytag({}, "img", "", **image), *areas]
    for caption in node.findall(nodes.caption):
        translator.body.append("<figcaption>")
        for part in caption.children:
            part.walkabout(translator)
        translator.body.append("</figcaption>")
    translator.body.append("</figure>\n")


def _write_image(builder: Builder, content: bytes, prefix: str) -> Path:
    """Write an image and return its path, which depends on its content."""
    digest = sha1(content, usedforsecurity=False).hexdigest()
    path = Path(builder.outdir, builder.imagedir, f"{prefix}-{digest}.svg")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)  # even if it exists: a build that was stopped may have written a part of it
    return path


def _areas(svg: ET.Element, node: diagram) -> Iterator[dict[str, str]]:
    """Yield the attributes of an HTML `area` for each box that is a link, in the order of the boxes."""
    # In merman's SVG, a box has the id "merman-flowchart-BOX-0", and its first child is the rectangle.
    boxes = {group.get("id", "").rpartition("-")[0]: group for group in svg.iter(f"{renderer.SVG}g")}
    left, top, _, _ = map(float, svg.attrib["viewBox"].split())
    for link in node.findall(box_link):
        reference = link.next_node(nodes.reference)  # None if Sphinx could not resolve it
        box = boxes.get(f"merman-flowchart-{link['box']}")
        if reference is not None and box is not None:
            center = box.attrib["transform"].removeprefix("translate(").removesuffix(")").split(",")
            x, y = float(center[0]) - left, float(center[1]) - top
            dx, dy = float(box[0].attrib["width"]) / 2, float(box[0].attrib["height"]) / 2
            yield {
                "shape": "rect",
                "coords": ",".join(str(round(corner)) for corner in (x - dx, y - dy, x + dx, y + dy)),
                "href": reference["refuri"],
                "alt": reference.astext(),
                **link.get("attributes", {}),
            }
