"""What is missing in a catalog."""

from __future__ import annotations

from catalog_builders import build_catalog, partner_page, priority_page, unit_page
from partnerships_data.catalog.gaps import find_gaps


def test_priorities_without_partner_and_partners_without_priority() -> None:
    catalog, _ = build_catalog(
        unit_page(),
        *(priority_page(id) for id in ("reach", "tools", "policy")),
        partner_page("acme", "reach"),
        partner_page("old", "tools", more="\n  until: 2020"),
        partner_page("new"),
    )
    gaps = find_gaps(catalog)
    assert [priority.id for priority in gaps.priorities_without_partner] == ["policy", "tools"]
    assert [partner.id for partner in gaps.partners_without_priority] == ["new"]
