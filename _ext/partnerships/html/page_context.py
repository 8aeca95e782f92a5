"""Variables of the HTML templates beyond Sphinx's own.

All come from the catalog and the configuration, because pages may be written by several processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from page_source.letters import fold
from partnerships.domain import domain_of
from partnerships.feeds.channels import Channel, has_channel
from partnerships.labels import BASES, locale_of
from partnerships.pages.subscriptions import SUBSCRIBE
from partnerships.urls import builds_website
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.json_ld import page_things, script_content
from partnerships_data.pages.entry import Entry, expected_entry
from partnerships_data.releases.versions import version_links

_ = get_translation("partnerships")

FEED_TYPES = (("application/atom+xml", "xml"), ("application/feed+json", "json"))
MAX_DESCRIPTION_LENGTH = 200


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the variables of a page."""
    domain = domain_of(app.env)
    context["text_direction"] = locale_of(app.config.language).text_direction
    context["feeds"] = list(_feeds(app, pagename)) if builds_website(app.builder) else []
    context["subscribe"] = (SUBSCRIBE, _("Subscribe")) if SUBSCRIBE in app.env.found_docs else None
    context["page_type"] = "article" if pagename.startswith("announcements/") else "website"
    context["banner"] = domain.catalog.banner
    context["description"] = _description(app, pagename, doctree)
    config, path = app.config, domain.site.page_path(pagename)
    context["version_links"] = version_links(
        Path(app.srcdir), config.partnerships_versions, config.version, pagename, path
    )
    context["page_path"] = path
    context["versions_file"] = config.partnerships_versions_file
    if groups := context.get("genindexentries"):
        context["genindexentries"] = _in_order_of_names(groups)
    if domain.site.canonical:
        context["pageurl"] = domain.site.canonical_page_url(context.get("target", pagename))
    if domain.site.base and pagename in app.env.found_docs:
        context["linked_data"] = _linked_data(app, pagename)


def _in_order_of_names(groups: Sequence[tuple[str, list[Any]]]) -> Sequence[tuple[str, list[Any]]]:
    """Return the groups of the general index by first letters, with all names in the order of the lists."""
    entries = sorted(
        (entry for _letter, group in groups for entry in group), key=lambda entry: fold(entry[0])
    )
    by_letter = groupby(entries, key=lambda entry: fold(entry[0])[:1].upper())
    return [(letter, list(group)) for letter, group in by_letter]


def _feeds(app: Sphinx, pagename: str) -> Iterator[tuple[str, str, str]]:
    """Yield the type, the URL and the title of the feeds of the site and of the page's entry."""
    domain = domain_of(app.env)
    catalog, site = domain.catalog.published, domain.site
    if not site.canonical:
        return
    channels = [Channel()]
    entry = _entry(catalog, pagename)
    if entry and has_channel(entry, catalog):
        channels.append(Channel(entry))
    for channel in channels:
        for media_type, suffix in FEED_TYPES:
            path = f"{channel.path}.{suffix}"
            yield media_type, path if site.publishes(path) else site.feed_url(path), channel.title(site)


def _entry(catalog: Catalog, pagename: str) -> Entry | None:
    expected = expected_entry(pagename)
    return catalog.get(*expected) if expected else None


def _description(app: Sphinx, pagename: str, doctree: nodes.document | None) -> str:
    """Return the sentence that sums up the page: from its facts, else its first paragraph."""
    entry = _entry(domain_of(app.env).catalog, pagename)
    if entry and entry.description:
        return entry.description
    for section in doctree.findall(nodes.section) if doctree else ():
        for child in section.children:
            if isinstance(child, nodes.paragraph):
                return shorten(child.astext(), MAX_DESCRIPTION_LENGTH, placeholder=" …")
    return ""


def _linked_data(app: Sphinx, pagename: str) -> str:
    """Return the content of the page's JSON-LD script; empty if the page has none."""

    def title_of(docname: str) -> str:
        return app.env.titles[docname].astext() if docname in app.env.found_docs else ""

    domain = domain_of(app.env)
    things = page_things(pagename, domain.catalog.published, domain.site, title_of, BASES)
    return script_content(things) if things else ""


def on_html_collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page that redirects readers for each former name of a page; a book needs none."""
    if not builds_website(app.builder):
        return
    domain = domain_of(app.env)
    for entry in domain.catalog.published.entries():
        for former_id in entry.facts.formerly:
            context = {
                "target": entry.docname,
                "title": entry.name,
                "canonical": domain.site.canonical and domain.site.canonical_page_url(entry.docname),
                "moved": _("This page has moved."),
            }
            yield f"{entry.facts.folder}/{former_id}", context, "redirect.html"


def setup_page_context(app: Sphinx) -> None:
    """Connect the variables and the redirects to the events of HTML pages."""
    app.connect("html-collect-pages", on_html_collect_pages)
    app.connect("html-page-context", on_html_page_context)
