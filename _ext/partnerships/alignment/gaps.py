"""The gaps of the alignment: what the directory does not cover yet."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import bullets, ended, fill, heading, labeled, paragraph, separated, web_link
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog.catalog import AlignmentEdge
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source
from partnerships_data.pages.field_types import Region

_ = get_translation("partnerships")

MAX_REVIEWS_SHOWN = 10

GAPS: Mapping[str, str] = {  # attribute of `Gaps` -> heading of the list
    "priorities_without_partner": _("Priorities without a partnership (not counting ended ones)"),
    "partners_without_priority": _("Partners without a recorded priority"),
    "alignments_without_evidence": _("Alignments without evidence"),
    "alignments_inferred": _("Alignments that are only our reading"),
    "partners_without_announcement": _("Partners without an announcement"),
    "units_without_partner": _("Team units without partners"),
    "regions_without_cover": _("Regions for which no partnership or team member is recorded"),
    "sources_never_read": _("Sources without a reading date"),
    "reviewed_longest_ago": _("Partner pages by their last review, oldest first"),
}


def alignment_gaps(context: ViewContext) -> list[nodes.Node]:
    """Show each kind of gap with its number, and the list of what is missing."""
    gaps = find_gaps(context.catalog)
    shown: list[nodes.Node] = []
    for name, title in GAPS.items():
        gap = getattr(gaps, name)
        if name == "reviewed_longest_ago":
            dates = ((partner, partner.facts.reviewed) for partner in gap[:MAX_REVIEWS_SHOWN])
            items = [
                labeled(context.link(partner), context.date(date) if date else _("never"))
                for partner, date in dates
            ]
        else:
            items = [_item(context, missing) for missing in gap]
        shown.append(heading(3, fill(_("{title} ({number})"), title=str(title), number=str(len(gap)))))
        shown.append(bullets([item] for item in items) if items else paragraph(_("None.")))
    return shown


def _item(
    context: ViewContext, missing: Entry | Region | AlignmentEdge | tuple[Entry, Source]
) -> nodes.paragraph:
    match missing:
        case Region():
            return paragraph(context.region_links([missing]))
        case AlignmentEdge():
            partner = context.link(missing.partner, anchor=f"alignment-{missing.priority.id}")
            return paragraph(separated([partner, context.link(missing.priority)]))
        case (entry, source):
            return labeled(context.link(entry), web_link(source))
        case entry:
            return paragraph(context.link(entry), *ended(entry))
