"""Views of many entries: the alignment index, the lists, the diagram."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinxcontrib.mermaid import mermaid

from . import diagrams
from .page import Entry, declared
from .people import people, team_picture
from .selection import faults, selected
from .sight import Inline, Sight, bullets, heading, paragraph, table
from .words import ANNOUNCEMENT_KINDS, PARTNER_KINDS

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)


def alignment_matrix(sight: Sight) -> list[nodes.Node]:
    """Show which partner serves which priority; each filled cell leads to the reason."""
    priorities = sight.catalog.priorities
    header: list[Inline] = [_("Partner"), *(sight.link(each) for each in priorities)]
    rows = []
    for partner in sight.catalog.partners:
        served = sight.catalog.related(partner, "priority")
        row: list[Inline] = [[sight.link(partner), *ended(partner)]]
        for priority in priorities:
            names = {"partner": partner.name, "priority": priority.name}
            row.append(
                sight.link(
                    partner,
                    text=_("Aligned"),
                    anchor=f"alignment-{priority.id}",
                    title=_("%(partner)s and %(priority)s: the reason") % names,
                )
                if priority in served
                else "–"
            )
        rows.append(row)
    return [table("alignment-matrix", _("Partners and the priorities that they serve"), header, rows)]


def alignment_diagram(sight: Sight) -> list[nodes.Node]:
    """Show the same as the matrix as a picture."""
    title = _("Partners and the priorities that they serve")
    description = _("Arrows lead from each partner, grouped by team unit, to the priorities that it serves.")
    code = diagrams.alignment(sight.catalog, title, description, _("Priorities"))
    return [diagram(sight, code, f"{title}. {description}")]


def diagram(sight: Sight, code: str, alternative: str) -> nodes.Node:
    """Return the node that sphinxcontrib-mermaid draws, configured as its directive would."""
    config = json.dumps({"config": sight.config.mermaid_config}, sort_keys=True)
    node: nodes.Node = mermaid("", code=f"---\n{config}\n---\n{code}", options={}, alt=alternative)
    return node


def alignment_gaps(sight: Sight) -> list[nodes.Node]:
    """Show which priorities have no partner, and which partners no priority."""
    return [
        *_gap(
            sight,
            _("Priorities that no current partnership serves"),
            sight.catalog.priorities_without_partner(),
            _("None: every priority is served by a current partnership."),
        ),
        *_gap(
            sight,
            _("Partners without a recorded priority"),
            sight.catalog.partners_without_priority(),
            _("None: every partner has at least one priority."),
        ),
    ]


def _gap(sight: Sight, title: str, entries: list[Entry], none: str) -> list[nodes.Node]:
    found = bullets([paragraph(sight.link(each))] for each in entries) if entries else paragraph(none)
    return [heading(3, f"{title} ({len(entries)})"), found]


def partner_list(sight: Sight) -> list[nodes.Node]:
    """Show all partners with what they are and what they serve."""
    return [bullets((_partner(sight, each) for each in sight.catalog.partners), "entry-list", "partner-list")]


def _partner(sight: Sight, partner: Entry) -> Iterable[nodes.Node]:
    yield paragraph(nodes.strong("", "", sight.link(partner)), *ended(partner), classes=["entry-name"])
    units = sight.links(sight.catalog.related(partner, "unit"))
    yield paragraph(str(PARTNER_KINDS[partner.facts.kind]), " · ", units, classes=["entry-meta"])
    if priorities := sight.links(sight.catalog.related(partner, "priority")):
        yield paragraph(_("Serves: "), priorities)
    else:
        yield paragraph(_("No priority recorded yet."))


def ended(partner: Entry) -> list[nodes.Node]:
    """Return the mark of a partnership that has ended."""
    return [nodes.inline("", _(" (ended)"), classes=["ended"])] if partner.facts.ended else []


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
    stated = set(map(declared, sight.domain.data["pages"]))
    for code, text in faults(sight.options, sight.catalog, {each for each in stated if each}):
        place = (sight.docname, sight.options["line"])
        logger.warning("%s", text, location=place, type=sight.domain.name, subtype=code.value)
    newest = selected(sight.options, sight.catalog)[: sight.options.get("limit")]
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
    about = [*sight.catalog.related(entry, "partner"), *sight.catalog.related(entry, "unit")]
    links = sight.links(each for each in about if each != sight.entry)
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
