"""The lists of the two vocabularies: priorities and regions."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import REGIONS
from partnerships.nodes.builders import bullets, definitions, paragraph
from partnerships.nodes.context import ViewContext

_ = get_translation("partnerships")


def priority_list(context: ViewContext) -> list[nodes.Node]:
    """Show the priorities with their goals."""
    items = []
    for priority in context.catalog.priorities:
        name = paragraph(nodes.strong("", "", context.link(priority)), classes=["entry-name"])
        items.append([name, paragraph(priority.facts.goal)])
    return [bullets(items, "entry-list", "priority-list")]


def region_list(context: ViewContext) -> list[nodes.Node]:
    """Show, for each region, the partners that are active there and the people responsible for it."""
    rows = []
    for region, name in REGIONS.items():
        partners, people = context.catalog.by_region.get(region, ([], []))
        body: list[nodes.Node] = []
        if partners:
            body.append(paragraph(_("Partners: "), context.links(partners)))
        if people:
            body.append(paragraph(_("People: "), context.people(people)))
        term = nodes.term("", str(name), ids=[f"region-{region}"])
        rows.append((term, body or [paragraph(_("None recorded."))]))
    return [definitions(rows, "regions")]
