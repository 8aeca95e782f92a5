"""How many partnerships, alignments and announcements there are for each year."""

from __future__ import annotations

from collections.abc import Iterable

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import StrictModel


class Counts(StrictModel):
    """Numbers of facts."""

    partners: int
    """Partnerships that began."""
    alignments: int
    """Alignments of these partnerships."""
    announcements: int


class Statistics(StrictModel):
    """How many facts there are for each year."""

    years: dict[int, Counts]
    """The numbers by year, without the years for which there is no fact."""
    undated: Counts
    """The numbers of partnerships whose start is not recorded. Every announcement has a date."""


def statistics(catalog: Catalog) -> Statistics:
    """Return the numbers of a catalog, the newest year first."""
    years = {
        int(year): _counts(catalog, events.began, len(events.announced))
        for year, events in catalog.years().items()
        if events.began or events.announced
    }
    undated = [partner for partner in catalog.partners if not partner.facts.since]
    return Statistics(years=years, undated=_counts(catalog, undated, 0))


def _counts(catalog: Catalog, partners: Iterable[Entry], announcements: int) -> Counts:
    alignments = [len(catalog.alignments_of(partner)) for partner in partners]
    return Counts(partners=len(alignments), alignments=sum(alignments), announcements=announcements)
