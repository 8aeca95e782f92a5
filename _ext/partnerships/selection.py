"""Which announcements a list shows: plain restrictions, all of which must hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from .catalog import UNKNOWN, Catalog
from .messages import Code, did_you_mean
from .model import Announcement
from .page import Entry

KINDS: tuple[str, ...] = get_args(Announcement.model_fields["kind"].annotation)
ABOUT = ("partner", "priority", "unit")


def faults(
    options: Mapping[str, str], catalog: Catalog, declared: Collection[tuple[str, str]]
) -> Iterator[tuple[Code, str]]:
    """Yield what is wrong with the options of a list.

    :param declared: kind and id of all pages of facts, also of those with errors, which were reported
    """
    for kind in ABOUT:
        id, known = options.get(kind), set(catalog.by_kind[kind])
        if id and id not in known and (kind, id) not in declared:
            yield UNKNOWN[kind], f'"{id}" is no {kind}{did_you_mean(id, known)}'
    word, year = options.get("kind"), options.get("year")
    if word and word not in KINDS:
        yield Code.UNKNOWN_VALUE, f'"{word}" is no kind of announcement{did_you_mean(word, KINDS)}'
    if year and not re.fullmatch("[0-9]{4}", year):
        yield Code.BAD_DATE, f'"{year}" is no year; type it as 2026'


def selected(options: Mapping[str, str], catalog: Catalog) -> list[Entry]:
    """Return the announcements that fit, newest first."""
    found = catalog.announcements
    for kind in ABOUT:
        if id := options.get(kind):
            about = catalog.get(kind, id)
            fitting = {each.id for each in (catalog.related(about, "announcement") if about else ())}
            found = [each for each in found if each.id in fitting]
    if word := options.get("kind"):
        found = [each for each in found if each.facts.kind == word]
    if year := options.get("year"):
        found = [each for each in found if each.facts.date.startswith(year)]
    return found
