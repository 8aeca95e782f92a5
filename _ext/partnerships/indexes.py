"""Views of many entries: the lists of priorities, announcements and the team, and what happened when."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from docutils import nodes
from sphinx.locale import get_translation

from . import diagrams, selection
from .drawing import pictures
from .page import Entry
from .people import people, team_picture
from .sight import Inline, Sight, bullets, heading, paragraph
from .tables import row, table
from .words import ANNOUNCEMENT_KINDS

_ = get_translation("partnerships")


def priority_list(sight: Sight) -> list[nodes.Node]:
    """Show the priorities with what they aim at."""
    items = (
        [
            paragraph(nodes.strong("", "", sight.link(each)), classes=["entry-name"]),
            paragraph(each.facts.goal),
        ]
        for each in sight.catalog.priorities
    )
    return [bullets(items, "entry-list", "priority-list")]


def announcement_list(sight: Sight) -> list[nodes.Node]:
    """Show announcements that fit the options: a few or a year's, else all by year with the pinned on top."""
    newest = selection.announcements(sight.options, sight.catalog)[: sight.options.get("limit")]
    if newest and sight.options.keys() & {"limit", "year"}:
        return [announcements(sight, newest)]
    pinned = [each for each in newest if each.facts.pinned]
    rest = [each for each in newest if not each.facts.pinned]
    shown: list[nodes.Node] = [heading(2, _("Pinned")), announcements(sight, pinned)] if pinned else []
    for year, of_year in groupby(rest, key=lambda each: each.facts.date[:4]):
        shown += [heading(2, year), announcements(sight, of_year)]
    return shown or [paragraph(_("Nothing has been announced yet."))]


def announcements(sight: Sight, entries: Iterable[Entry]) -> nodes.Node:
    """Return a list of announcements with their dates and what they are about."""
    return bullets((_announcement(sight, each) for each in entries), "entry-list", "announcement-list")


def _announcement(sight: Sight, entry: Entry) -> Iterable[nodes.Node]:
    draft = [nodes.inline("", _(" (draft)"), classes=["draft"])] if entry.facts.draft else []
    yield paragraph(nodes.strong("", "", sight.link(entry)), *draft, classes=["entry-name"])
    kind = str(ANNOUNCEMENT_KINDS[entry.facts.kind])
    about = [each for kind in ("partner", "unit", "priority") for each in sight.catalog.related(entry, kind)]
    links = sight.links(each for each in about if each is not sight.entry)
    meta: list[Inline] = [sight.date(entry.facts.date), " · ", kind]
    meta += [" · ", links] if links else []
    yield paragraph(*meta, classes=["entry-meta"])
    yield paragraph(entry.facts.summary)


def team_list(sight: Sight) -> list[nodes.Node]:
    """Show the units with their people and the partners that they coordinate."""
    shown = team_picture(sight)
    for unit in sight.catalog.units:
        shown += [heading(2, sight.link(unit)), paragraph(unit.facts.focus), *people(sight, unit)]
        if partners := sight.links(sight.catalog.related(unit, "partner")):
            shown.append(paragraph(_("Coordinates: "), partners))
    return shown


def team_diagram(sight: Sight) -> list[nodes.Node]:
    """Show the units and their people, which `team_list` names, as a picture."""
    return pictures(sight, diagrams.team(sight.catalog, _))


def directory_timeline(sight: Sight) -> list[nodes.Node]:
    """Show year by year, as picture and table, what began, ended and was announced, and who came and went."""
    years = sight.catalog.years()
    if not years:
        return [paragraph(_("No year is recorded yet."))]
    header = [_("Year"), _("Partnerships that began"), _("Partnerships that ended"), _("Announcements")]
    people = any(each.joined or each.left for each in years.values())
    header += [_("People who joined"), _("People who left")] if people else []
    rows = []
    for year, (began, ended, told, joined, left) in years.items():
        cells = [
            *map(sight.links, (began, ended, told)),
            *(map(sight.people, (joined, left)) if people else ()),
        ]
        rows.append(row([year, *(cell or "–" for cell in cells)]))
    return [
        *pictures(sight, diagrams.timeline(sight.catalog, _)),
        table("directory-timeline", _("What happened when"), header, rows),
    ]
