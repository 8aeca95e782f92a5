"""CSV files (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site


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
