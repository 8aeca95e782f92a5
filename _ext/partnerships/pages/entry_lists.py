"""Lists of partners and of announcements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.empty_lists import empty_list
from partnerships.labels import ANNOUNCEMENT_KINDS, PARTNER_KINDS
from partnerships.nodes.builders import Inline, bullets, ended, heading, paragraph, separated
from partnerships.nodes.context import ViewContext
from partnerships.nodes.filters import facet_classes, filtered_announcements, filtered_partners
from partnerships.nodes.website import monogram
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def partner_list(context: ViewContext) -> Sequence[nodes.Node]:
    """Show the partners that fit the options, below their filters."""
    partners = filters.filter_entries(context.options, context.catalog.partners, context.catalog)
    if partners:
        cards = (partner_card(context, partner) for partner in partners)
        return filtered_partners(context, partners, [card_list(cards)])
    if context.options:
        return [paragraph(_("No partner matches this selection."))]
    return [empty_list(context, _("No partners are recorded."), "partners")]


def card_list(cards: Iterable[nodes.Node]) -> nodes.bullet_list:
    """Return a list of the cards of partners."""
    return nodes.bullet_list("", *cards, classes=["entry-list", "partner-list"])


def partner_card(context: ViewContext, partner: Entry) -> nodes.list_item:
    """Return the card of a partner with its kind, unit, regions and priorities."""
    name = nodes.strong("", "", context.link(partner))
    initials = monogram(context.domain.builder, partner.name)
    details = (
        [nodes.Text(str(PARTNER_KINDS[partner.facts.kind]))],
        context.links(context.catalog.related(partner, "unit")),
        context.region_links(partner.facts.regions),
    )
    blocks = [
        paragraph(initials, name, *ended(partner), classes=["entry-name"]),
        paragraph(separated([detail for detail in details if detail], " · "), classes=["entry-meta"]),
        context.chips(context.catalog.related(partner, "priority"))
        or paragraph(_("No priority is recorded.")),
    ]
    facets = filters.facets(partner, context.catalog)
    return nodes.list_item("", *blocks, classes=facet_classes(context, facets))


def announcement_list(context: ViewContext) -> Sequence[nodes.Node]:
    """Show the announcements that fit the options.

    With the option `limit` or `year`, this is one list. Without them, the pinned announcements come first and
    the others are grouped by year, below their filters.
    """
    catalog, options = context.catalog, context.options
    fitting = filters.filter_entries(options, catalog.announcements, catalog)[: options.get("limit")]
    if not fitting:
        return [empty_list(context, _("No announcements are recorded."), "announcements")]
    if context.options.keys() & {"limit", "year"}:
        return [announcements(context, fitting)]
    shown: list[nodes.Node] = []
    if pinned := [announcement for announcement in fitting if announcement.facts.pinned]:
        shown += [heading(2, _("Pinned"), classes=["group"]), announcements(context, pinned)]
    others = [announcement for announcement in fitting if not announcement.facts.pinned]
    for year, group in groupby(others, key=lambda announcement: announcement.facts.date[:4]):
        shown += [heading(2, year, id=f"year-{year}", classes=["group"]), announcements(context, group)]
    return filtered_announcements(context, fitting, shown)


def announcements(context: ViewContext, entries: Iterable[Entry]) -> nodes.Node:
    """Return a list of announcements with their dates, kinds, subjects and summaries."""
    return bullets((_announcement(context, entry) for entry in entries), "entry-list", "announcement-list")


def _announcement(context: ViewContext, entry: Entry) -> nodes.list_item:
    draft = [nodes.inline("", _(" (draft)"), classes=["draft"])] if entry.facts.draft else []
    details: list[Inline] = [context.date(entry.facts.date), " · ", str(ANNOUNCEMENT_KINDS[entry.facts.kind])]
    if subjects := context.links(_subjects(context, entry, "partner", "unit")):
        details += [" · ", subjects]
    blocks: list[nodes.Node] = [
        paragraph(nodes.strong("", "", context.link(entry)), *draft, classes=["entry-name"]),
        paragraph(*details, classes=["entry-meta"]),
        paragraph(entry.facts.summary),
    ]
    if priorities := context.chips(_subjects(context, entry, "priority")):
        blocks.append(priorities)
    facets = filters.facets(entry, context.catalog)
    return nodes.list_item("", *blocks, classes=facet_classes(context, facets))


def _subjects(context: ViewContext, announcement: Entry, *kinds: str) -> Iterator[Entry]:
    """Yield the entries of these kinds that an announcement is about, except the one whose page shows it."""
    for kind in kinds:
        for subject in context.catalog.related(announcement, kind):
            if subject is not context.entry:
                yield subject
