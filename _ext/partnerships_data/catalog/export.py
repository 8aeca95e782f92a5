"""The facts as JSON files, with their schema.

The formats are a contract. If you change one, raise `SCHEMA_VERSION` and describe the change in the
changelog.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache, partial
from typing import Any, Literal

from pydantic import TypeAdapter

from partnerships_data.catalog.catalog import AlignmentEdge, Catalog
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile, PartnerItem
from partnerships_data.catalog.gaps import Gaps, find_gaps
from partnerships_data.catalog.site import Site
from partnerships_data.catalog.statistics import statistics
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source
from partnerships_data.pages.field_types import Region
from stable_files.stable_json import json_bytes
from translation_catalogs.languages import SOURCE_LANGUAGE


class PartnerFile(PartnerItem):
    """The file of one partner."""

    schema_version: Literal[2]


@cache
def catalog_schema() -> bytes:
    """Return the JSON Schema of `catalog_json` and `partner_json`."""
    files: TypeAdapter[Any] = TypeAdapter(CatalogFile | PartnerFile)
    schema = files.json_schema(mode="serialization")
    return json_bytes({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def json_files(catalog: Catalog, site: Site) -> dict[str, Callable[[], bytes]]:
    """Return, by path, a function for each JSON file of facts that returns its content."""
    return {
        "api/catalog.json": partial(catalog_json, catalog, site),
        "api/catalog.schema.json": catalog_schema,
        **{
            f"api/partners/{partner.id}.json": partial(partner_json, partner, catalog, site)
            for partner in catalog.partners
        },
    }


def catalog_json(catalog: Catalog, site: Site) -> bytes:
    """Return all facts with their derived edges."""
    return json_bytes(
        {
            "schema_version": SCHEMA_VERSION,
            "site": {
                "title": site.title,
                "url": site.base,
                "language": site.language,
                "version": site.version,
                "languages": dict(site.languages),
            },
            "priorities": [entry_item(priority, catalog, site) for priority in catalog.priorities],
            "partners": [entry_item(partner, catalog, site) for partner in catalog.partners],
            "units": [entry_item(unit, catalog, site) for unit in catalog.units],
            "announcements": [entry_item(entry, catalog, site) for entry in catalog.announcements],
            "gaps": _gaps(find_gaps(catalog)),
            "statistics": statistics(catalog).model_dump(),
        }
    )


def _gaps(gaps: Gaps) -> dict[str, list[Any]]:
    """Return the lists of gaps with ids instead of entries."""
    return {field.name: [_gap(gap) for gap in getattr(gaps, field.name)] for field in fields(gaps)}


def _gap(gap: Entry | Region | AlignmentEdge | tuple[Entry, Source]) -> str | dict[str, str]:
    match gap:
        case Region():
            return gap.value
        case AlignmentEdge():
            return {"partner": gap.partner.id, "priority": gap.priority.id}
        case (entry, source):
            return {"kind": entry.kind, "id": entry.id, "url": source.url}
        case entry:
            return entry.id


def partner_json(partner: Entry, catalog: Catalog, site: Site) -> bytes:
    """Return the facts of one partner, as in the catalog."""
    return json_bytes({"schema_version": SCHEMA_VERSION, **entry_item(partner, catalog, site)})


def entry_item(entry: Entry, catalog: Catalog, site: Site) -> dict[str, Any]:
    """Return the facts of an entry by the names of their keys, and its edges as lists of ids."""

    def ids(kind: str) -> list[str]:
        return [related.id for related in catalog.related(entry, kind)]

    item: dict[str, Any] = entry.facts.model_dump(mode="json", exclude_none=True)
    item |= {"id": entry.id, "url": site.url(entry)}
    if site.language != SOURCE_LANGUAGE:
        item |= {"untranslated": list(entry.untranslated), "older": list(entry.older)}
    match entry.kind:
        case "partner":
            item["alignment"] = [
                {
                    **item["alignment"][edge.priority.id],
                    "priority": edge.priority.id,
                    "announcements": [announcement.id for announcement in edge.announcements],
                }
                for edge in catalog.alignments_of(entry)
            ]
            item["announcements"] = ids("announcement")
        case "announcement":
            item["title"] = entry.title
            item |= {"partners": ids("partner"), "priorities": ids("priority"), "units": ids("unit")}
        case _:
            item |= {"partners": ids("partner"), "announcements": ids("announcement")}
    return item
