"""The reasons and the evidence of alignments, on the pages of partners and priorities."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.alignment.diagram import priority_diagrams
from partnerships.nodes.builders import (
    bullets,
    definitions,
    ended,
    paragraph,
    web_link,
)
from partnerships.nodes.context import ViewContext
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment(context: ViewContext) -> list[nodes.Node]:
    """Show, on a partner's page, each priority with the reason and the evidence."""
    if not (entry := context.entry):
        return []
    rows = [
        (
            nodes.term("", "", context.link(priority), ids=[f"alignment-{priority.id}"]),
            _reason_and_evidence(context, entry, priority),
        )
        for priority in context.catalog.related(entry, "priority")
    ]
    if rows:
        return [definitions(rows, "alignment")]
    none = paragraph(_("No priority is recorded for this partnership yet."))
    return [none, bullets(_sources(entry), "evidence")] if entry.facts.sources else [none]


def aligned_partners(context: ViewContext) -> list[nodes.Node]:
    """Show, on a priority's page, each partner with the reason and the evidence."""
    if not (entry := context.entry):
        return []
    rows = [
        (
            nodes.term("", "", context.link(partner), *ended(partner)),
            _reason_and_evidence(context, partner, entry),
        )
        for partner in context.catalog.related(entry, "partner")
    ]
    if not rows:
        return [paragraph(_("No partner is recorded for this priority yet."))]
    return [definitions(rows, "alignment"), *priority_diagrams(context, entry)]


def _reason_and_evidence(context: ViewContext, partner: Entry, priority: Entry) -> Iterator[nodes.Node]:
    yield paragraph(context.reason(partner, priority))
    if not context.catalog.has_evidence(partner, priority):
        yield paragraph(_("No announcement and no source shows this yet."), classes=["no-evidence"])
        return
    news = [
        [paragraph(_("%s: ") % context.date(each.facts.date), context.link(each))]
        for each in context.catalog.evidence(partner, priority)
    ]
    yield bullets([*news, *_sources(partner)], "evidence")


def _sources(partner: Entry) -> Iterator[list[nodes.Node]]:
    for source in partner.facts.sources:
        yield [paragraph(_("Source: "), web_link(source))]
