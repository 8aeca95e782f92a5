"""A Sphinx extension that draws Mermaid diagrams as SVG images while building.

It replaces the directive of sphinxcontrib-mermaid and uses its setting `mermaid_config`. Set its
`mermaid_output_format` to "svg": by default, it adds a script of another host to generated pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive and the nodes."""
    from mermaid_svg import directive, nodes

    app.setup_extension("sphinxcontrib.mermaid")
    app.add_directive("mermaid", directive.MermaidDirective, override=True)
    words_only: Any = dict.fromkeys(("latex", "man", "texinfo", "text"), (nodes.skip, None))
    app.add_node(nodes.diagram, html=(nodes.visit_diagram_html, None), **words_only)
    app.add_node(nodes.box_link)
    app.add_config_value("mermaid_dark_colors", {}, "html", dict, "The colors on dark pages")
    app.connect("builder-inited", nodes.on_builder_inited)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
