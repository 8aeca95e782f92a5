"""The facts of a page for search engines: JSON-LD with the vocabulary of schema.org."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from partnerships_data.catalog.catalog import AlignmentEdge, Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KIND_BY_FOLDER
from stable_files.stable_json import json_text
from translation_catalogs.languages import SOURCE_LANGUAGE

# Characters that could end the element that holds the data, begin another one, or end a line of a script.
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

Thing = dict[str, Any]  # an object with an `@type`
TitleOf = Callable[[str], str]  # docname -> title of the page; empty if there is no such page


def script_content(things: Iterable[Mapping[str, Any]]) -> str:
    """Return the content of an element `<script type="application/ld+json">`."""
    document = {"@context": "https://schema.org", "@graph": list(things)}
    return json_text(document, indent=None).translate(UNSAFE)


def page_things(
    docname: str, catalog: Catalog, site: Site, title_of: TitleOf, basis_words: Mapping[str, str]
) -> list[Thing]:
    """Return what describes a page: its position on the site, and the entries that it is about or lists."""
    folder, _, stem = docname.rpartition("/")
    if docname == "index":
        return [{"@type": "WebSite", "name": site.title, "url": site.base, "inLanguage": site.language}]
    things = [_breadcrumbs(docname, site, title_of)] if folder else []
    kind = KIND_BY_FOLDER.get(folder)
    if kind and stem == "index":
        listed = [(entry.docname, entry.name) for entry in catalog.by_kind[kind].values()]
        things.append({"@type": "ItemList", "itemListElement": _list_items(listed, "url", site)})
    entry = kind and catalog.get(kind, stem)
    if entry and entry.kind == "partner":
        things.append(_organization(entry, site))
        things += [_claim(edge, site, basis_words) for edge in catalog.alignments_of(entry)]
    if entry and entry.kind == "announcement":
        things.append(_article(entry, catalog, site))
    return things


def translated_page(docname: str, site: Site) -> list[Thing]:
    """Return what says that a page is a translation; nothing if the URL of the original is not known."""
    original = site.translations(site.page_path(docname)).get(SOURCE_LANGUAGE)
    work = {"@type": "WebPage", "url": original, "inLanguage": SOURCE_LANGUAGE}
    page = {"@type": "WebPage", "url": site.page_url(docname), "inLanguage": site.language}
    return [{**page, "translationOfWork": work}] if original else []


def _breadcrumbs(docname: str, site: Site, title_of: TitleOf) -> Thing:
    folders = docname.split("/")[:-1]
    indexes = ["/".join([*folders[:depth], "index"]) for depth in range(1, len(folders) + 1)]
    trail = [("index", site.title)]
    for name in dict.fromkeys([*indexes, docname]):
        if title := title_of(name):
            trail.append((name, title))
    return {"@type": "BreadcrumbList", "itemListElement": _list_items(trail, "item", site)}


def _list_items(pages: Iterable[tuple[str, str]], url_key: str, site: Site) -> list[Thing]:
    """Return an item for each docname and name."""
    return [
        {"@type": "ListItem", "position": position, "name": name, url_key: site.page_url(docname)}
        for position, (docname, name) in enumerate(pages, start=1)
    ]


def _organization(partner: Entry, site: Site) -> Thing:
    facts = partner.facts
    wikidata = f"https://www.wikidata.org/wiki/{facts.wikidata}" if facts.wikidata else None
    same_as = [url for url in (wikidata, facts.website) if url]
    return {
        "@type": "Organization",
        "name": facts.name,
        "mainEntityOfPage": site.url(partner),
        **({"sameAs": same_as} if same_as else {}),
    }


def _claim(edge: AlignmentEdge, site: Site, basis_words: Mapping[str, str]) -> Thing:
    """Return the claim that a partnership serves a priority; its abstract is the basis in words."""
    return {
        "@type": "Claim",
        "text": edge.facts.reason,
        "abstract": str(basis_words[edge.facts.basis]),
        "about": {"@type": "DefinedTerm", "name": edge.priority.name, "url": site.url(edge.priority)},
        "citation": [source.url for source in edge.facts.sources],
    }


def _article(announcement: Entry, catalog: Catalog, site: Site) -> Thing:
    facts = announcement.facts
    partners = [_organization(partner, site) for partner in catalog.related(announcement, "partner")]
    return {
        "@type": "NewsArticle",
        "headline": announcement.title,
        "description": facts.summary,
        "datePublished": facts.date,
        "dateModified": announcement.last_changed,
        "inLanguage": site.language,
        "mainEntityOfPage": site.url(announcement),
        **({"about": partners} if partners else {}),
        **({"isBasedOn": facts.link} if facts.link else {}),
    }
