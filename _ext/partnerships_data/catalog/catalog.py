"""All pages known: what they say together, and where they contradict each other.

A `Catalog` is a value, computed afresh from the entries and never patched. Every edge is declared on one page
and answered here from both ends. Every answer is sorted. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from diagnostics.problem import Problem
from partnerships_data.catalog.consistency import (
    _former_problems,
    _in_place_first,
    _photo_problems,
    _place_problems,
    _reference_problems,
)
from partnerships_data.pages.entry import Entry, Page, expected_entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS, Announcement, Member


class Year(NamedTuple):
    """What happened in a year."""

    began: list[Entry]  # partnerships
    ended: list[Entry]
    told: list[Entry]  # announcements, newest first
    joined: list[tuple[Member, Entry]]  # people, with their units
    left: list[tuple[Member, Entry]]


@dataclass(frozen=True, eq=False)  # compared by identity: a catalog is never patched
class Catalog:
    """The entries of the site by kind and id, each kind in its own order."""

    by_kind: Mapping[str, Mapping[str, Entry]]

    @classmethod
    def of(cls, pages: Iterable[Page], photos: Iterable[str]) -> tuple[Catalog, list[Problem]]:
        """Return the catalog of the pages that are in order, and the problems of all of them, sorted.

        :param photos: the names of the files in ``_static/photos/``
        """
        pages, photos = sorted(pages, key=lambda page: page.docname), frozenset(photos)
        ids: dict[str, set[str]] = {kind: set() for kind in KINDS}  # also of pages that cannot be read
        for page in pages:
            if page.entry:
                ids[page.entry.kind].add(page.entry.id)
            elif of_folder := expected_entry(page.docname):
                ids[of_folder[0]].add(of_folder[1])
        sound: list[Entry] = []
        problems = [problem for page in pages for problem in page.problems]
        entries = sorted((page.entry for page in pages if page.entry), key=_in_place_first)
        taken: dict[tuple[str, str], str] = {}
        misplaced = [list(_place_problems(entry, taken)) for entry in entries]
        for entry, of_place in zip(entries, misplaced, strict=True):
            found = [
                *of_place,
                *_former_problems(entry, taken),
                *_reference_problems(entry, ids),
                *_photo_problems(entry, photos),
            ]
            problems += found
            if not found:
                sound.append(entry)
        return cls.of_entries(sound), sorted(problems)

    @classmethod
    def of_entries(cls, entries: Iterable[Entry]) -> Catalog:
        """Return the catalog of these entries, which are taken to be in order."""
        by_kind: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        for entry in sorted(entries, key=_order):
            by_kind[entry.kind][entry.id] = entry
        newest_first = sorted(
            by_kind["announcement"].items(), key=lambda each: each[1].facts.date, reverse=True
        )
        return cls({**by_kind, "announcement": dict(newest_first)})

    def get(self, kind: str, id: str) -> Entry | None:
        """Return the entry of this kind and id, if there is one."""
        return self.by_kind[kind].get(id)

    @property
    def partners(self) -> list[Entry]:
        """By name."""
        return list(self.by_kind["partner"].values())

    @property
    def units(self) -> list[Entry]:
        """By name."""
        return list(self.by_kind["unit"].values())

    @property
    def priorities(self) -> list[Entry]:
        """In the order of their framework."""
        return list(self.by_kind["priority"].values())

    @property
    def announcements(self) -> list[Entry]:
        """Newest first; those of one day by id."""
        return list(self.by_kind["announcement"].values())

    def find(self, kind: str, id: str) -> Entry | None:
        """Return the entry that has this id, or had it before its page was renamed."""
        return self.get(kind, id) or self._former.get((kind, id))

    @cached_property
    def _former(self) -> Mapping[tuple[str, str], Entry]:
        return {(each.kind, id): each for each in self.entries() for id in each.facts.formerly}

    @cached_property
    def published(self) -> Catalog:
        """The same without drafts, for everything that leaves the site."""
        if not any(each.facts.draft for each in self.announcements):
            return self
        return Catalog.of_entries(each for each in self.entries() if not getattr(each.facts, "draft", False))

    @cached_property
    def banner(self) -> Entry | None:
        """The announcement that is shown above every page, if any is."""
        return next((each for each in self.published.announcements if each.facts.banner), None)

    def related(self, entry: Entry, kind: str) -> list[Entry]:
        """Return the entries of `kind` that share an edge with `entry`, whichever of the two declares it."""
        return self._related.get((entry.kind, entry.id, kind), [])

    @cached_property
    def _related(self) -> Mapping[tuple[str, str, str], list[Entry]]:
        """By kind and id of one end and kind of the other: the entries there, in the order of their kind."""
        ends: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for entry in self.entries():
            for target in self._targets(entry):
                if self.get(*target):  # a page with errors is left out
                    ends.setdefault((entry.kind, entry.id), set()).add(target)
                    ends.setdefault(target, set()).add((entry.kind, entry.id))
        related: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.entries():
            for end in ends.get((entry.kind, entry.id), ()):
                related.setdefault((*end, entry.kind), []).append(entry)
        return related

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, kind by kind."""
        for entries in self.by_kind.values():
            yield from entries.values()

    def _targets(self, entry: Entry) -> set[tuple[str, str]]:
        """Return kind and id of what an entry points to; news of partners is news of their priorities."""
        targets = {(kind, id) for kind, id, _ in entry.facts.references()}
        if isinstance(entry.facts, Announcement) and not entry.facts.priorities:
            partners = (self.get("partner", id) for id in entry.facts.partners)
            targets |= {("priority", id) for each in partners if each for id in each.facts.alignment}
        return targets

    def evidence(self, partner: Entry, priority: Entry) -> list[Entry]:
        """Return the announcements that are about both, newest first.

        Together with the sources of the partner's page they show that the partnership serves the priority.
        """
        return [
            each
            for each in self.related(partner, "announcement")
            if any(other.id == priority.id for other in self.related(each, "priority"))
        ]

    def has_evidence(self, partner: Entry, priority: Entry) -> bool:
        """Return whether an announcement or a source shows that a partnership serves a priority."""
        return bool(partner.facts.sources or self.evidence(partner, priority))

    def between(self, entry: Entry, kind: str, via: str) -> list[Entry]:
        """Return the entries of `kind` that share a neighbour of the kind `via` with `entry`.

        A priority and the units that coordinate its partners have no edge of their own; this finds them.
        """
        found = {each.id for middle in self.related(entry, via) for each in self.related(middle, kind)}
        return [each for id, each in self.by_kind[kind].items() if id in found]

    def years(self) -> Mapping[str, Year]:
        """Return what happened by year, newest first."""
        people = [(member, unit) for unit in self.units for member in unit.facts.members]
        dated = (
            *(("began", each.facts.since, each) for each in self.partners),
            *(("ended", each.facts.until, each) for each in self.partners),
            *(("told", each.facts.date, each) for each in self.announcements),
            *(("joined", each[0].joined, each) for each in people),
            *(("left", each[0].left, each) for each in people),
        )
        years: dict[str, Year] = {}
        for what, date, who in dated:
            if date:
                getattr(years.setdefault(date[:4], Year([], [], [], [], [])), what).append(who)
        return dict(sorted(years.items(), reverse=True))

    @cached_property
    def by_region(self) -> Mapping[Region, tuple[list[Entry], list[tuple[Member, Entry]]]]:
        """The partners at work in each region, and the people responsible for it with their units."""
        found: dict[Region, tuple[list[Entry], list[tuple[Member, Entry]]]] = {}
        for partner in self.partners:
            for region in partner.facts.regions:
                found.setdefault(region, ([], []))[0].append(partner)
        for unit in self.units:
            for member in unit.facts.members:
                for region in () if member.left else member.regions:
                    found.setdefault(region, ([], []))[1].append((member, unit))
        return {region: found[region] for region in Region if region in found}


def _order(entry: Entry) -> tuple[int, str, str]:
    return (
        getattr(entry.facts, "order", 0),
        "" if entry.kind == "announcement" else entry.name.casefold(),
        entry.id,
    )
