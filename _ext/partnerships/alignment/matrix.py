"""Views of the priority-alignment index: the matrix, the diagram, reasons with their evidence, the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import (
    Inline,
    ended,
    paragraph,
)
from partnerships.nodes.context import ViewContext
from partnerships.nodes.tables import heading_row, row, table
from partnerships_data.catalog import filters as selection
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def alignment_matrix(context: ViewContext) -> list[nodes.Node]:
    """Show which partner serves which priority; each filled cell leads to the reason."""
    priorities = context.catalog.priorities
    partners = selection.partners(context.options, context.catalog)
    if not partners:
        return [paragraph(_("No partner fits this selection."))]
    header: list[Inline] = [
        _("Partner"),
        *(context.link(each) for each in priorities),
        _("Priorities served"),
    ]
    groups = [
        (unit, [each for each in partners if each.facts.unit == unit.id]) for unit in context.catalog.units
    ]
    groups = [(unit, members) for unit, members in groups if members]
    rows: list[nodes.row] = []
    if len(groups) > 1:
        for unit, members in groups:
            rows += [heading_row(context.link(unit), len(header)), *_matrix_rows(context, members)]
        group_changes = {each.id for _unit, members in groups for each in members}
        rows += _matrix_rows(context, [each for each in partners if each.id not in group_changes])
    else:
        rows += _matrix_rows(context, partners)
    rows.append(_totals(context, _("Partners in all"), partners))
    active = [each for each in partners if not each.facts.ended]
    if 0 < len(active) < len(partners):
        rows.append(_totals(context, _("Active partners"), active))
    return [table("alignment-matrix", _("Partners and the priorities that they serve"), header, rows)]


def _matrix_rows(context: ViewContext, partners: Iterable[Entry]) -> list[nodes.row]:
    rows = []
    for partner in partners:
        served = {each.id for each in context.catalog.related(partner, "priority")}
        cells: list[Inline] = [[context.link(partner), *ended(partner)]]
        cells += [
            _cell(context, partner, each) if each.id in served else "–" for each in context.catalog.priorities
        ]
        rows.append(row([*cells, str(len(served))]))
    return rows


def _cell(context: ViewContext, partner: Entry, priority: Entry) -> nodes.Node:
    """Return the link to a reason; its words say that there is one, and whether anything shows it."""
    names = {"partner": partner.name, "priority": priority.name}
    return context.link(
        partner,
        text=_("Aligned")
        if context.catalog.has_evidence(partner, priority)
        else _("Aligned, without evidence"),
        anchor=f"alignment-{priority.id}",
        title=_("%(partner)s and %(priority)s: the reason") % names,
    )


def _totals(context: ViewContext, text: str, partners: Sequence[Entry]) -> nodes.row:
    served = [{each.id for each in context.catalog.related(partner, "priority")} for partner in partners]
    numbers = [sum(priority.id in each for each in served) for priority in context.catalog.priorities]
    return row([text, *map(str, numbers), str(sum(numbers))], "total")


# -- One alignment -------------------------------------------------------------------------------------------


# -- What is missing -----------------------------------------------------------------------------------------
