"""Diagrams of the catalog: each is a second view of a table or list on the same page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.locale import get_translation

from mermaid_svg.flowchart import MAX_BOXES, Box, Flowchart, Group
from mermaid_svg.nodes import box_link, diagram_node
from page_translations.collecting import translations_of
from page_translations.translated_nodes import ORIGINAL
from partnerships.nodes.builders import heading
from partnerships.nodes.context import ViewContext
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")

MAX_PARTS = 10  # diagrams of one priority; with more, the list of its partners is easier to read


def alignment_diagram(context: ViewContext) -> list[nodes.Node]:
    """Show the matrix as one diagram; if it is too large, that of each priority that needs only one."""
    if flowchart := alignment_flowchart(context):
        return [flowchart_node(context, flowchart)]
    shown: list[nodes.Node] = []
    for priority in context.catalog.priorities:
        if len(diagrams := priority_diagrams(context, priority)) == 1:
            shown += [heading(3, context.link(priority)), *diagrams]
    return shown


def priority_diagrams(context: ViewContext, priority: Entry) -> list[nodes.Node]:
    """Return the diagrams of a priority; nothing if it has no partners, or too many."""
    return [flowchart_node(context, chart, priority.name) for chart in priority_flowcharts(context, priority)]


def alignment_flowchart(context: ViewContext) -> Flowchart | None:
    """Return the flowchart of all partners and priorities, or None if it would have too many boxes."""
    catalog = context.catalog
    if len(catalog.partners) + len(catalog.priorities) > MAX_BOXES:
        return None
    priorities = [entry_box(context, priority, rounded=True) for priority in catalog.priorities]
    groups = [*_unit_groups(context, catalog.partners), Group("priorities", _("Priorities"), priorities)]
    edges = [
        (box_id(partner), box_id(priority))
        for partner in catalog.partners
        for priority in catalog.related(partner, "priority")
    ]
    title = _("Partners and the priorities that they support")
    description = _(
        "Arrows lead from each partner, grouped by team unit, to the priorities that it supports."
    )
    return Flowchart(title, description, groups, edges)


def priority_flowcharts(context: ViewContext, priority: Entry) -> Iterator[Flowchart]:
    """Yield the flowchart of a priority and its partners, in parts if it would have too many boxes."""
    partners = context.catalog.related(priority, "partner")
    size = MAX_BOXES - 1  # the priority takes one
    parts = [partners[start : start + size] for start in range(0, len(partners), size)]
    title = _("Partners that support %s") % priority.name
    description = _("Arrows lead from each partner, grouped by team unit, to the priority that it supports.")
    for number, part in enumerate(parts if len(parts) <= MAX_PARTS else (), 1):
        words = {"title": title, "number": number, "all": len(parts)}
        numbered = _("%(title)s (%(number)s of %(all)s)") % words if len(parts) > 1 else title
        target = Group("priorities", "", [entry_box(context, priority, rounded=True)])
        edges = [(box_id(partner), box_id(priority)) for partner in part]
        yield Flowchart(numbered, description, [*_unit_groups(context, part), target], edges)


def _unit_groups(context: ViewContext, partners: Iterable[Entry]) -> list[Group]:
    """Return partners grouped by unit; without a frame if the unit's page has errors and is left out."""
    boxes_by_unit: dict[str, list[Box]] = {}
    for partner in partners:
        boxes_by_unit.setdefault(partner.facts.unit, []).append(entry_box(context, partner))
    groups = [
        Group(box_id(unit), unit.name, boxes_by_unit.pop(unit.id))
        for unit in context.catalog.units
        if unit.id in boxes_by_unit
    ]
    return groups + [Group("", "", boxes) for boxes in boxes_by_unit.values()]


def box_id(entry: Entry) -> str:
    """Return the id of an entry's box; no two entries have the same one, as ids have no underscores."""
    return f"{entry.kind}_{entry.id.replace('-', '_')}"


def entry_box(
    context: ViewContext, entry: Entry, *, id: str = "", label: str = "", rounded: bool = False
) -> Box:
    """Return a box that links to an entry's page, unless that is the page with the diagram."""
    link = None if entry == context.entry else context.link(entry)
    return Box(id or box_id(entry), label or entry.name, link, rounded)


def flowchart_node(context: ViewContext, flowchart: Flowchart, name: str = "") -> nodes.Node:
    """Return the node of a flowchart, whose title is the caption; in it, `name` is a node of its own."""
    alt = f"{flowchart.title}. {flowchart.description}"
    caption = flowchart.title.partition(name or flowchart.title)
    node = diagram_node(context.config, flowchart.code, alt, *caption, prefix="directory")
    untranslated = translations_of(context.domain.env).shown_facts().untranslated
    for box in flowchart.boxes:
        if box.link:
            language = ORIGINAL if box.link.astext() in untranslated else {}
            node += box_link("", "", box.link, box=box.id, attributes=language)
    return node
