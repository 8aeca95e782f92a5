"""`search.json`: the names on the site, which the search page loads before the index of all words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from page_source.letters import fold
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from stable_files.stable_json import json_text


def search_json(catalog: Catalog, site: Site, titles: Mapping[str, str]) -> bytes:
    """Return all entries, people and other pages: URL below the root, name, kind and summary.

    `folded` is the name as the search compares it, without marks and in small letters.

    :param titles: docname -> title of each page
    """
    items = [
        {"url": url, "name": name, "kind": kind, "summary": summary, "folded": fold(name)}
        for url, name, kind, summary in _items(catalog, site, titles)
    ]
    return f"{json_text(items, indent=None)}\n".encode()


def _items(catalog: Catalog, site: Site, titles: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    entries = list(catalog.entries())
    for entry in entries:
        yield site.page_path(entry.docname), entry.name, entry.kind, _summary(entry, catalog)
    for unit in catalog.units:
        for member in unit.facts.members:
            yield f"{site.page_path(unit.docname)}#people", member.name, "person", member.role
    for docname in sorted(titles.keys() - {entry.docname for entry in entries}):
        yield site.page_path(docname), titles[docname], "page", ""


def _summary(entry: Entry, catalog: Catalog) -> str:
    """Return the description of an entry; of a partner, the priorities that it serves."""
    priorities = catalog.related(entry, "priority") if entry.kind == "partner" else ()
    return entry.description or ", ".join(priority.name for priority in priorities)
