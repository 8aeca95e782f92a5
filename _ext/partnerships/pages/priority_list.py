"""The list of priorities."""

from __future__ import annotations

from docutils import nodes

from partnerships.nodes.builders import bullets, paragraph
from partnerships.nodes.context import ViewContext


def priority_list(context: ViewContext) -> list[nodes.Node]:
    """Show the priorities with their goals."""
    items = []
    for priority in context.catalog.priorities:
        name = paragraph(nodes.strong("", "", context.link(priority)), classes=["entry-name"])
        items.append([name, paragraph(priority.facts.goal)])
    return [bullets(items, "entry-list", "priority-list")]
