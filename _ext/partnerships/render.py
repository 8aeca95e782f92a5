"""The renderer behind sphinxcontrib-mermaid: `python render.py -i DIAGRAM -o PICTURE.svg`.

The same contract as mermaid-cli's, kept by a native package that needs no browser and no network.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Draw one diagram."""
    import merman

    parser = argparse.ArgumentParser(description="Draw a Mermaid diagram as SVG.")
    parser.add_argument("-i", dest="source", type=Path, required=True, help="the diagram's text")
    parser.add_argument("-o", dest="picture", type=Path, required=True, help="the SVG file to write")
    arguments = parser.parse_args()
    svg = merman.Merman().render_svg(arguments.source.read_text(encoding="utf-8"), None)
    unfinished = arguments.picture.with_suffix(".unfinished")
    unfinished.write_text(svg, encoding="utf-8")
    unfinished.replace(arguments.picture)


if __name__ == "__main__":
    main()
