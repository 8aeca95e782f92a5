"""Diagrams of the catalog: each is a second view of a table or list on the same page."""

from __future__ import annotations

from docutils import nodes

from mermaid_svg.flowchart import Box, Flowchart
from mermaid_svg.nodes import box_link, diagram_node
from partnerships.nodes.context import ViewContext
from partnerships_data.pages.entry import Entry

FACT_IMAGE_PREFIX = "directory"  # begins the names of the image files that show facts


def box_id(entry: Entry) -> str:
    """Return the id of an entry's box; no two entries have the same one, as ids have no underscores."""
    return f"{entry.kind}_{entry.id.replace('-', '_')}"


def entry_box(
    context: ViewContext, entry: Entry, *, id: str = "", label: str = "", rounded: bool = False
) -> Box:
    """Return a box that links to an entry's page, unless that is the page with the diagram."""
    link = None if entry == context.entry else context.link(entry)
    return Box(id or box_id(entry), label or entry.name, link, rounded)


def flowchart_node(context: ViewContext, flowchart: Flowchart) -> nodes.Node:
    """Return the node of a flowchart, whose title is the caption."""
    alt = f"{flowchart.title}. {flowchart.description}"
    node = diagram_node(context.config, flowchart.code, alt, flowchart.title, FACT_IMAGE_PREFIX)
    node += [box_link("", "", box.link, box=box.id) for box in flowchart.boxes if box.link]
    return node
