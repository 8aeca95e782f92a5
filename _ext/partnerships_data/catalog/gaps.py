"""Where the alignment is thin: what the catalog has no answer to. Pure.

Nothing here asks a clock: what is overdue is for people to judge, who see the dates.
"""

from __future__ import annotations

from dataclasses import dataclass

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region


@dataclass(frozen=True)
class Gaps:
    """What is missing, each list in the catalog's order; the names are those of the exports."""

    priorities_without_partner: list[Entry]  # that no active partnership serves
    partners_without_priority: list[Entry]
    alignments_without_evidence: list[tuple[Entry, Entry]]  # partner and priority; neither news nor sources
    partners_without_announcement: list[Entry]
    units_without_partner: list[Entry]
    regions_without_cover: list[Region]  # by name: the word "worldwide" covers none
    reviewed_longest_ago: list[Entry]  # all partners, those never reviewed first

    @classmethod
    def of(cls, catalog: Catalog) -> Gaps:
        """Return the gaps of a catalog."""
        partners = catalog.partners
        return cls(
            priorities_without_partner=[
                each
                for each in catalog.priorities
                if all(partner.facts.ended for partner in catalog.related(each, "partner"))
            ],
            partners_without_priority=[each for each in partners if not catalog.related(each, "priority")],
            alignments_without_evidence=[
                (partner, priority)
                for partner in partners
                for priority in catalog.related(partner, "priority")
                if not catalog.has_evidence(partner, priority)
            ],
            partners_without_announcement=[
                each for each in partners if not catalog.related(each, "announcement")
            ],
            units_without_partner=[each for each in catalog.units if not catalog.related(each, "partner")],
            regions_without_cover=[
                each for each in Region if each is not Region.WORLDWIDE and not _covered(catalog, each)
            ],
            reviewed_longest_ago=sorted(partners, key=lambda each: each.facts.reviewed or ""),
        )


def _covered(catalog: Catalog, region: Region) -> bool:
    partners, people = catalog.by_region.get(region, ([], []))
    return bool(people) or not all(each.facts.ended for each in partners)
