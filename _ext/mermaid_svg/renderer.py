"""Draws Mermaid code as SVG with merman, which needs no Sphinx, browser, network or process of its own."""

from __future__ import annotations

import re
from importlib.util import find_spec
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
CAN_DRAW = find_spec("merman") is not None  # merman does not exist for every platform
# Only Mermaid's scripts read these attributes. They are a fifth of a file.
SCRIPT_ATTRIBUTES = ("data-points", "data-look", "data-edge", "data-et")


def draw(code: str) -> bytes:
    """Return the SVG of a diagram; raise `ValueError` with merman's message if its code is invalid."""
    import merman

    ET.register_namespace("", SVG.strip("{}"))
    try:
        svg = ET.fromstring(merman.Merman().render_svg(code, None))
    except merman.MermanError as error:
        raise ValueError(getattr(error, "message", str(error))) from None
    for element in svg.iter():
        for name in SCRIPT_ATTRIBUTES:
            element.attrib.pop(name, None)
    for group in svg.iterfind(f".//{SVG}g[@class='cluster']"):
        # Center the heading: merman guesses its width, but readers' fonts differ.
        frame, heading = group.find(f"{SVG}rect"), group.find(f"{SVG}g[@class='cluster-label']")
        if frame is not None and heading is not None:
            middle = float(frame.get("x", 0)) + float(frame.get("width", 0)) / 2
            heading.set("transform", f"translate({middle:g},{frame.get('y')})")
            heading.set("text-anchor", "middle")
    return bytes(ET.tostring(svg, encoding="utf-8"))


def with_dark_colors(svg: bytes, colors: dict[str, str]) -> bytes:
    """Repeat the rules of an image that have colors, with other colors for dark pages."""
    head, style_end, rest = svg.decode().partition("</style>")
    rules = "".join(f"{rule}}}" for rule in head.rpartition(">")[2].split("}") if ":#" in rule)
    dark = re.sub(r"#[0-9a-f]{3,6}\b", lambda color: colors.get(color[0], color[0]), rules)
    return f"{head}@media (prefers-color-scheme:dark){{{dark}}}{style_end}{rest}".encode()
