"""The timeline: what happened in each year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from docutils import nodes
from sphinx.locale import get_translation

from mermaid_svg.flowchart import MAX_BOXES, Box, Flowchart, Group
from partnerships.nodes.builders import paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.diagrams import box_id, entry_box, flowchart_node
from partnerships.nodes.tables import row, table
from partnerships_data.catalog.catalog import Year

_ = get_translation("partnerships")


def directory_timeline(context: ViewContext) -> list[nodes.Node]:
    """Show, as diagram and table, what began, ended and was announced each year, and who joined and left."""
    years = context.catalog.years()
    if not years:
        return [paragraph(_("No dates are recorded yet."))]
    header = [_("Year"), _("Partnerships that began"), _("Partnerships that ended"), _("Announcements")]
    shows_people = any(events.joined or events.left for events in years.values())
    if shows_people:
        header += [_("People who joined"), _("People who left")]
    rows = []
    for year, events in years.items():
        cells = [context.links(entries) for entries in (events.began, events.ended, events.announced)]
        if shows_people:
            cells += [context.people(events.joined), context.people(events.left)]
        rows.append(row([year, *(cell or "–" for cell in cells)]))
    return [
        *timeline_diagrams(context),
        table("directory-timeline", _("What happened when"), header, rows),
    ]


def timeline_diagrams(context: ViewContext) -> list[nodes.Node]:
    """Return the nodes of the timeline's diagrams."""
    return [flowchart_node(context, flowchart) for flowchart in timeline_flowcharts(context)]


def timeline_flowcharts(context: ViewContext) -> list[Flowchart]:
    """Return what happened in each year, oldest first, in several flowcharts if there are many boxes."""
    parts: list[list[Group]] = []
    for year, events in sorted(context.catalog.years().items()):
        group = _year_group(context, year, events)
        if not parts or sum(len(other.boxes) for other in parts[-1]) + len(group.boxes) > MAX_BOXES:
            parts.append([])
        parts[-1].append(group)
    return [_flowchart_of_years(part) for part in parts]


def _flowchart_of_years(years: Sequence[Group]) -> Flowchart:
    title = _("Partnerships and announcements from %(first)s to %(last)s")
    title %= {"first": years[0].label, "last": years[-1].label}
    description = _(
        "For each year, oldest first: partnerships that began, partnerships that ended, announcements."
    )
    edges = [(earlier.id, later.id) for earlier, later in pairwise(years)]
    return Flowchart(title, description, years, edges, stacked=True)


def _year_group(context: ViewContext, year: str, events: Year) -> Group:
    """Return a year with a box for each event, or for each kind of event if there are too many."""
    boxes = _event_boxes(context, year, events)
    if len(boxes) > MAX_BOXES:
        boxes = _count_boxes(year, events)
    return Group(f"year_{year}", year, boxes)


def _event_boxes(context: ViewContext, year: str, events: Year) -> list[Box]:
    boxes = []
    for id, label, partners in (
        ("began", _("Begins: %s"), events.began),
        ("ended", _("Ends: %s"), events.ended),
    ):
        boxes += [
            entry_box(
                context, partner, id=f"{id}_{box_id(partner)}", label=label % partner.name, rounded=True
            )
            for partner in partners
        ]
    boxes += [entry_box(context, announcement) for announcement in reversed(events.announced)]
    for id, label, people in (
        ("joined", _("Joins: %s"), events.joined),
        ("left", _("Leaves: %s"), events.left),
    ):
        boxes += [
            entry_box(context, unit, id=f"{id}_{year}_{number}", label=label % member.name, rounded=True)
            for number, (member, unit) in enumerate(people)
        ]
    return boxes


def _count_boxes(year: str, events: Year) -> list[Box]:
    counts = (
        ("began", _("Partnerships that begin: %s"), len(events.began)),
        ("ended", _("Partnerships that end: %s"), len(events.ended)),
        ("announced", _("Announcements: %s"), len(events.announced)),
        ("joined", _("People who join: %s"), len(events.joined)),
        ("left", _("People who leave: %s"), len(events.left)),
    )
    return [Box(f"{id}_{year}", label % count) for id, label, count in counts if count]
