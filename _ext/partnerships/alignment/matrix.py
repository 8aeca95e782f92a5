"""The alignment matrix: which partner supports which priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import BASES, STATUSES
from partnerships.nodes.builders import Inline, ended, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.filters import facet_classes, filtered_partners
from partnerships.nodes.tables import heading_row, row, table
from partnerships_data.catalog import filters
from partnerships_data.catalog.catalog import AlignmentEdge
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment_matrix(context: ViewContext) -> Sequence[nodes.Node]:
    """Show which partner supports which priority; each filled cell links to the reason.

    With the option `limit`, these are the first partners, without filters and numbers.
    """
    catalog, options = context.catalog, context.options
    partners = filters.filter_entries(options, catalog.partners, catalog)[: options.get("limit")]
    if not partners:
        return [paragraph(_("No partner matches this selection."))]
    priorities = map(context.link, context.catalog.priorities)
    header: list[Inline] = [_("Partner"), *priorities, _("Priorities supported")]
    caption = _("Partners and the priorities that they support")
    if "limit" in context.options:
        rows = _partner_rows(context, partners)
        return [table("alignment-overview", caption, header[:-1], rows, ["alignment-matrix", "compact"])]
    rows = [*_grouped_rows(context, partners, len(header)), *_total_rows(context, partners)]
    matrix = table("alignment-matrix", caption, header, rows, ["alignment-matrix", "sortable"])
    return filtered_partners(context, partners, [matrix])


def _grouped_rows(context: ViewContext, partners: Sequence[Entry], columns: int) -> list[nodes.row]:
    """Return the rows of partners, below headings for their units if there are several units.

    A partner comes last, without a heading, if its unit's page has errors and is left out.
    """
    coordinating = {partner.facts.unit for partner in partners}
    units = [unit for unit in context.catalog.units if unit.id in coordinating]
    if len(units) <= 1:
        return _partner_rows(context, partners)
    rows = []
    for unit in units:
        if context.domain.builder.format == "man":  # manual pages have no cells across columns
            rows.append(row([context.link(unit), *[""] * (columns - 1)]))
        else:
            rows.append(heading_row(context.link(unit), columns))
        rows += _partner_rows(context, [partner for partner in partners if partner.facts.unit == unit.id])
    unit_ids = {unit.id for unit in units}
    rest = [partner for partner in partners if partner.facts.unit not in unit_ids]
    return rows + _partner_rows(context, rest)


def _partner_rows(context: ViewContext, partners: Iterable[Entry]) -> list[nodes.row]:
    rows = []
    for partner in partners:
        edges = {edge.priority.id: edge for edge in context.catalog.alignments_of(partner)}
        cells: list[Inline] = [[context.link(partner), *ended(partner)]]
        for priority in context.catalog.priorities:
            edge = edges.get(priority.id)
            cells.append(_cell(context, edge) if edge else "–")
        facets = filters.facets(partner, context.catalog)
        if "limit" not in context.options:
            cells.append(str(len(edges)))
        rows.append(row(cells, *facet_classes(context, facets)))
    return rows


def _cell(context: ViewContext, edge: AlignmentEdge) -> nodes.entry:
    """Return the cell that links to the reason of an alignment, and says its basis in words."""
    basis = edge.facts.basis
    names = {"partner": edge.partner.name, "priority": edge.priority.name}
    title = "" if "limit" in context.options else _("%(partner)s and %(priority)s: the reason") % names
    link = context.link(
        edge.partner,
        text=str(BASES[basis]) if edge.has_evidence else _("Our reading, no evidence"),
        anchor=f"alignment-{edge.priority.id}",
        title=title,
    )
    classes = [basis] if edge.has_evidence else [basis, "no-evidence"]
    return nodes.entry("", paragraph(link), classes=classes)


def _total_rows(context: ViewContext, partners: Sequence[Entry]) -> Iterator[nodes.row]:
    """Yield the numbers of alignments for each priority: by basis, all, and those without end."""
    edges = [edge for partner in partners for edge in context.catalog.alignments_of(partner)]
    for basis, label in BASES.items():
        yield _total_row(context, str(label), [edge for edge in edges if edge.facts.basis == basis])
    numbers = {"alignments": len(edges), "partners": len({edge.partner.id for edge in edges})}
    yield _total_row(context, _("Alignments: %(alignments)s. Partners: %(partners)s.") % numbers, edges)
    without_end = [edge for edge in edges if not edge.partner.facts.ended]
    if 0 < len(without_end) < len(edges):
        yield _total_row(context, str(STATUSES["no-end-recorded"]), without_end)


def _total_row(context: ViewContext, label: str, edges: Sequence[AlignmentEdge]) -> nodes.row:
    counts = Counter(edge.priority.id for edge in edges)
    numbers = (counts[priority.id] for priority in context.catalog.priorities)
    return row([label, *map(str, numbers), str(len(edges))], "total")
