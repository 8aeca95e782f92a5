"""What is missing in a catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from partnerships_data.catalog.catalog import AlignmentEdge, Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Facts, Partner, Priority


@dataclass(frozen=True)
class Gaps:
    """What is missing, each list in the catalog's order; the names are those of the exports."""

    priorities_without_partner: list[Entry]  # those without a partnership, or whose partnerships all ended
    partners_without_priority: list[Entry]
    alignments_without_evidence: list[AlignmentEdge]
    alignments_inferred: list[AlignmentEdge]
    partners_without_announcement: list[Entry]
    units_without_partner: list[Entry]
    regions_without_cover: list[Region]  # a partnership that is "worldwide" covers none
    sources_never_read: list[tuple[Entry, Source]]  # each URL once for each page
    reviewed_longest_ago: list[Entry]  # all partners, those never reviewed first


def find_gaps(catalog: Catalog) -> Gaps:
    """Return what is missing in a catalog. No clock is asked: people see the dates, and judge."""
    partners, regions = catalog.partners, [region for region in Region if region is not Region.WORLDWIDE]

    def without(kind: str, entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if not catalog.related(entry, kind)]

    return Gaps(
        priorities_without_partner=[
            priority
            for priority in catalog.priorities
            if all(partner.facts.ended for partner in catalog.related(priority, "partner"))
        ],
        partners_without_priority=without("priority", partners),
        alignments_without_evidence=[edge for edge in catalog.alignments if not edge.has_evidence],
        alignments_inferred=[edge for edge in catalog.alignments if edge.facts.basis == "inferred"],
        partners_without_announcement=without("announcement", partners),
        units_without_partner=without("partner", catalog.units),
        regions_without_cover=[region for region in regions if not _is_covered(catalog, region)],
        sources_never_read=list(_sources_never_read(catalog)),
        reviewed_longest_ago=sorted(partners, key=lambda partner: partner.facts.reviewed or ""),
    )


def _sources_never_read(catalog: Catalog) -> Iterator[tuple[Entry, Source]]:
    """Yield the sources of each page that no page says were read."""
    found = [(entry, source) for entry in catalog.entries() for source in _sources(entry.facts)]
    read = {source.url for _entry, source in found if source.read}
    unread = {
        (entry.docname, source.url): (entry, source) for entry, source in found if source.url not in read
    }
    yield from unread.values()


def _sources(facts: Facts) -> Iterator[Source]:
    """Yield all sources of a page: one may occur several times."""
    if isinstance(facts, Partner):
        yield from facts.sources
        for alignment in facts.alignment.values():
            yield from alignment.sources
        yield from (result.source for result in facts.results)
    elif isinstance(facts, Priority):
        yield facts.source


def _is_covered(catalog: Catalog, region: Region) -> bool:
    """Return whether a person is responsible for a region, or a partnership there has not ended."""
    partners, people = catalog.by_region.get(region, ([], []))
    return bool(people) or not all(partner.facts.ended for partner in partners)
