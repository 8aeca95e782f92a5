"""The catalog as CSV files (RFC 4180), with a byte order mark: Excel on Windows needs it to read UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import entry_item
from partnerships_data.catalog.site import Site

# With these a cell becomes a formula in spreadsheet programs, https://owasp.org/www-community/attacks/CSV_Injection.
FORMULA_STARTS = (*"=+-@＝＋－＠﹦﹢﹣﹫−", "\t", "\r", "\n")


def csv_files(catalog: Catalog, site: Site) -> dict[str, Callable[[], bytes]]:
    """Return, by path, a function for each CSV file that returns its content."""
    return {
        "api/partners.csv": partial(partners_csv, catalog, site),
        "api/alignment.csv": partial(alignment_csv, catalog, site),
        "api/announcements.csv": partial(announcements_csv, catalog, site),
        "api/results.csv": partial(results_csv, catalog, site),
    }


def partners_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each partner."""
    keys = [
        *("name", "kind", "unit", "since", "since_note", "until", "regions"),
        *("website", "wikidata", "page", "sources", "reviewed"),
    ]
    rows = (
        [partner.id, *(getattr(partner.facts, key) for key in keys), site.url(partner)]
        for partner in catalog.partners
    )
    return _csv(["id", *keys, "url"], rows)


def alignment_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each priority of each partner."""
    keys = ["reason", "basis", "sources"]
    rows = (
        [partner.id, priority.id, *(getattr(facts, key) for key in keys), site.url(partner)]
        for partner, priority, facts, _announcements in catalog.alignments
    )
    return _csv(["partner", "priority", *keys, "url"], rows)


def results_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each result of each partner."""
    keys = ["figure", "at_least", "what", "where", "period", "source", "basis"]
    rows = (
        [partner.id, *(getattr(result, key) for key in keys), site.url(partner)]
        for partner in catalog.partners
        for result in partner.facts.results
    )
    return _csv(["partner", *keys, "url"], rows)


def announcements_csv(catalog: Catalog, site: Site) -> bytes:
    """Return one row for each announcement."""
    header = ["id", "date", "kind", "title", "summary", "link", "partners", "priorities", "units", "url"]
    items = (entry_item(announcement, catalog, site) for announcement in catalog.announcements)
    return _csv(header, ([item.get(key) for key in header] for item in items))


def _csv(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """Return a value as the text of a cell, quoted with an apostrophe where it would be a formula."""
    if value is None:
        return ""
    items = value if isinstance(value, (list, tuple)) else [value]
    text = " ".join(str(getattr(item, "url", item)) for item in items)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
