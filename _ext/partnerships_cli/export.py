"""`python -m partnerships_cli export`: all facts as JSON, of today or of a day in the past."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from partnerships_cli import UsageError
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PartialDate
from partnerships_data.settings import read_settings
from partnerships_data.source_tree import SourceTree
from partnerships_data.stable_json import json_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "--as-of", metavar="DATE", help="the directory as it was on a day, such as 2019-07-01"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the catalog."""
    catalog = SourceTree.of_folder(root).catalog.published
    day = arguments.as_of
    if day is not None:
        try:
            TypeAdapter(PartialDate).validate_python(day)
        except ValidationError as error:
            raise UsageError(error.errors(include_url=False)[0]["msg"]) from None
    undated = [each.id for each in catalog.partners if not each.facts.since]
    exported = json.loads(catalog_json(as_of(catalog, day) if day else catalog, site_of(root)))
    if day:
        exported |= {"as_of": day, "undated_partners": undated}
    sys.stdout.write(json_text(exported) + "\n")
    return 0


def site_of(root: Path, base: str | None = None) -> Site:
    """Return the site as its settings describe it."""
    settings = read_settings(root)
    base = settings.base_url if base is None else base
    return Site(
        title=settings.title,
        author=settings.author,
        language=settings.language,
        version="development",
        base=base,
        canonical=base,
        tag_authority="",
        page_path=lambda docname: f"{docname}.html",
    )


def as_of(catalog: Catalog, day: str) -> Catalog:
    """Return what was so on a day: partnerships that had begun and not ended, people, announcements.

    A year or a month stands for its beginning. A partnership of which nobody knows when it began is left out.
    """

    def then() -> Iterator[Entry]:
        for entry in catalog.entries():
            facts = entry.facts
            match entry.kind:
                case "partner" if (
                    not facts.since or facts.since > day or (facts.until and facts.until <= day)
                ):
                    continue
                case "announcement" if facts.date > day:
                    continue
                case "unit":
                    here = (
                        each for each in facts.members if (each.joined or "") <= day < (each.left or "9999")
                    )
                    entry = replace(entry, facts=facts.model_copy(update={"members": tuple(here)}))
            yield entry

    return Catalog.of_entries(then())
