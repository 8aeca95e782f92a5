"""Diagrams in Mermaid's language, from the catalog. Pure.

A diagram is a second view of a table or list that stands beside it; both show the same. All are flowcharts:
the renderer gives only those a title, a description and boxes that can be found again. Shapes are rectangles,
plain or rounded: it draws others as curves of tens of kilobytes. A picture that would be larger than
`LARGEST` is divided, or tells numbers instead of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mermaid_svg.flowchart import MAX_SVG_BYTES, Box, Diagram, Group, _divided
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry

Translate = Callable[[str], str]


def _id(entry: Entry) -> str:
    """Return a name without hyphens, of which Mermaid makes arrows; ids have no underscores."""
    return f"{entry.kind}_{entry.id.replace('-', '_')}"


def _box(entry: Entry, rounded: bool = False) -> Box:
    return Box(_id(entry), entry.name, entry, rounded)


# -- Which partner serves which priority ---------------------------------------------------------------------


def alignment(catalog: Catalog, _: Translate) -> list[Diagram]:
    """Return one diagram of all partners and priorities, or none if it would be too large to read."""
    groups = [
        *_by_unit(catalog, catalog.partners),
        Group("priorities", _("Priorities"), [_box(each, rounded=True) for each in catalog.priorities]),
    ]
    edges = [
        (_id(partner), _id(priority))
        for partner in catalog.partners
        for priority in catalog.related(partner, "priority")
    ]
    title = _("Partners and the priorities that they serve")
    description = _("Arrows lead from each partner, grouped by team unit, to the priorities that it serves.")
    whole = Diagram(title, description, groups, edges)
    return [whole] if whole.weight <= MAX_SVG_BYTES else []


def of_priority(catalog: Catalog, priority: Entry, _: Translate) -> list[Diagram]:
    """Return the diagram of a priority and its partners; several if one would be too large."""
    target = Group("priorities", "", [_box(priority, rounded=True)])
    description = _("Arrows lead from each partner, grouped by team unit, to the priority that it serves.")

    def diagram(title: str, partners: Sequence[Entry]) -> Diagram:
        edges = [(_id(each), _id(priority)) for each in partners]
        return Diagram(title, description, [*_by_unit(catalog, partners), target], edges)

    title = _("Partners that serve %s") % priority.name
    partners = catalog.related(priority, "partner")
    parts = list(_divided(partners, lambda part: diagram(title, part).weight))
    if len(parts) <= 1:
        return [diagram(title, part) for part in parts]
    numbered = _("%(title)s (%(number)s of %(all)s)")
    return [
        diagram(numbered % {"title": title, "number": number, "all": len(parts)}, part)
        for number, part in enumerate(parts, 1)
    ]


def _by_unit(catalog: Catalog, partners: Iterable[Entry]) -> list[Group]:
    """Return partners grouped by unit; without a frame if the unit's page has errors and is left out."""
    of_unit: dict[str, list[Box]] = {}
    for partner in partners:
        of_unit.setdefault(partner.facts.unit, []).append(_box(partner))
    groups = [
        Group(_id(unit), unit.name, of_unit.pop(unit.id)) for unit in catalog.units if unit.id in of_unit
    ]
    return groups + [Group("", "", boxes) for boxes in of_unit.values()]


# -- What happened when --------------------------------------------------------------------------------------


# -- Who belongs to what -------------------------------------------------------------------------------------
