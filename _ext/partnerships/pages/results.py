"""Results of partnerships, and how many facts there are for each year."""

from __future__ import annotations

from babel.numbers import format_decimal
from docutils import nodes
from sphinx.locale import get_translation

from partnerships.empty_lists import empty_list
from partnerships.labels import RESULT_BASES
from partnerships.nodes.builders import Inline, fill, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.tables import row, table
from partnerships_data.catalog.statistics import statistics
from partnerships_data.pages.evidence import Result

_ = get_translation("partnerships")


def result_list(context: ViewContext) -> list[nodes.Node]:
    """Show the results of all partners; on the page of a partner, its own."""
    entry = context.entry
    number = nodes.entry("", paragraph(_("Number")), classes=["number"])
    header: list[Inline] = [_("Result"), number, _("Where"), _("When"), _("Source")]
    if entry and entry.kind == "partner":
        rows = [row(_cells(context, result)) for result in entry.facts.results]
    else:
        header.insert(0, _("Partner"))
        rows = [
            row([context.link(partner), *_cells(context, result)])
            for partner in context.catalog.partners
            for result in partner.facts.results
        ]
    if not rows:
        path = f"{entry.docname}.md" if entry and entry.kind == "partner" else "partners/"
        return [empty_list(context, _("No results are recorded."), path, "results")]
    return [table("result-list", _("Results of partnerships"), header, rows, ["results", "sortable"])]


def _cells(context: ViewContext, result: Result) -> list[Inline]:
    dates = [context.date(date) for date in (result.period or "").split("/") if date]
    number = format_decimal(result.figure, locale=context.config.language)
    basis = nodes.inline("", str(RESULT_BASES[result.basis]), classes=[result.basis])
    return [
        result.what,
        _("at least %s") % number if result.at_least else number,
        result.where or "–",
        " – ".join(dates) or "–",
        fill(_("{source} ({basis})"), source=context.source(result.source).children, basis=basis),
    ]


def directory_statistics(context: ViewContext) -> list[nodes.Node]:
    """Show how many partnerships began in each year, their alignments, and the announcements."""
    header = [_("Year"), _("Partnerships that began"), _("Their alignments"), _("Announcements")]
    counted = statistics(context.catalog)
    rows = []
    for label, counts in [*counted.years.items(), (_("Without a date"), counted.undated)]:
        numbers = (counts.partners, counts.alignments, counts.announcements)
        rows.append(row([str(label), *map(str, numbers)]))
    return [table("directory-statistics", _("Facts by year"), header, rows)]
