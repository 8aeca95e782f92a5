"""The team: its units and their people."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from mermaid_svg.flowchart import MAX_BOXES, Box, Flowchart, Group
from partnerships.alignment.diagram import box_id, entry_box, flowchart_node
from partnerships.empty_lists import empty_list
from partnerships.nodes.builders import bullets, fill, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.website import monogram
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PHOTOS
from partnerships_data.pages.models import Member

_ = get_translation("partnerships")


def people(context: ViewContext, unit: Entry) -> list[nodes.Node]:
    """Show, on a unit's page, its people."""
    if not unit.facts.members:
        return [empty_list(context, _("No people are recorded."), f"{unit.docname}.md", "members")]
    return [bullets((_person(context, member) for member in unit.facts.members), "people")]


def _person(context: ViewContext, member: Member) -> list[nodes.Node]:
    details = (
        member.base and fill(_("Based in {place}"), place=member.base),
        member.regions and [nodes.Text(_("Responsible for: ")), *context.region_links(member.regions)],
        member.joined and _("Joined: %s") % context.date(member.joined),
        member.left and _("Left: %s") % context.date(member.left),
        member.photo_credit and fill(_("Photo: {credit}"), credit=member.photo_credit),
    )
    lines = [paragraph(detail, classes=["entry-meta"]) for detail in details if detail]
    portrait = monogram(context.domain.builder, member.name, "portrait")
    if member.photo:
        portrait = [photo(member.photo, member.photo_alt or ""), nodes.Text(" ")]
    name = paragraph(portrait, nodes.strong("", member.name), classes=["entry-name"])
    return [name, paragraph(member.role), *lines]


def photo(name: str, alternative: str, style: str = "portrait") -> nodes.image:
    """Return an image from the folder of photos, which the page that uses it has registered."""
    uri = f"{PHOTOS}/{name}"
    return nodes.image("", uri=uri, candidates={"*": uri}, alt=alternative, classes=[style])


def team_list(context: ViewContext) -> list[nodes.Node]:
    """Show the units with their people and their partners, below the photo that the options name."""
    shown: list[nodes.Node] = []
    if name := context.options.get("photo"):
        credit = fill(_("Photo: {credit}"), credit=context.options["photo-credit"])
        image = photo(name, context.options["photo-alt"], "team-photo")
        shown += [image, paragraph(credit, classes=["entry-meta"])]
    if not context.catalog.units:
        shown.append(empty_list(context, _("No team units are recorded."), "team"))
    for unit in context.catalog.units:
        shown += [heading(2, context.link(unit)), paragraph(unit.facts.focus), *people(context, unit)]
        if partners := context.links(context.catalog.related(unit, "partner")):
            shown.append(paragraph(_("Coordinates: "), partners))
    return shown


def team_diagram(context: ViewContext) -> list[nodes.Node]:
    """Show the units and their people as a diagram, unless it would have too many boxes."""
    flowchart = team_flowchart(context)
    return [flowchart_node(context, flowchart)] if flowchart else []


def team_flowchart(context: ViewContext) -> Flowchart | None:
    """Return the team with its units and their current people, or None if it has too many boxes."""
    team = Box("team", _("Partnerships team"), rounded=True)
    units = context.catalog.units
    boxes = [team, *(entry_box(context, unit) for unit in units)]
    edges = [(team.id, box_id(unit)) for unit in units]
    for unit in units:
        for number, member in enumerate(unit.facts.members):
            if not member.left:
                id = f"person_{box_id(unit)}_{number}"
                boxes.append(entry_box(context, unit, id=id, label=member.name, rounded=True))
                edges.append((box_id(unit), id))
    if len(boxes) > MAX_BOXES:
        return None
    title = _("Structure of the team")
    description = _("Arrows lead from the team to its units, and from the units to their people.")
    return Flowchart(title, description, [Group("", "", boxes)], edges)
