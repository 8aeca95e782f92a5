"""All facts as files for scripts and spreadsheets: JSON with its schema, and CSV (RFC 4180). Pure.

The formats are a contract: whoever changes one raises `SCHEMA_VERSION` and writes it in the changelog.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile, PartnerItem
from partnerships_data.catalog.gaps import Gaps, find_gaps
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.stable_json import json_bytes


class PartnerFile(PartnerItem):
    """One partner in a file of its own."""

    schema_version: Literal[1]


@cache
def catalog_schema() -> bytes:
    """Return the JSON Schema that `catalog_json` and `partner_json` satisfy."""
    files: TypeAdapter[Any] = TypeAdapter(CatalogFile | PartnerFile)
    schema = files.json_schema(mode="serialization")
    return json_bytes({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


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
            },
            "priorities": [_item(each, catalog, site) for each in catalog.priorities],
            "partners": [_item(each, catalog, site) for each in catalog.partners],
            "units": [_item(each, catalog, site) for each in catalog.units],
            "announcements": [_item(each, catalog, site) for each in catalog.announcements],
            "gaps": _gaps(find_gaps(catalog)),
        }
    )


def _gaps(gaps: Gaps) -> dict[str, list[Any]]:
    """Return what is missing as lists of ids."""

    def named(missing: Entry | Region | tuple[Entry, Entry]) -> str | dict[str, str]:
        match missing:
            case Region():
                return missing.value
            case (partner, priority):
                return {"partner": partner.id, "priority": priority.id}
            case entry:
                return entry.id

    return {each.name: [named(item) for item in getattr(gaps, each.name)] for each in fields(gaps)}


def partner_json(partner: Entry, catalog: Catalog, site: Site) -> bytes:
    """Return one partner, as in the catalog."""
    return json_bytes({"schema_version": SCHEMA_VERSION, **_item(partner, catalog, site)})


def _item(entry: Entry, catalog: Catalog, site: Site) -> dict[str, Any]:
    """Return an entry's own facts by their front-matter names, and its edges as lists of ids."""

    def ids(kind: str) -> list[str]:
        return [each.id for each in catalog.related(entry, kind)]

    item: dict[str, Any] = entry.facts.model_dump(mode="json", exclude_none=True)
    item |= {"id": entry.id, "url": site.url(entry)}
    match entry.kind:
        case "partner":
            reasons = entry.facts.alignment
            item["alignment"] = [
                {
                    "priority": each.id,
                    "reason": reasons[each.id],
                    "announcements": [news.id for news in catalog.evidence(entry, each)],
                }
                for each in catalog.related(entry, "priority")
            ]
            item["announcements"] = ids("announcement")
        case "announcement":
            item["title"] = entry.title
            item |= {"partners": ids("partner"), "priorities": ids("priority"), "units": ids("unit")}
        case _:
            item |= {"partners": ids("partner"), "announcements": ids("announcement")}
    return item
