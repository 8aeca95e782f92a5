"""The gaps of the alignment: what the directory does not cover yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

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
    "alignments_inferred": _("Alignments with evidence that are only our reading"),
    "partners_without_announcement": _("Partners without an announcement"),
    "units_without_partner": _("Team units without partners"),
    "regions_without_cover": _("Regions for which no partnership or team member is recorded"),
    "sources_never_read": _("Sources without a reading date"),
    "reviewed_longest_ago": _("Partner pages by their last review, oldest first"),
}


def alignment_gaps(context: ViewContext) -> list[nodes.Node]:
    """Show each kind of gap with its number, and what is missing; no alignment is listed twice."""
    shown: list[nodes.Node] = []
    for name, gap in vars(find_gaps(context.catalog)).items():
        if name == "reviewed_longest_ago":
            dates = [(partner, partner.facts.reviewed) for partner in gap[:MAX_REVIEWS_SHOWN]]
            items = [
                labeled(context.link(entry), context.date(day) if day else _("never")) for entry, day in dates
            ]
        elif name.startswith("alignments_"):
            gap = [edge for edge in gap if edge.has_evidence is (name == "alignments_inferred")]
            items = list(_alignments(context, gap))
        else:
            items = [_item(context, missing) for missing in gap]
        title = fill(_("{title} ({number})"), title=str(GAPS[name]), number=str(len(gap)))
        shown += [heading(3, title), bullets([item] for item in items) if items else paragraph(_("None."))]
    return shown


def _alignments(context: ViewContext, edges: list[AlignmentEdge]) -> Iterator[nodes.paragraph]:
    """Yield a line for each partner, with links to the reasons."""
    for partner, group in groupby(edges, key=lambda edge: edge.partner):
        reasons = [
            context.link(partner, edge.priority.name, f"alignment-{edge.priority.id}") for edge in group
        ]
        yield labeled(context.link(partner), separated(reasons))


def _item(context: ViewContext, missing: Entry | Region | tuple[Entry, Source]) -> nodes.paragraph:
    match missing:
        case Region():
            return paragraph(context.region_links([missing]))
        case (entry, source):
            return labeled(context.link(entry), web_link(source))
        case entry:
            return paragraph(context.link(entry), *ended(entry))
