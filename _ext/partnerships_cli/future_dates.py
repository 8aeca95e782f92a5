"""Dates in the future: only commands report them, because a build does not depend on the day it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from diagnostics.codes import Code
from diagnostics.problem import Problem
from page_source.block import KeyPath
from partnerships_data.pages.entry import Entry

DATE_KEYS = frozenset({"date", "joined", "left", "read", "reviewed", "since", "until", "updated"})


def future_dates(entries: Iterable[Entry], today: date) -> Iterator[Problem]:
    """Yield a problem for each date that is later than today."""
    for entry in entries:
        for path, position in entry.positions.items():
            value = _value(entry.facts, path) if path and path[-1] in DATE_KEYS else None
            if value and value > today.isoformat()[: len(value)]:
                text = f"{value} is in the future; correct the date, or wait until then"
                yield Problem(f"{entry.docname}.md", *position, Code.BAD_DATE, text)


def _value(facts: Any, path: KeyPath) -> str | None:
    """Return the text at a path in the facts of an entry."""
    value = facts
    for key in path:
        value = getattr(value, str(key)) if hasattr(value, str(key)) else value[key]
    return value if isinstance(value, str) else None
