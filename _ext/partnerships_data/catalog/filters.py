"""The options of lists, and which entries they leave."""

from __future__ import annotations

from collections.abc import Mapping

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry

PARTNER_OPTIONS = ("unit", "status", "region")
ANNOUNCEMENT_OPTIONS = ("partner", "priority", "unit", "kind", "year")


def filter_partners(options: Mapping[str, str], catalog: Catalog) -> list[Entry]:
    """Return the partners that match all of `unit`, `status` and `region`, by name."""
    return [
        partner
        for partner in catalog.partners
        if options.get("unit", partner.facts.unit) == partner.facts.unit
        and options.get("status", partner.facts.status) == partner.facts.status
        and ("region" not in options or options["region"] in partner.facts.regions)
    ]


def filter_announcements(options: Mapping[str, str], catalog: Catalog) -> list[Entry]:
    """Return those that match all of `partner`, `priority`, `unit`, `kind` and `year`, newest first."""
    announcements = catalog.announcements
    for kind in ("partner", "priority", "unit"):
        if kind in options:
            subject = catalog.get(kind, options[kind])
            related = catalog.related(subject, "announcement") if subject else []
            ids = {announcement.id for announcement in related}
            announcements = [announcement for announcement in announcements if announcement.id in ids]
    return [
        announcement
        for announcement in announcements
        if options.get("kind", announcement.facts.kind) == announcement.facts.kind
        and announcement.facts.date.startswith(options.get("year", ""))
    ]
