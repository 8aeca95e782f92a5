"""The alignment matrix: which partner serves which priority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import Inline, ended, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.tables import heading_row, row, table
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment_matrix(context: ViewContext) -> list[nodes.Node]:
    """Show which partner serves which priority; each filled cell links to the reason."""
    partners = filters.filter_partners(context.options, context.catalog)
    if not partners:
        return [paragraph(_("No partner fits this selection."))]
    priorities = map(context.link, context.catalog.priorities)
    header: list[Inline] = [_("Partner"), *priorities, _("Priorities served")]
    rows = _grouped_rows(context, partners, len(header))
    rows.append(_total_row(context, _("All partners"), partners))
    active = [partner for partner in partners if not partner.facts.ended]
    if 0 < len(active) < len(partners):
        rows.append(_total_row(context, _("Active partners"), active))
    return [table("alignment-matrix", _("Partners and the priorities that they serve"), header, rows)]


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
        rows.append(heading_row(context.link(unit), columns))
        rows += _partner_rows(context, [partner for partner in partners if partner.facts.unit == unit.id])
    unit_ids = {unit.id for unit in units}
    rest = [partner for partner in partners if partner.facts.unit not in unit_ids]
    return rows + _partner_rows(context, rest)


def _partner_rows(context: ViewContext, partners: Iterable[Entry]) -> list[nodes.row]:
    rows = []
    for partner in partners:
        served = context.catalog.related(partner, "priority")
        cells: list[Inline] = [[context.link(partner), *ended(partner)]]
        for priority in context.catalog.priorities:
            cells.append(_reason_link(context, partner, priority) if priority in served else "–")
        rows.append(row([*cells, str(len(served))]))
    return rows


def _reason_link(context: ViewContext, partner: Entry, priority: Entry) -> nodes.Node:
    """Return the link to the reason of an alignment; its text says whether there is evidence."""
    has_evidence = context.catalog.has_evidence(partner, priority)
    names = {"partner": partner.name, "priority": priority.name}
    return context.link(
        partner,
        text=_("Aligned") if has_evidence else _("Aligned, without evidence"),
        anchor=f"alignment-{priority.id}",
        title=_("%(partner)s and %(priority)s: the reason") % names,
    )


def _total_row(context: ViewContext, label: str, partners: Sequence[Entry]) -> nodes.row:
    """Return the row with the number of partners for each priority, and their sum."""
    served = [context.catalog.related(partner, "priority") for partner in partners]
    counts = [sum(priority in served_by for served_by in served) for priority in context.catalog.priorities]
    return row([label, *map(str, counts), str(sum(counts))], "total")
