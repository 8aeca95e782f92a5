"""The `export` command: all facts as JSON, as they are now or were on a date."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Result
from partnerships_data.pages.field_types import PartialDate, first_day
from partnerships_data.pages.models import Partner, Priority, Unit
from partnerships_data.settings import read_settings
from stable_files.stable_json import json_text

YEARS = re.compile("([0-9]{4}) ?(?:to|–|-) ?([0-9]{4})")  # of a framework, in its name


def site_of(root: Path, base_url: str | None = None) -> Site:
    """Return the site in a folder as its settings describe it.

    :param base_url: replaces the base URL of the settings; if empty, URLs are relative
    """
    settings = read_settings(root)
    base = settings.base_url if base_url is None else base_url
    return Site(
        title=settings.title,
        language=settings.language,
        version="development",
        base=base,
        canonical=base,
        tag_authority="",
        page_path=lambda docname: f"{docname}.html",
    )


@dataclass(frozen=True)
class Past:
    """The directory as it was on a day."""

    day: str
    catalog: Catalog
    undated_partners: list[str]  # ids of partners that may have been there: no start is recorded
    undated_people: list[dict[str, str]]  # unit and name of people for whom the same is true


def as_of(catalog: Catalog, date: str) -> Past:
    """Return the directory on the first day of a date.

    A year or a month counts as its first day. Entries without a start date are in separate lists.
    """
    day = first_day(date)
    return Past(
        day,
        Catalog.from_entries(_entries_as_of(catalog, day)),
        [
            partner.id
            for partner in catalog.partners
            if not partner.facts.since and not _is_reached(partner.facts.until, day)
        ],
        [
            {"unit": unit.id, "name": member.name}
            for unit in catalog.units
            for member in unit.facts.members
            if not member.joined and not _is_reached(member.left, day)
        ],
    )


def _is_reached(date: str | None, day: str) -> bool:
    """Return whether a date is known, and is that day or before it."""
    return bool(date) and first_day(str(date)) <= day


def _entries_as_of(catalog: Catalog, day: str) -> Iterator[Entry]:
    for entry in catalog.entries():
        match entry.facts:
            case Partner() as facts:
                results = tuple(result for result in facts.results if _is_begun(result, day))
                entry = replace(entry, facts=facts.model_copy(update={"results": results}))
                is_there = _is_there(facts.since, facts.until, day)
            case Unit() as facts:
                members = (member for member in facts.members if _is_there(member.joined, member.left, day))
                entry = replace(entry, facts=facts.model_copy(update={"members": tuple(members)}))
                is_there = True
            case Priority() as facts:
                years = YEARS.search(facts.framework)
                is_there = years is None or years[1] <= day[:4] <= years[2]
            case facts:
                is_there = _is_reached(facts.date, day)
        if is_there:
            yield entry


def _is_there(start: str | None, end: str | None, day: str) -> bool:
    return _is_reached(start, day) and not _is_reached(end, day)


def _is_begun(result: Result, day: str) -> bool:
    """Return whether the period of a result is known, and had begun."""
    return _is_reached(result.period and result.period.partition("/")[0], day)


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--as-of", metavar="DATE", help="export the directory as it was on a date, such as 2019-07-01"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the catalog."""
    catalog = SourceTree.from_folder(root).catalog.published
    day = arguments.as_of
    if day is None:
        document = json.loads(catalog_json(catalog, site_of(root)))
    else:
        past = as_of(catalog, _date(day))
        document = json.loads(catalog_json(past.catalog, site_of(root)))
        document |= {
            "as_of": past.day,
            "undated_partners": past.undated_partners,
            "undated_people": past.undated_people,
        }
    sys.stdout.write(json_text(document) + "\n")
    return 0


def _date(text: str) -> str:
    """Return a date without white space around it; raise an error if it is invalid."""
    try:
        return TypeAdapter(PartialDate).validate_python(text)
    except ValidationError as error:
        raise UsageError(error.errors(include_url=False)[0]["msg"]) from None
