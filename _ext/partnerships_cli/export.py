"""The `export` command: all facts as JSON, as they are now or were on a date."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PartialDate
from partnerships_data.settings import read_settings
from partnerships_data.stable_json import json_text


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


def as_of(catalog: Catalog, day: str) -> Catalog:
    """Return the partnerships, members and announcements of a date.

    A year or a month means its first day. A partnership without a known beginning is left out.
    """
    return Catalog.from_entries(_entries_as_of(catalog, day))


def _entries_as_of(catalog: Catalog, day: str) -> Iterator[Entry]:
    for entry in catalog.entries():
        facts = entry.facts
        if entry.kind == "partner":
            begun = bool(facts.since) and facts.since <= day
            ended = bool(facts.until) and facts.until <= day
            if not begun or ended:
                continue
        elif entry.kind == "announcement":
            if facts.date > day:
                continue
        elif entry.kind == "unit":
            members = [
                member
                for member in facts.members
                if (member.joined or "") <= day and (not member.left or member.left > day)
            ]
            entry = replace(entry, facts=facts.model_copy(update={"members": tuple(members)}))
        yield entry


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
        _require_date(day)
        document = json.loads(catalog_json(as_of(catalog, day), site_of(root)))
        document["as_of"] = day
        document["undated_partners"] = [partner.id for partner in catalog.partners if not partner.facts.since]
    sys.stdout.write(json_text(document) + "\n")
    return 0


def _require_date(text: str) -> None:
    try:
        TypeAdapter(PartialDate).validate_python(text)
    except ValidationError as error:
        raise UsageError(error.errors(include_url=False)[0]["msg"]) from None
