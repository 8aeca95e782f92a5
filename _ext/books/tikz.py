"""Drawings in LaTeX: flowcharts as TikZ pictures, in the fonts of the text.

LaTeX has no SVG, and a converter would be another program. A flowchart has only frames, arrows and boxes.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.texescape import escape

SVG = "{http://www.w3.org/2000/svg}"
BEGIN = r"""\begin{center}\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
\begin{tikzpicture}[yscale=-1, >=latex, every node/.style={align=center}]"""
END = r"\end{tikzpicture}}\end{center}"


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Load what draws the arrows; inside of a group, LaTeX would forget it."""
    preamble = config.latex_elements.get("preamble", "")
    library = "\\usepackage{tikz}\\usetikzlibrary{svg.path}\n"
    config.latex_elements = {**config.latex_elements, "preamble": library + preamble}


class DrawFlowcharts(SphinxPostTransform):
    """Replaces each node that has a method `svg`, which returns a flowchart, by a picture and its caption."""

    default_priority = 410  # after all directives have become nodes
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Replace the nodes; other drawings are left out."""
        drawings: list[Any] = list(self.document.findall(lambda node: hasattr(node, "svg")))
        for node in drawings:
            svg = ET.fromstring(node.svg() or "<svg/>")
            if svg.get("aria-roledescription") == "flowchart-v2":
                captions = [nodes.paragraph("", child.astext()) for child in node.findall(nodes.caption)]
                node.replace_self([nodes.raw("", picture(svg), format="latex"), *captions])


def picture(svg: ET.Element) -> str:
    """Return a TikZ picture of the frames, arrows and boxes of a flowchart."""
    lines = [BEGIN]
    for frame in svg.iterfind(f".//{SVG}g[@class='cluster']"):
        x, y, width, height = (float(frame[0].get(key, 0)) for key in ("x", "y", "width", "height"))
        lines.append(rf"\draw[gray] ({x:g}pt,{y:g}pt) rectangle +({width:g}pt,{height:g}pt);")
        lines.append(rf"\node[below] at ({x + width / 2:g}pt,{y:g}pt) {{{_label(frame)}}};")
    for path in svg.iter(f"{SVG}path"):
        if "marker-end" in path.attrib:
            lines.append(rf"\draw[->] svg {{{path.get('d')}}};")
    for box in svg.iter(f"{SVG}g"):
        if box.get("class", "").startswith("node "):
            center = box.get("transform", "").removeprefix("translate(").removesuffix(")").replace(",", "pt,")
            size = f"minimum width={box[0].get('width')}pt, minimum height={box[0].get('height')}pt"
            lines.append(rf"\node[draw, fill=white, {size}] at ({center}pt) {{{_label(box)}}};")
    return "\n".join([*lines, END])


def _label(group: ET.Element) -> str:
    rows = (row for row in group.iter(f"{SVG}tspan") if "row" in row.get("class", "").split())
    return r" \\ ".join(escape("".join(row.itertext()), "xelatex") for row in rows)
