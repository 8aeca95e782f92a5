"""The reasons and the evidence of alignments, on the pages of partners and priorities."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.alignment.diagram import priority_diagrams
from partnerships.empty_lists import empty_list
from partnerships.labels import BASES
from partnerships.nodes.builders import bullets, definitions, ended, labeled, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.website import priority_class
from partnerships_data.catalog.catalog import AlignmentEdge
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment(context: ViewContext, partner: Entry) -> list[nodes.Node]:
    """Show, on a partner's page, each priority with the reason, its basis and the evidence."""
    rows = []
    for edge in context.catalog.alignments_of(partner):
        term = nodes.term("", "", context.link(edge.priority), classes=[priority_class(edge.priority)])
        term["ids"] = [f"alignment-{edge.priority.id}"]
        rows.append((term, _reason_and_evidence(context, edge)))
    if not rows:
        text = _("No priority is recorded for this partnership.")
        return [empty_list(context, text, f"{partner.docname}.md", "alignment")]
    return [definitions(rows, "alignment")]


def aligned_partners(context: ViewContext, priority: Entry) -> list[nodes.Node]:
    """Show, on a priority's page, each partner with the reason, its basis and the evidence."""
    rows = []
    for partner in context.catalog.related(priority, "partner"):
        term = nodes.term("", "", context.link(partner), *ended(partner), classes=[priority_class(priority)])
        rows.append((term, _reason_and_evidence(context, context.catalog.alignment(partner, priority))))
    if not rows:
        return [empty_list(context, _("No partner is recorded for this priority."), "partners/", "alignment")]
    return [definitions(rows, "alignment"), *priority_diagrams(context, priority)]


def _reason_and_evidence(context: ViewContext, edge: AlignmentEdge) -> Iterator[nodes.Node]:
    classes = ["reason", priority_class(edge.priority)]
    yield paragraph(context.reason(edge.partner, edge.priority), classes=classes)
    yield paragraph(str(BASES[edge.facts.basis]), classes=["basis", edge.facts.basis])
    if not edge.has_evidence:
        yield paragraph(_("No evidence is recorded."), classes=["no-evidence"])
        return
    news = [[labeled(context.date(entry.facts.date), context.link(entry))] for entry in edge.announcements]
    sources = [[labeled(_("Source"), context.source(source).children)] for source in edge.facts.sources]
    yield bullets([*news, *sources], "evidence")
