"""The reasons and the evidence of alignments, on the pages of partners and priorities."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.alignment.diagram import priority_diagrams
from partnerships.nodes.builders import bullets, definitions, ended, paragraph, web_link
from partnerships.nodes.context import ViewContext
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment(context: ViewContext) -> list[nodes.Node]:
    """Show, on a partner's page, each priority with the reason and the evidence."""
    partner = context.entry
    if not partner:
        return []
    rows = []
    for priority in context.catalog.related(partner, "priority"):
        term = nodes.term("", "", context.link(priority), ids=[f"alignment-{priority.id}"])
        rows.append((term, _reason_and_evidence(context, partner, priority)))
    if rows:
        return [definitions(rows, "alignment")]
    shown: list[nodes.Node] = [paragraph(_("No priority is recorded for this partnership yet."))]
    if partner.facts.sources:
        shown.append(bullets(_sources(partner), "evidence"))
    return shown


def aligned_partners(context: ViewContext) -> list[nodes.Node]:
    """Show, on a priority's page, each partner with the reason and the evidence."""
    priority = context.entry
    if not priority:
        return []
    rows = []
    for partner in context.catalog.related(priority, "partner"):
        term = nodes.term("", "", context.link(partner), *ended(partner))
        rows.append((term, _reason_and_evidence(context, partner, priority)))
    if not rows:
        return [paragraph(_("No partner is recorded for this priority yet."))]
    return [definitions(rows, "alignment"), *priority_diagrams(context, priority)]


def _reason_and_evidence(context: ViewContext, partner: Entry, priority: Entry) -> Iterator[nodes.Node]:
    yield paragraph(context.reason(partner, priority))
    if not context.catalog.has_evidence(partner, priority):
        yield paragraph(_("No announcement or source shows this yet."), classes=["no-evidence"])
        return
    items = []
    for announcement in context.catalog.evidence(partner, priority):
        date = _("%s: ") % context.date(announcement.facts.date)
        items.append([paragraph(date, context.link(announcement))])
    yield bullets([*items, *_sources(partner)], "evidence")


def _sources(partner: Entry) -> list[list[nodes.paragraph]]:
    """Return the items that link to a partner's sources."""
    return [[paragraph(_("Source: "), web_link(source))] for source in partner.facts.sources]
