"""Views of people: a photo, or the initials until there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.writers.html5 import HTML5Translator

from .model import Member
from .page import Entry
from .sight import Sight, bullets, paragraph
from .words import initials

_ = get_translation("partnerships")

PHOTOS = "_static/photos"


class portrait(nodes.General, nodes.Inline, nodes.Element):
    """Initials in place of a photo: a picture, which is not read aloud and stands on screens only."""


def visit_portrait_html(translator: HTML5Translator, node: portrait) -> None:
    """Show the initials to the eye, and hide them from readers who get the name anyway."""
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    translator.body.append(translator.starttag(node, "span", "", CLASS="portrait", **hidden))
    translator.body.append(translator.encode(node["text"]))
    translator.body.append("</span>")
    raise nodes.SkipNode


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Leave a picture out where only words are shown."""
    raise nodes.SkipNode


def people(sight: Sight, unit: Entry) -> list[nodes.Node]:
    """Return the list of a unit's people."""
    if not unit.facts.members:
        return [paragraph(_("Nobody is listed yet."))]
    return [bullets((_person(sight, each) for each in unit.facts.members), "people")]


def _person(sight: Sight, member: Member) -> list[nodes.Node]:
    lines: list[nodes.Node] = [
        paragraph(_picture(member), nodes.strong("", member.name), classes=["entry-name"]),
        paragraph(member.role),
    ]
    if member.base:
        lines.append(paragraph(_("Based in %s") % member.base, classes=["entry-meta"]))
    if member.regions:
        regions = sight.region_links(member.regions)
        lines.append(paragraph(_("Responsible for: "), regions, classes=["entry-meta"]))
    if member.joined:
        lines.append(paragraph(_("Joined: %s") % sight.date(member.joined), classes=["entry-meta"]))
    if member.left:
        lines.append(paragraph(_("Left: %s") % sight.date(member.left), classes=["entry-meta"]))
    if member.photo_credit:
        lines.append(paragraph(_("Photo: %s") % member.photo_credit, classes=["entry-meta"]))
    return lines


def _picture(member: Member) -> Sequence[nodes.Node]:
    if member.photo:
        return [photo(member.photo, member.photo_alt or ""), nodes.Text(" ")]
    return [portrait("", text=initials(member.name))]


def photo(name: str, alternative: str, style: str = "portrait") -> nodes.image:
    """Return a picture from the folder of photos, which the page that names it has registered."""
    uri = f"{PHOTOS}/{name}"
    return nodes.image("", uri=uri, candidates={"*": uri}, alt=alternative, classes=[style])


def team_picture(sight: Sight) -> list[nodes.Node]:
    """Return the photo of the team that the page names; until it names one, a row of everybody's."""
    if name := sight.options.get("photo"):
        credit = paragraph(_("Photo: %s") % sight.options["photo-credit"], classes=["entry-meta"])
        return [photo(name, sight.options["photo-alt"], "team-photo"), credit]
    everybody = [member for unit in sight.catalog.units for member in unit.facts.members if not member.left]
    row = [picture for each in everybody for picture in _picture(each)]
    return [paragraph(row, classes=["team-strip"])] if row else []
