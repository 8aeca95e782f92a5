"""`search.json`: the names on the site, which the search page loads before the index of all words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from page_source.letters import fold
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from stable_files.stable_json import json_text


def search_json(
    catalog: Catalog, site: Site, titles: Mapping[str, str], originals: Mapping[str, str]
) -> bytes:
    """Return all entries, people and other pages: URL below the root, name, kind and summary.

    `folded` is what the search compares, in lines: the name, the original name and the id, without marks and
    in small letters. `untranslated` lists keys whose texts are in the original language.

    :param titles: docname -> title of each page
    :param originals: texts as readers see them -> as they are in the original language
    """
    items = []
    for url, name, kind, summary, id in _items(catalog, site, titles):
        names = map(fold, (name, originals.get(name, name), id.replace("-", " ")))
        item: dict[str, Any] = {"url": url, "name": name, "kind": kind, "summary": summary}
        item["folded"] = "\n".join(dict.fromkeys(names)).rstrip()
        if untranslated := [key for key in ("name", "summary") if originals.get(item[key]) == item[key]]:
            item["untranslated"] = untranslated
        items.append(item)
    return f"{json_text(items, indent=None)}\n".encode()


def _items(catalog: Catalog, site: Site, titles: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield URL, name, kind, summary and id."""
    entries = list(catalog.entries())
    for entry in entries:
        # Only partners have no description.
        summary = entry.description or ", ".join(other.name for other in catalog.related(entry, "priority"))
        yield site.page_path(entry.docname), entry.name, entry.kind, summary, entry.id
    for unit in catalog.units:
        for member in unit.facts.members:
            yield f"{site.page_path(unit.docname)}#people", member.name, "person", member.role, ""
    for docname in sorted(filter(titles.get, titles.keys() - {entry.docname for entry in entries})):
        id = docname.removesuffix("/index").rpartition("/")[2]
        yield site.page_path(docname), titles[docname], "page", "", id
