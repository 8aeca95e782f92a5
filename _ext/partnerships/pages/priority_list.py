"""The list of the priorities."""

from __future__ import annotations

from docutils import nodes

from partnerships.nodes.builders import bullets, paragraph
from partnerships.nodes.context import ViewContext


def priority_list(context: ViewContext) -> list[nodes.Node]:
    """Show the priorities with what they aim at."""
    items = (
        [
            paragraph(nodes.strong("", "", context.link(each)), classes=["entry-name"]),
            paragraph(each.facts.goal),
        ]
        for each in context.catalog.priorities
    )
    return [bullets(items, "entry-list", "priority-list")]
