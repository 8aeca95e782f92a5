"""All pages together.

A `Catalog` is a value: it is computed afresh from the entries and never patched. Each edge is declared on one
page, and the catalog answers from both of its ends. Every answer is sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from diagnostics.problem import Problem
from page_source.letters import fold
from partnerships_data.catalog.consistency import check_consistency
from partnerships_data.pages.entry import Entry, Page
from partnerships_data.pages.evidence import Alignment
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS, Member


class AlignmentEdge(NamedTuple):
    """An alignment between a partner and a priority."""

    partner: Entry
    priority: Entry
    facts: Alignment
    announcements: list[Entry]  # those that name both, newest first

    @property
    def has_evidence(self) -> bool:
        """Whether a source of its own or an announcement shows the alignment."""
        return bool(self.facts.sources or self.announcements)


class Year(NamedTuple):
    """The events of a year."""

    began: list[Entry]  # partnerships
    ended: list[Entry]
    announced: list[Entry]  # newest first
    joined: list[tuple[Member, Entry]]  # people, with their units
    left: list[tuple[Member, Entry]]


@dataclass(frozen=True, eq=False)  # compared by identity: a catalog is never patched
class Catalog:
    """The entries of the site by kind and id, each kind in its own order."""

    by_kind: Mapping[str, Mapping[str, Entry]]

    @classmethod
    def from_pages(cls, pages: Iterable[Page], photos: Iterable[str]) -> tuple[Catalog, list[Problem]]:
        """Return the catalog of the pages without problems, and the problems of all pages, sorted.

        :param photos: the names of the files in ``_static/photos/``
        """
        pages = list(pages)
        entries, problems = check_consistency(pages, frozenset(photos))
        problems += [problem for page in pages for problem in page.problems]
        return cls.from_entries(entries), sorted(problems)

    @classmethod
    def from_entries(cls, entries: Iterable[Entry]) -> Catalog:
        """Return the catalog of these entries, which are not checked."""
        by_kind: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        for entry in sorted(entries, key=_sort_key):
            by_kind[entry.kind][entry.id] = entry
        newest_first = sorted(
            by_kind["announcement"].values(), key=lambda entry: entry.facts.date, reverse=True
        )
        return cls({**by_kind, "announcement": {entry.id: entry for entry in newest_first}})

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

    def entries(self) -> Iterator[Entry]:
        for entries in self.by_kind.values():
            yield from entries.values()

    def find(self, kind: str, id: str) -> Entry | None:
        """Return the entry that has this id, or had it before its page was renamed."""
        return self.get(kind, id) or self.by_former_id.get((kind, id))

    @cached_property
    def by_former_id(self) -> Mapping[tuple[str, str], Entry]:
        """The entries of renamed pages, by their kind and each id that they had."""
        return {(entry.kind, id): entry for entry in self.entries() for id in entry.facts.formerly}

    @cached_property
    def published(self) -> Catalog:
        """The catalog without drafts, for everything that leaves the site."""
        has_drafts = any(entry.facts.draft for entry in self.announcements)
        published = (entry for entry in self.entries() if not getattr(entry.facts, "draft", False))
        return Catalog.from_entries(published) if has_drafts else self

    @cached_property
    def banner(self) -> Entry | None:
        """The announcement above every page, if there is one."""
        return next((entry for entry in self.published.announcements if entry.facts.banner), None)

    # -- Edges ----------------------------------------------------------------------------------------------

    def related(self, entry: Entry, kind: str) -> list[Entry]:
        """Return the entries of `kind` that share an edge with `entry`, whichever of the two declares it."""
        return self._related.get((entry.kind, entry.id, kind), [])

    @cached_property
    def _related(self) -> Mapping[tuple[str, str, str], list[Entry]]:
        """(kind, id, kind of the neighbors) -> the neighbors, in the order of their kind."""
        neighbors: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for entry in self.entries():
            for target in {(kind, id) for kind, id, _ in entry.facts.references()}:
                if self.get(*target):  # a page with errors is left out
                    neighbors.setdefault((entry.kind, entry.id), set()).add(target)
                    neighbors.setdefault(target, set()).add((entry.kind, entry.id))
        related: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.entries():
            for kind, id in neighbors.get((entry.kind, entry.id), ()):
                related.setdefault((kind, id, entry.kind), []).append(entry)
        return related

    def related_via(self, entry: Entry, kind: str, via: str) -> list[Entry]:
        """Return the entries of `kind` at two steps from `entry`: those that share a neighbor of kind `via`.

        For example, the units that coordinate the partners of a priority.
        """
        ids = {
            distant.id for neighbor in self.related(entry, via) for distant in self.related(neighbor, kind)
        }
        return [distant for id, distant in self.by_kind[kind].items() if id in ids]

    def announcements_of_partners(self, priority: Entry) -> list[Entry]:
        """Return the announcements that name a partner of a priority, but not the priority, newest first."""
        named = {announcement.id for announcement in self.related(priority, "announcement")}
        of_partners = self.related_via(priority, "announcement", via="partner")
        return [announcement for announcement in of_partners if announcement.id not in named]

    # -- Alignment ------------------------------------------------------------------------------------------

    @cached_property
    def alignments(self) -> list[AlignmentEdge]:
        """All alignments, by partner and then by priority."""
        return [edge for partner in self.partners for edge in self.alignments_of(partner)]

    def alignments_of(self, partner: Entry) -> list[AlignmentEdge]:
        """Return the alignments of a partner, in the order of the priorities."""
        return [self.alignment(partner, priority) for priority in self.related(partner, "priority")]

    def alignment(self, partner: Entry, priority: Entry) -> AlignmentEdge:
        """Return the alignment between a partner and one of its priorities."""
        announcements = [
            announcement
            for announcement in self.related(partner, "announcement")
            if priority.id in announcement.facts.priorities
        ]
        return AlignmentEdge(partner, priority, partner.facts.alignment[priority.id], announcements)

    # -- Years and regions ----------------------------------------------------------------------------------

    def years(self) -> Mapping[str, Year]:
        """Return the events of each year, newest year first."""
        people = [(member, unit) for unit in self.units for member in unit.facts.members]
        events = (
            *(("began", partner.facts.since, partner) for partner in self.partners),
            *(("ended", partner.facts.until, partner) for partner in self.partners),
            *(("announced", entry.facts.date, entry) for entry in self.announcements),
            *(("joined", person[0].joined, person) for person in people),
            *(("left", person[0].left, person) for person in people),
        )
        years: dict[str, Year] = {}
        for event, date, subject in events:
            if date:
                year = years.setdefault(date[:4], Year([], [], [], [], []))
                getattr(year, event).append(subject)
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


def _sort_key(entry: Entry) -> tuple[int, str, str]:
    """Priorities by their order, others by name; announcements by id, before they are sorted by date."""
    name = "" if entry.kind == "announcement" else fold(entry.name)
    return getattr(entry.facts, "order", 0), name, entry.id
