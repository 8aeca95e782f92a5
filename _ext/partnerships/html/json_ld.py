"""Each page's facts for search engines: JSON-LD in the words of schema.org. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.stable_json import json_text

# What could end the element that holds the data, or begin another; a line of a script ends at the last two.
UNSAFE = {each: f"\\u{each:04x}" for each in map(ord, "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")}


def script(things: Iterable[Mapping[str, Any]]) -> str:
    """Return what stands between `<script type="application/ld+json">` and its end."""
    data = {"@context": "https://schema.org", "@graph": list(things)}
    return json_text(data, indent=None).translate(UNSAFE)


def of_page(docname: str, catalog: Catalog, site: Site, title: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return what is to be said of a page: where it stands, and what it is about or lists.

    :param title: gives the title of a page by its name, or nothing if there is no such page
    """
    folder, _, stem = docname.rpartition("/")
    if docname == "index":
        return [{"@type": "WebSite", "name": site.title, "url": site.base, "inLanguage": site.language}]
    things = [_breadcrumbs(docname, site, title)] if folder else []
    kind = KIND_BY_FOLDER.get(folder)
    if kind and stem == "index":
        things.append(_list(catalog.by_kind[kind].values(), site))
    entry = kind and catalog.get(kind, stem)
    if entry and entry.kind == "partner":
        things.append(_organization(entry, site))
    if entry and entry.kind == "announcement":
        things.append(_article(entry, catalog, site))
    return things


def _breadcrumbs(docname: str, site: Site, title: Callable[[str], str]) -> dict[str, Any]:
    parts = docname.split("/")
    above = ["/".join([*parts[:depth], "index"]) for depth in range(1, len(parts))]
    trail = [("index", site.title)]
    trail += [(name, title(name)) for name in dict.fromkeys([*above, docname]) if title(name)]
    return {"@type": "BreadcrumbList", "itemListElement": _items(trail, "item", site)}


def _list(entries: Iterable[Entry], site: Site) -> dict[str, Any]:
    named = [(each.docname, each.name) for each in entries]
    return {"@type": "ItemList", "itemListElement": _items(named, "url", site)}


def _items(named: Iterable[tuple[str, str]], address: str, site: Site) -> list[dict[str, Any]]:
    return [
        {"@type": "ListItem", "position": position, "name": name, address: site.page_url(docname)}
        for position, (docname, name) in enumerate(named, start=1)
    ]


def _organization(partner: Entry, site: Site) -> dict[str, Any]:
    facts = partner.facts
    same = [f"https://www.wikidata.org/wiki/{facts.wikidata}"] if facts.wikidata else []
    same += [facts.website] if facts.website else []
    return {
        "@type": "Organization",
        "name": facts.name,
        "mainEntityOfPage": site.url(partner),
        **({"sameAs": same} if same else {}),
    }


def _article(entry: Entry, catalog: Catalog, site: Site) -> dict[str, Any]:
    facts, owner = entry.facts, {"@type": "Organization", "name": site.author}
    partners = [
        {"@type": "Organization", "name": each.name, "mainEntityOfPage": site.url(each)}
        for each in catalog.related(entry, "partner")
    ]
    return {
        "@type": "NewsArticle",
        "headline": entry.title,
        "description": facts.summary,
        "datePublished": facts.date,
        "dateModified": facts.updated or facts.date,
        "inLanguage": site.language,
        "author": owner,
        "publisher": owner,
        "mainEntityOfPage": site.url(entry),
        **({"about": partners} if partners else {}),
        **({"isBasedOn": facts.link} if facts.link else {}),
    }
