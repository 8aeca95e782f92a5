"""Views of the priority-alignment index: the matrix, the diagram, reasons with their evidence, the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docutils import nodes
from sphinx.locale import get_translation

from . import diagrams, selection
from .drawing import pictures
from .gaps import Gaps
from .page import Entry
from .sight import Inline, Sight, bullets, definitions, ended, heading, paragraph, separated, web_link
from .tables import heading_row, row, table
from .values import Region

_ = get_translation("partnerships")

OLDEST = 10  # pages that the list of the longest unreviewed shows


def alignment_matrix(sight: Sight) -> list[nodes.Node]:
    """Show which partner serves which priority; each filled cell leads to the reason."""
    priorities = sight.catalog.priorities
    partners = selection.partners(sight.options, sight.catalog)
    if not partners:
        return [paragraph(_("No partner fits this selection."))]
    header: list[Inline] = [_("Partner"), *(sight.link(each) for each in priorities), _("Priorities served")]
    groups = [
        (unit, [each for each in partners if each.facts.unit == unit.id]) for unit in sight.catalog.units
    ]
    groups = [(unit, members) for unit, members in groups if members]
    rows: list[nodes.row] = []
    if len(groups) > 1:
        for unit, members in groups:
            rows += [heading_row(sight.link(unit), len(header)), *_matrix_rows(sight, members)]
        grouped = {each.id for _unit, members in groups for each in members}
        rows += _matrix_rows(sight, [each for each in partners if each.id not in grouped])
    else:
        rows += _matrix_rows(sight, partners)
    rows.append(_totals(sight, _("Partners in all"), partners))
    active = [each for each in partners if not each.facts.ended]
    if 0 < len(active) < len(partners):
        rows.append(_totals(sight, _("Active partners"), active))
    return [table("alignment-matrix", _("Partners and the priorities that they serve"), header, rows)]


def _matrix_rows(sight: Sight, partners: Iterable[Entry]) -> list[nodes.row]:
    rows = []
    for partner in partners:
        served = {each.id for each in sight.catalog.related(partner, "priority")}
        cells: list[Inline] = [[sight.link(partner), *ended(partner)]]
        cells += [
            _cell(sight, partner, each) if each.id in served else "–" for each in sight.catalog.priorities
        ]
        rows.append(row([*cells, str(len(served))]))
    return rows


def _cell(sight: Sight, partner: Entry, priority: Entry) -> nodes.Node:
    """Return the link to a reason; its words say that there is one, and whether anything shows it."""
    names = {"partner": partner.name, "priority": priority.name}
    return sight.link(
        partner,
        text=_("Aligned")
        if sight.catalog.has_evidence(partner, priority)
        else _("Aligned, without evidence"),
        anchor=f"alignment-{priority.id}",
        title=_("%(partner)s and %(priority)s: the reason") % names,
    )


def _totals(sight: Sight, text: str, partners: Sequence[Entry]) -> nodes.row:
    served = [{each.id for each in sight.catalog.related(partner, "priority")} for partner in partners]
    numbers = [sum(priority.id in each for each in served) for priority in sight.catalog.priorities]
    return row([text, *map(str, numbers), str(sum(numbers))], "total")


def alignment_diagram(sight: Sight) -> list[nodes.Node]:
    """Show the same as the matrix as a picture; if it would be a knot, one for each priority."""
    if whole := diagrams.alignment(sight.catalog, _):
        return pictures(sight, whole)
    shown: list[nodes.Node] = []
    for priority in sight.catalog.priorities:
        if parts := diagrams.of_priority(sight.catalog, priority, _):
            shown += [heading(3, sight.link(priority)), *pictures(sight, parts)]
    return shown


# -- One alignment -------------------------------------------------------------------------------------------


def alignment(sight: Sight) -> list[nodes.Node]:
    """Show, on a partner's page, each priority with the reason and the evidence."""
    if not (entry := sight.entry):
        return []
    rows = [
        (
            nodes.term("", "", sight.link(priority), ids=[f"alignment-{priority.id}"]),
            _reason_and_evidence(sight, entry, priority),
        )
        for priority in sight.catalog.related(entry, "priority")
    ]
    if rows:
        return [definitions(rows, "alignment")]
    none = paragraph(_("No priority is recorded for this partnership yet."))
    return [none, bullets(_sources(entry), "evidence")] if entry.facts.sources else [none]


def aligned_partners(sight: Sight) -> list[nodes.Node]:
    """Show, on a priority's page, each partner with the reason and the evidence."""
    if not (entry := sight.entry):
        return []
    rows = [
        (
            nodes.term("", "", sight.link(partner), *ended(partner)),
            _reason_and_evidence(sight, partner, entry),
        )
        for partner in sight.catalog.related(entry, "partner")
    ]
    if not rows:
        return [paragraph(_("No partner is recorded for this priority yet."))]
    return [definitions(rows, "alignment"), *pictures(sight, diagrams.of_priority(sight.catalog, entry, _))]


def _reason_and_evidence(sight: Sight, partner: Entry, priority: Entry) -> Iterator[nodes.Node]:
    yield paragraph(sight.reason(partner, priority))
    if not sight.catalog.has_evidence(partner, priority):
        yield paragraph(_("No announcement and no source shows this yet."), classes=["no-evidence"])
        return
    news = [
        [paragraph(_("%s: ") % sight.date(each.facts.date), sight.link(each))]
        for each in sight.catalog.evidence(partner, priority)
    ]
    yield bullets([*news, *_sources(partner)], "evidence")


def _sources(partner: Entry) -> Iterator[list[nodes.Node]]:
    for source in partner.facts.sources:
        yield [paragraph(_("Source: "), web_link(source))]


# -- What is missing -----------------------------------------------------------------------------------------

GAPS: Mapping[str, tuple[str, str]] = {  # of `Gaps`: the heading, and what an empty list says
    "priorities_without_partner": (
        _("Priorities that no active partnership serves"),
        _("None: every priority is served by an active partnership."),
    ),
    "partners_without_priority": (
        _("Partners without a recorded priority"),
        _("None: every partner has at least one priority."),
    ),
    "alignments_without_evidence": (
        _("Alignments without evidence"),
        _("None: an announcement or a source shows every alignment."),
    ),
    "partners_without_announcement": (
        _("Partners without an announcement"),
        _("None: every partner was announced."),
    ),
    "units_without_partner": (
        _("Team units without partners"),
        _("None: every unit coordinates a partner."),
    ),
    "regions_without_cover": (
        _("Regions without an active partnership or a person of the team"),
        _("None: every region is covered."),
    ),
    "reviewed_longest_ago": (
        _("Partner pages by their last review, the oldest first"),
        _("None: there is no partner."),
    ),
}


def alignment_gaps(sight: Sight) -> list[nodes.Node]:
    """Show where the alignment is thin; an empty list says that nothing is missing."""
    gaps = Gaps.of(sight.catalog)
    shown: list[nodes.Node] = []
    for name, (title, none) in GAPS.items():
        missing = getattr(gaps, name)
        if name == "reviewed_longest_ago":
            items = [_reviewed(sight, each) for each in missing[:OLDEST]]
        else:
            items = [_missing(sight, each) for each in missing]
        found = bullets([each] for each in items) if items else paragraph(str(none))
        shown += [heading(3, f"{title} ({len(missing)})"), found]
    return shown


def _missing(sight: Sight, missing: Entry | Region | tuple[Entry, Entry]) -> nodes.paragraph:
    match missing:
        case Region():
            return paragraph(sight.region_links([missing]))
        case (partner, priority):
            names = [sight.link(partner, anchor=f"alignment-{priority.id}"), sight.link(priority)]
            return paragraph(separated(names))
        case entry:
            return paragraph(sight.link(entry), *ended(entry))


def _reviewed(sight: Sight, partner: Entry) -> nodes.paragraph:
    date = partner.facts.reviewed
    return paragraph(sight.link(partner), ": ", sight.date(date) if date else _("never"))
