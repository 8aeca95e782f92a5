"""The team: its units and their people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.writers.html5 import HTML5Translator

from mermaid_svg.flowchart import MAX_BOXES, Box, Flowchart, Group
from partnerships.labels import initials
from partnerships.nodes.builders import add_html_node, bullets, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.diagrams import box_id, entry_box, flowchart_node
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PHOTOS
from partnerships_data.pages.models import Member

_ = get_translation("partnerships")


class portrait(nodes.General, nodes.Inline, nodes.Element):
    """The initials of a person without a photo, as decoration on screens."""


def visit_portrait(translator: HTML5Translator, node: portrait) -> None:
    """Show the initials, hidden from screen readers, which read the name beside them."""
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    translator.body.append(translator.starttag(node, "span", "", CLASS="portrait", **hidden))
    translator.body.append(translator.encode(node["text"]))
    translator.body.append("</span>")
    raise nodes.SkipNode


def people(context: ViewContext, unit: Entry) -> list[nodes.Node]:
    """Return the list of a unit's people."""
    if not unit.facts.members:
        return [paragraph(_("No people are recorded."))]
    return [bullets((_person(context, member) for member in unit.facts.members), "people")]


def _person(context: ViewContext, member: Member) -> list[nodes.Node]:
    lines: list[nodes.Node] = [
        paragraph(_portrait(member), nodes.strong("", member.name), classes=["entry-name"]),
        paragraph(member.role),
    ]
    if member.base:
        lines.append(paragraph(_("Based in %s") % member.base, classes=["entry-meta"]))
    if member.regions:
        regions = context.region_links(member.regions)
        lines.append(paragraph(_("Responsible for: "), regions, classes=["entry-meta"]))
    if member.joined:
        lines.append(paragraph(_("Joined: %s") % context.date(member.joined), classes=["entry-meta"]))
    if member.left:
        lines.append(paragraph(_("Left: %s") % context.date(member.left), classes=["entry-meta"]))
    if member.photo_credit:
        lines.append(paragraph(_("Photo: %s") % member.photo_credit, classes=["entry-meta"]))
    return lines


def _portrait(member: Member) -> Sequence[nodes.Node]:
    """Return the photo of a person, or the initials if there is none."""
    if member.photo:
        return [photo(member.photo, member.photo_alt or ""), nodes.Text(" ")]
    return [portrait("", text=initials(member.name))]


def photo(name: str, alternative: str, style: str = "portrait") -> nodes.image:
    """Return an image from the folder of photos, which the page that uses it has registered."""
    uri = f"{PHOTOS}/{name}"
    return nodes.image("", uri=uri, candidates={"*": uri}, alt=alternative, classes=[style])


def _team_photo(context: ViewContext) -> list[nodes.Node]:
    """Return the photo that the option `photo` names; without it, a row of everybody's portraits."""
    if name := context.options.get("photo"):
        credit = paragraph(_("Photo: %s") % context.options["photo-credit"], classes=["entry-meta"])
        return [photo(name, context.options["photo-alt"], "team-photo"), credit]
    portraits: list[nodes.Node] = []
    for unit in context.catalog.units:
        for member in unit.facts.members:
            if not member.left:
                portraits += _portrait(member)
    return [paragraph(portraits, classes=["team-strip"])] if portraits else []


def team_list(context: ViewContext) -> list[nodes.Node]:
    """Show the units with their people and the partners that they coordinate."""
    shown = _team_photo(context)
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
        people = _people_boxes(context, unit)
        boxes += people
        edges += [(box_id(unit), box.id) for box in people]
    if len(boxes) > MAX_BOXES:
        return None
    title = _("Structure of the team")
    description = _("Arrows lead from the team to its units, and from the units to their people.")
    return Flowchart(title, description, [Group("", "", boxes)], edges)


def _people_boxes(context: ViewContext, unit: Entry) -> list[Box]:
    return [
        entry_box(context, unit, id=f"person_{box_id(unit)}_{number}", label=member.name, rounded=True)
        for number, member in enumerate(unit.facts.members)
        if not member.left
    ]


def setup_team(app: Sphinx) -> None:
    """Register the initials."""
    add_html_node(app, portrait, visit_portrait)
