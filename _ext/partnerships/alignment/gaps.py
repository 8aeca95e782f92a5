"""The gaps of the alignment: what the directory does not cover yet."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import bullets, ended, heading, paragraph, separated
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region

_ = get_translation("partnerships")

MAX_REVIEWS_SHOWN = 10

# Attribute of `Gaps` -> heading of the list, and the text that replaces an empty list.
GAPS: Mapping[str, tuple[str, str]] = {
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
        _("Regions without an active partnership or a team member"),
        _("None: every region is covered."),
    ),
    "reviewed_longest_ago": (
        _("Partner pages by their last review, oldest first"),
        _("None: there are no partners."),
    ),
}


def alignment_gaps(context: ViewContext) -> list[nodes.Node]:
    """Show each kind of gap with its number, and a list or a text that says that there is none."""
    gaps = find_gaps(context.catalog)
    shown: list[nodes.Node] = []
    for name, (title, text_if_none) in GAPS.items():
        gap = getattr(gaps, name)
        if name == "reviewed_longest_ago":
            items = [_review(context, partner) for partner in gap[:MAX_REVIEWS_SHOWN]]
        else:
            items = [_item(context, missing) for missing in gap]
        shown.append(heading(3, f"{title} ({len(gap)})"))
        shown.append(bullets([item] for item in items) if items else paragraph(str(text_if_none)))
    return shown


def _item(context: ViewContext, missing: Entry | Region | tuple[Entry, Entry]) -> nodes.paragraph:
    match missing:
        case Region():
            return paragraph(context.region_links([missing]))
        case (partner, priority):
            partner_link = context.link(partner, anchor=f"alignment-{priority.id}")
            return paragraph(separated([partner_link, context.link(priority)]))
        case entry:
            return paragraph(context.link(entry), *ended(entry))


def _review(context: ViewContext, partner: Entry) -> nodes.paragraph:
    date = partner.facts.reviewed
    return paragraph(context.link(partner), ": ", context.date(date) if date else _("never"))
