"""What the directory has no answer to."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import (
    bullets,
    ended,
    heading,
    paragraph,
    separated,
)
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog.gaps import Gaps
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region

_ = get_translation("partnerships")

MAX_REVIEWS_SHOWN = 10  # pages that the list of the longest unreviewed shows


GAPS: Mapping[str, tuple[str, str]] = {  # of `Gaps`: the heading, and what an empty list says
    "priorities_without_partner": (
        _("Priorities that no active partnership serves"),
        _("None: every priority is served by an active partnership."),
    ),
    "partners_without_priority": (
        _("Partners without a recorded priority"),
        _("None: every partner has at least one priority."),
    ),
    "alignments_without_evidence": (
        _("Alignments without evidence"),
        _("None: an announcement or a source shows every alignment."),
    ),
    "partners_without_announcement": (
        _("Partners without an announcement"),
        _("None: every partner was announced."),
    ),
    "units_without_partner": (
        _("Team units without partners"),
        _("None: every unit coordinates a partner."),
    ),
    "regions_without_cover": (
        _("Regions without an active partnership or a person of the team"),
        _("None: every region is covered."),
    ),
    "reviewed_longest_ago": (
        _("Partner pages by their last review, the oldest first"),
        _("None: there is no partner."),
    ),
}


def alignment_gaps(context: ViewContext) -> list[nodes.Node]:
    """Show where the alignment is thin; an empty list says that nothing is missing."""
    gaps = Gaps.of(context.catalog)
    shown: list[nodes.Node] = []
    for name, (title, none) in GAPS.items():
        missing = getattr(gaps, name)
        if name == "reviewed_longest_ago":
            items = [_reviewed(context, each) for each in missing[:MAX_REVIEWS_SHOWN]]
        else:
            items = [_missing(context, each) for each in missing]
        found = bullets([each] for each in items) if items else paragraph(str(none))
        shown += [heading(3, f"{title} ({len(missing)})"), found]
    return shown


def _missing(context: ViewContext, missing: Entry | Region | tuple[Entry, Entry]) -> nodes.paragraph:
    match missing:
        case Region():
            return paragraph(context.region_links([missing]))
        case (partner, priority):
            names = [context.link(partner, anchor=f"alignment-{priority.id}"), context.link(priority)]
            return paragraph(separated(names))
        case entry:
            return paragraph(context.link(entry), *ended(entry))


def _reviewed(context: ViewContext, partner: Entry) -> nodes.paragraph:
    date = partner.facts.reviewed
    return paragraph(context.link(partner), ": ", context.date(date) if date else _("never"))
