"""The options of lists: what is wrong with them, and which entries they leave."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.consistency import UNKNOWN, unknown_id
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement

PARTNER_OPTIONS = ("unit", "status", "region")
ANNOUNCEMENT_OPTIONS = ("partner", "priority", "unit", "kind", "year")
VALUES: Mapping[str, Collection[str]] = {  # of the options that take no id
    "kind": get_args(Announcement.model_fields["kind"].annotation),
    "region": [region.value for region in Region],
    "status": ("no-end-recorded", "ended"),
}


def option_errors(
    options: Mapping[str, str], catalog: Catalog, stated: Collection[tuple[str, str] | None]
) -> Iterator[tuple[str, Code, str]]:
    """Yield the options of a list that are wrong: the name of each, and code and text of the message.

    :param stated: kind and id of all pages of facts, also of those that are not in the catalog
    """
    for option, value in options.items():
        if option in UNKNOWN:
            known = catalog.by_kind[option]
            if value not in known and (option, value) not in stated:
                yield option, UNKNOWN[option], unknown_id(option, value, known)
        elif option in VALUES and value not in VALUES[option]:
            text = f'"{value}" is not a value of "{option}"{did_you_mean(value, VALUES[option])}'
            yield option, Code.UNKNOWN_VALUE, text
        elif option == "year" and not re.fullmatch("[0-9]{4}", value, re.ASCII):
            yield option, Code.BAD_DATE, f'"{value}" is not a year; type it as 2026'


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
