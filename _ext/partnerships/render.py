"""The renderer of diagrams: a native package that needs no browser, no network and no process of its own."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
NEEDLESS = (
    "data-points",
    "data-look",
    "data-edge",
    "data-et",
)  # for Mermaid's own scripts; a fifth of a file


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
    picture: bytes = ET.tostring(svg, encoding="utf-8")
    return picture
