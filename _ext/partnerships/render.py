"""The renderer behind sphinxcontrib-mermaid: `python render.py -i DIAGRAM -o PICTURE.svg`.

The same contract as mermaid-cli's, kept by a native package that needs no browser and no network.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
NEEDLESS = (
    "data-points",
    "data-look",
    "data-edge",
    "data-et",
)  # for Mermaid's own scripts; a fifth of a file


def draw(text: str) -> bytes:
    """Return the SVG of a diagram."""
    import merman

    ET.register_namespace("", SVG)
    svg = ET.fromstring(merman.Merman().render_svg(text, None))
    for element in svg.iter():
        for name in NEEDLESS:
            element.attrib.pop(name, None)
    picture: bytes = ET.tostring(svg, encoding="utf-8")
    return picture


def main() -> None:
    """Draw the diagram that the command line names."""
    parser = argparse.ArgumentParser(description="Draw a Mermaid diagram as SVG.")
    parser.add_argument("-i", dest="source", type=Path, required=True, help="the diagram's text")
    parser.add_argument("-o", dest="picture", type=Path, required=True, help="the SVG file to write")
    arguments = parser.parse_args()
    unfinished = arguments.picture.with_suffix(".unfinished")
    unfinished.write_bytes(draw(arguments.source.read_text(encoding="utf-8")))
    unfinished.replace(arguments.picture)


if __name__ == "__main__":
    main()
