"""The renderer of diagrams: a native package that needs no browser, no network and no process of its own."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
NEEDLESS = (
    "data-points",
    "data-look",
    "data-edge",
    "data-et",
)  # for Mermaid's own scripts; a fifth of a file


@cache
def renderer() -> bytes:
    """Return what stands for the renderer, this file included: what another one drew is to be drawn anew."""
    return version("merman").encode() + Path(__file__).read_bytes()


def draw(text: str) -> bytes:
    """Return the SVG of a diagram; if it is none, raise `ValueError` with what is wrong with it."""
    import merman

    ET.register_namespace("", SVG)
    try:
        drawn = merman.Merman().render_svg(text, None)
    except merman.MermanError as error:
        raise ValueError(getattr(error, "message", str(error))) from None
    svg = ET.fromstring(drawn)
    for element in svg.iter():
        for name in NEEDLESS:
            element.attrib.pop(name, None)
    for group in svg.iterfind(f".//{{{SVG}}}g[@class='cluster']"):
        _center(group)
    picture: bytes = ET.tostring(svg, encoding="utf-8")
    return picture


def _center(group: ET.Element) -> None:
    """Put a group's heading in its middle, however wide the reader's font is; its width was guessed."""
    frame, heading = group.find(f"{{{SVG}}}rect"), group.find(f"{{{SVG}}}g[@class='cluster-label']")
    if frame is not None and heading is not None:
        middle = float(frame.get("x", 0)) + float(frame.get("width", 0)) / 2
        heading.set("transform", f"translate({middle:g},{frame.get('y')})")
        heading.set("text-anchor", "middle")
