"""All facts as files for scripts and spreadsheets: JSON with its schema, and CSV (RFC 4180). Pure.

The formats are a contract: whoever changes one raises `SCHEMA_VERSION` and writes it in the changelog.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from .addresses import Site
from .catalog import Catalog
from .gaps import Gaps
from .model import Announcement, Facts, Partner, Priority, Unit
from .page import Entry
from .values import Region

SCHEMA_VERSION = 1


class Alignment(BaseModel):
    """An edge between a partner and a priority, with its reason in inline Markdown."""

    model_config = Facts.model_config

    priority: str
    """The id of the priority."""
    reason: str
    """Why the partnership serves it."""
    announcements: list[str]
    """The ids of the announcements that are about both, newest first: the evidence beside the sources."""


class PartnerItem(Partner):
    """A partner with what other pages say of it."""

    id: str
    url: str
    alignment: list[Alignment]  # type: ignore[assignment]
    announcements: list[str]


class UnitItem(Unit):
    """A team unit with what other pages say of it."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class PriorityItem(Priority):
    """A priority with what other pages say of it."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class AnnouncementItem(Announcement):
    """An announcement; its priorities are those that it names, else those of its partners."""

    id: str
    url: str
    title: str


class SiteItem(BaseModel):
    """The site that the catalog was taken from."""

    model_config = ConfigDict(extra="forbid")

    title: str
    url: str
    language: str
    version: str


class Edge(BaseModel):
    """An alignment, by the ids of its ends."""

    model_config = Facts.model_config

    partner: str
    priority: str


class GapsItem(BaseModel):
    """What is missing, as lists of ids, in the order in which the site shows it."""

    model_config = Facts.model_config

    priorities_without_partner: list[str]
    """Priorities that no active partnership serves."""
    partners_without_priority: list[str]
    """Partners for which no alignment is recorded."""
    alignments_without_evidence: list[Edge]
    """Alignments that neither an announcement nor a source shows."""
    partners_without_announcement: list[str]
    """Partners that no announcement is about."""
    units_without_partner: list[str]
    """Team units that coordinate no partner."""
    regions_without_cover: list[Region]
    """Regions where no active partnership is at work and for which no person of the team is responsible."""
    reviewed_longest_ago: list[str]
    """All partners by the date of their last review: those never reviewed first, then from the oldest on."""


class CatalogFile(BaseModel):
    """All facts of the directory of partnerships."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1]
    site: SiteItem
    priorities: list[PriorityItem]
    partners: list[PartnerItem]
    units: list[UnitItem]
    announcements: list[AnnouncementItem]
    gaps: GapsItem


class PartnerFile(PartnerItem):
    """One partner in a file of its own."""

    schema_version: Literal[1]


@cache
def catalog_schema() -> bytes:
    """Return the JSON Schema that `catalog_json` and `partner_json` satisfy."""
    files: TypeAdapter[Any] = TypeAdapter(CatalogFile | PartnerFile)
    schema = files.json_schema(mode="serialization")
    return _json({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def catalog_json(catalog: Catalog, site: Site) -> bytes:
    """Return all facts with their derived edges."""
    return _json(
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
            "gaps": _gaps(Gaps.of(catalog)),
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
    return _json({"schema_version": SCHEMA_VERSION, **_item(partner, catalog, site)})


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


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def partners_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each partner."""
    names = ["name", "kind", "unit", "since", "until", "regions", "website", "wikidata", "page", "reviewed"]
    rows = (
        [each.id, *(getattr(each.facts, name) for name in names), site.url(each)] for each in catalog.partners
    )
    return _csv(["id", *names, "url"], rows)


def alignment_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each priority of each partner."""
    rows = (
        [partner.id, priority.id, partner.facts.alignment[priority.id], site.url(partner)]
        for partner in catalog.partners
        for priority in catalog.related(partner, "priority")
    )
    return _csv(["partner", "priority", "reason", "url"], rows)


def announcements_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each announcement."""
    edges = {"partners": "partner", "priorities": "priority", "units": "unit"}
    rows = (
        [
            each.id,
            each.facts.date,
            each.facts.kind,
            each.title,
            each.facts.summary,
            each.facts.link,
            *([other.id for other in catalog.related(each, kind)] for kind in edges.values()),
            site.url(each),
        ]
        for each in catalog.announcements
    )
    return _csv(["id", "date", "kind", "title", "summary", "link", *edges, "url"], rows)


def _csv(header: list[str], rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
