"""Which entries a list shows: plain restrictions, all of which must hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.consistency import UNKNOWN
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement

PARTNERS = ("unit", "status", "region")
ANNOUNCEMENTS = ("partner", "priority", "unit", "kind", "year")
WORDS: Mapping[str, Collection[str]] = {  # what the options take that name no page
    "kind": get_args(Announcement.model_fields["kind"].annotation),
    "region": [each.value for each in Region],
    "status": ("active", "ended"),
}


def faults(
    options: Mapping[str, str], catalog: Catalog, stated: Collection[tuple[str, str] | None]
) -> Iterator[tuple[str, Code, str]]:
    """Yield which option of a list is wrong, and what is wrong with it.

    :param stated: kind and id of all pages of facts, also of those with errors, which were reported
    """
    for option, word in options.items():
        if option in UNKNOWN:
            known = catalog.by_kind[option]
            if word not in known and (option, word) not in stated:
                yield option, UNKNOWN[option], f'"{word}" is no {option}{did_you_mean(word, known)}'
        elif option in WORDS and word not in WORDS[option]:
            yield option, Code.UNKNOWN_VALUE, f'"{word}" is no {option}{did_you_mean(word, WORDS[option])}'
        elif option == "year" and not re.fullmatch("[0-9]{4}", word, re.ASCII):
            yield option, Code.BAD_DATE, f'"{word}" is no year; type it as 2026'


def partners(options: Mapping[str, str], catalog: Catalog) -> list[Entry]:
    """Return the partners that fit a `unit`, a `status` and a `region`, by name."""
    return [
        each
        for each in catalog.partners
        if options.get("unit", each.facts.unit) == each.facts.unit
        and options.get("status", each.facts.status) == each.facts.status
        and ("region" not in options or options["region"] in each.facts.regions)
    ]


def announcements(options: Mapping[str, str], catalog: Catalog) -> list[Entry]:
    """Return those that fit a `partner`, a `priority`, a `unit`, a `kind` and a `year`, newest first."""
    found = catalog.announcements
    for kind in ("partner", "priority", "unit"):
        if id := options.get(kind):
            about = catalog.get(kind, id)
            fitting = {each.id for each in (catalog.related(about, "announcement") if about else ())}
            found = [each for each in found if each.id in fitting]
    return [
        each
        for each in found
        if options.get("kind", each.facts.kind) == each.facts.kind
        and each.facts.date.startswith(options.get("year", ""))
    ]
