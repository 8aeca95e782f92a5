"""Diagrams in Mermaid's language, from the catalog. Pure.

A diagram is a second view of a table or list that stands beside it; both show the same. All are flowcharts:
the renderer gives only those a title, a description and boxes that can be found again. Shapes are rectangles,
plain or rounded: it draws others as curves of tens of kilobytes. A picture that would be larger than
`LARGEST` is divided, or tells numbers instead of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TypeVar

from .catalog import Catalog, Year
from .page import Entry

LARGEST = 39_000  # bytes of a picture, as `Diagram.weight` estimates them
LONGEST = 100  # characters of a label
Translate = Callable[[str], str]
T = TypeVar("T")


@dataclass(frozen=True)
class Box:
    """A box with a text."""

    id: str
    text: str
    entry: Entry | None = None  # to whose page it leads
    rounded: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes it takes: measured, with the renderer, over labels of several scripts."""
        label = _clipped(self.text)
        words, size = len(label.split()), len(label.encode())
        return 540 + len(self.id) + max(90 * words, 8 * size) + 3 * size


@dataclass(frozen=True)
class Group:
    """Boxes that belong together; without a text of its own it has no frame."""

    id: str
    text: str
    boxes: Sequence[Box]

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        return Box(self.id, self.text).weight + sum(box.weight for box in self.boxes)


@dataclass(frozen=True)
class Diagram:
    """A flowchart from left to right."""

    title: str
    description: str
    groups: Sequence[Group]
    edges: Sequence[tuple[str, str]] = ()  # ids of boxes or groups
    stacked: bool = False  # the boxes of each group stand one below the other, in their order

    @property
    def boxes(self) -> Iterator[Box]:
        """All boxes."""
        return (box for group in self.groups for box in group.boxes)

    @property
    def weight(self) -> int:
        """About how many bytes the picture will have; rather too many than too few."""
        arrows = sum(560 + 2 * (len(start) + len(end)) for start, end in self.edges)
        unseen = sum(100 + 2 * len(box.id) for box in self.boxes) if self.stacked else 0
        return 11_000 + sum(group.weight for group in self.groups) + arrows + unseen

    @property
    def code(self) -> str:
        """The diagram in Mermaid's language."""
        lines = ["flowchart LR", f"accTitle: {_label(self.title)}", f"accDescr: {_label(self.description)}"]
        for group in self.groups:
            lines += [f'subgraph {group.id}["{_label(_clipped(group.text))}"]'] if group.text else []
            lines += ["direction TB"] if self.stacked else []
            lines += [
                f"{box.id}{'(' if box.rounded else '['}" + f'"{_label(_clipped(box.text))}"'
                f"{')' if box.rounded else ']'}"
                for box in group.boxes
            ]
            if self.stacked:
                lines += [f"{one.id} ~~~ {next_.id}" for one, next_ in pairwise(group.boxes)]
            lines += ["end"] if group.text else []
        return "\n".join([*lines, *(f"{start} --> {end}" for start, end in self.edges)]) + "\n"


def _clipped(text: str) -> str:
    """Return a text that is short enough for a box, cut between words if it has any."""
    if len(text) <= LONGEST:
        return text
    head, space, _rest = text[: LONGEST - 1].rpartition(" ")
    return f"{head if space else text[: LONGEST - 1]}…"


def _label(text: str) -> str:
    """Return a text that Mermaid takes for nothing but text, also between double quotes.

    Mermaid has no escape for these characters that every renderer knows; an invisible word joiner behind
    one keeps it from beginning anything.
    """
    text = escape(text, quote=False).replace('"', "”")
    return "".join(f"{each}\N{WORD JOINER}" if each in "#%\\`" else each for each in text)


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
    return [whole] if whole.weight <= LARGEST else []


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


def _divided(items: Sequence[T], weight: Callable[[Sequence[T]], int]) -> Iterator[Sequence[T]]:
    """Yield `items` in parts, each as large as `LARGEST` allows, of one item at least."""
    start = 0
    for end in range(1, len(items) + 1):
        if end == len(items) or weight(items[start : end + 1]) > LARGEST:
            yield items[start:end]
            start = end


# -- What happened when --------------------------------------------------------------------------------------


def timeline(catalog: Catalog, _: Translate) -> list[Diagram]:
    """Return the years with the partnerships that began or ended and the news; in parts if they are many."""
    years = [_year(year, events, _) for year, events in sorted(catalog.years().items())]

    def diagram(part: Sequence[Group]) -> Diagram:
        title = _("Partnerships and announcements from %(first)s to %(last)s")
        description = _(
            "For each year, oldest first: partnerships that began, partnerships that ended, announcements."
        )
        edges = [(one.id, next_.id) for one, next_ in pairwise(part)]
        return Diagram(
            title % {"first": part[0].text, "last": part[-1].text}, description, part, edges, stacked=True
        )

    return [diagram(part) for part in _divided(years, lambda part: diagram(part).weight)]


def _year(year: str, events: Year, _: Translate) -> Group:
    """Return a year with all its events, or with their numbers if they are too many for one picture."""
    began, ended, told, joined, left = events
    boxes = [Box(f"began_{_id(each)}", _("Begins: %s") % each.name, each, rounded=True) for each in began]
    boxes += [Box(f"ended_{_id(each)}", _("Ends: %s") % each.name, each, rounded=True) for each in ended]
    boxes += [_box(each) for each in reversed(told)]  # oldest first, as the years
    for what, text, people in (("joined", _("Joins: %s"), joined), ("left", _("Leaves: %s"), left)):
        boxes += [
            Box(f"{what}_{year}_{number}", text % member.name, unit, rounded=True)
            for number, (member, unit) in enumerate(people)
        ]
    group = Group(f"year_{year}", year, boxes)
    if group.weight <= LARGEST / 3:
        return group
    numbers: tuple[tuple[str, str, Sequence[object]], ...] = (
        ("began", _("Partnerships that begin: %s"), began),
        ("ended", _("Partnerships that end: %s"), ended),
        ("told", _("Announcements: %s"), told),
        ("joined", _("People who join: %s"), joined),
        ("left", _("People who leave: %s"), left),
    )
    return Group(
        group.id, year, [Box(f"{id}_{year}", text % len(each)) for id, text, each in numbers if each]
    )


# -- Who belongs to what -------------------------------------------------------------------------------------


def team(catalog: Catalog, _: Translate) -> list[Diagram]:
    """Return the team, its units and their people, or the number of people if they are too many."""
    root = Box("team", _("Partnerships team"), rounded=True)
    units = catalog.units
    people = {
        unit.id: [
            Box(f"{_id(unit)}_{number}", member.name, unit, rounded=True)
            for number, member in enumerate(unit.facts.members)
            if not member.left
        ]
        for unit in units
    }
    title, description = (
        _("The team's structure"),
        _("Arrows lead from the team to its units, and on to their people."),
    )
    edges = [(root.id, _id(unit)) for unit in units]
    named = Diagram(
        title,
        description,
        [Group("", "", [root, *map(_box, units), *(box for boxes in people.values() for box in boxes)])],
        edges + [(_id(unit), box.id) for unit in units for box in people[unit.id]],
    )
    if named.weight <= LARGEST:
        return [named]
    counted = [
        Box(
            _id(each),
            _("%(unit)s: %(count)s people") % {"unit": each.name, "count": len(people[each.id])},
            each,
        )
        for each in units
    ]
    return [Diagram(title, description, [Group("", "", [root, *counted])], edges)]
