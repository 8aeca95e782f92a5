"""What happened when."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from docutils import nodes
from sphinx.locale import get_translation

from mermaid_svg.flowchart import MAX_SVG_BYTES, Box, Diagram, Group, _divided
from partnerships.alignment.diagram import Translate, _box, _id
from partnerships.nodes.builders import paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.diagrams import pictures
from partnerships.nodes.tables import row, table
from partnerships_data.catalog.catalog import Catalog, Year

_ = get_translation("partnerships")


def timeline(catalog: Catalog, _: Translate) -> list[Diagram]:
    """Return the years with the partnerships that began or ended and the news; in parts if they are many."""
    years = [_year(year, events, _) for year, events in sorted(catalog.years().items())]

    def diagram(part: Sequence[Group]) -> Diagram:
        title = _("Partnerships and announcements from %(first)s to %(last)s")
        description = _(
            "For each year, oldest first: partnerships that began, partnerships that ended, announcements."
        )
        edges = [(one.id, next_.id) for one, next_ in pairwise(part)]
        return Diagram(
            title % {"first": part[0].text, "last": part[-1].text}, description, part, edges, stacked=True
        )

    return [diagram(part) for part in _divided(years, lambda part: diagram(part).weight)]


def _year(year: str, events: Year, _: Translate) -> Group:
    """Return a year with all its events, or with their numbers if they are too many for one picture."""
    began, ended, told, joined, left = events
    boxes = [Box(f"began_{_id(each)}", _("Begins: %s") % each.name, each, rounded=True) for each in began]
    boxes += [Box(f"ended_{_id(each)}", _("Ends: %s") % each.name, each, rounded=True) for each in ended]
    boxes += [_box(each) for each in reversed(told)]  # oldest first, as the years
    for what, text, people in (("joined", _("Joins: %s"), joined), ("left", _("Leaves: %s"), left)):
        boxes += [
            Box(f"{what}_{year}_{number}", text % member.name, unit, rounded=True)
            for number, (member, unit) in enumerate(people)
        ]
    group = Group(f"year_{year}", year, boxes)
    if group.weight <= MAX_SVG_BYTES / 3:
        return group
    numbers: tuple[tuple[str, str, Sequence[object]], ...] = (
        ("began", _("Partnerships that begin: %s"), began),
        ("ended", _("Partnerships that end: %s"), ended),
        ("told", _("Announcements: %s"), told),
        ("joined", _("People who join: %s"), joined),
        ("left", _("People who leave: %s"), left),
    )
    return Group(
        group.id, year, [Box(f"{id}_{year}", text % len(each)) for id, text, each in numbers if each]
    )


def directory_timeline(context: ViewContext) -> list[nodes.Node]:
    """Show year by year, as picture and table, what began, ended and was announced, and who came and went."""
    years = context.catalog.years()
    if not years:
        return [paragraph(_("No year is recorded yet."))]
    header = [_("Year"), _("Partnerships that began"), _("Partnerships that ended"), _("Announcements")]
    people = any(each.joined or each.left for each in years.values())
    header += [_("People who joined"), _("People who left")] if people else []
    rows = []
    for year, (began, ended, told, joined, left) in years.items():
        cells = [
            *map(context.links, (began, ended, told)),
            *(map(context.people, (joined, left)) if people else ()),
        ]
        rows.append(row([year, *(cell or "–" for cell in cells)]))
    return [
        *pictures(context, timeline(context.catalog, _)),
        table("directory-timeline", _("What happened when"), header, rows),
    ]
