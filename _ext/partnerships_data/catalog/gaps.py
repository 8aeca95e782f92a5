"""What is missing in a catalog."""

from __future__ import annotations

from dataclasses import dataclass

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region


@dataclass(frozen=True)
class Gaps:
    """What is missing, each list in the catalog's order; the names are those of the exports."""

    priorities_without_partner: list[Entry]  # those that no active partnership serves
    partners_without_priority: list[Entry]
    alignments_without_evidence: list[tuple[Entry, Entry]]  # partner and priority, without news and sources
    partners_without_announcement: list[Entry]
    units_without_partner: list[Entry]
    regions_without_cover: list[Region]  # a partnership that is "worldwide" covers none
    reviewed_longest_ago: list[Entry]  # all partners, those never reviewed first


def find_gaps(catalog: Catalog) -> Gaps:
    """Return what is missing in a catalog. No clock is asked: people see the dates, and judge."""
    partners, regions = catalog.partners, [region for region in Region if region is not Region.WORLDWIDE]
    return Gaps(
        priorities_without_partner=[
            priority
            for priority in catalog.priorities
            if all(partner.facts.ended for partner in catalog.related(priority, "partner"))
        ],
        partners_without_priority=[
            partner for partner in partners if not catalog.related(partner, "priority")
        ],
        alignments_without_evidence=[
            (partner, priority)
            for partner in partners
            for priority in catalog.related(partner, "priority")
            if not catalog.has_evidence(partner, priority)
        ],
        partners_without_announcement=[
            partner for partner in partners if not catalog.related(partner, "announcement")
        ],
        units_without_partner=[unit for unit in catalog.units if not catalog.related(unit, "partner")],
        regions_without_cover=[region for region in regions if not _is_covered(catalog, region)],
        reviewed_longest_ago=sorted(partners, key=lambda partner: partner.facts.reviewed or ""),
    )


def _is_covered(catalog: Catalog, region: Region) -> bool:
    """Return whether a person is responsible for a region, or an active partnership is at work there."""
    partners, people = catalog.by_region.get(region, ([], []))
    return bool(people) or not all(partner.facts.ended for partner in partners)
