"""The facets of entries, by which readers and the options of lists filter them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry

Facet = tuple[str, str]  # name and value: `("kind", "company")`

PARTNER_OPTIONS = ("unit", "status", "region")
ANNOUNCEMENT_OPTIONS = ("partner", "priority", "unit", "kind", "year")
FACETS = {*PARTNER_OPTIONS, *ANNOUNCEMENT_OPTIONS}


def facets(entry: Entry, catalog: Catalog) -> list[Facet]:
    """Return the name and the value of each facet by which a partner or an announcement can be filtered."""
    facts, kinds = entry.facts, ("unit", "priority", "partner")
    related = [(kind, other.id) for kind in kinds for other in catalog.related(entry, kind)]
    if entry.kind == "announcement":
        return [("year", facts.date[:4]), ("kind", facts.kind), *related]
    regions = [("region", region.value) for region in facts.regions]
    return [("kind", facts.kind), ("status", facts.status), *regions, *related]


def filter_entries(options: Mapping[str, str], entries: Iterable[Entry], catalog: Catalog) -> list[Entry]:
    """Return the partners or announcements that match all options of a list, in the same order."""
    wanted = {(name, value) for name, value in options.items() if name in FACETS}
    return [entry for entry in entries if wanted <= {*facets(entry, catalog)}]
