"""A Sphinx extension that draws Mermaid diagrams as SVG while building, with links."""
