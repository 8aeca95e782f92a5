"""What the theme's templates need beyond Sphinx's own variables.

All of it comes from the catalog: pages are written by several workers, which cannot note anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from partnerships.domain import domain_of
from partnerships.feeds.channels import Channel, has_channel
from partnerships.html import json_ld as linked_data
from partnerships.labels import locale_of
from partnerships.pages.subscriptions import SUBSCRIBE
from partnerships.urls import builds_website
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry, expected_entry

_ = get_translation("partnerships")

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the direction of the text, what the head says of the page, our words for its frame, our script."""
    domain = domain_of(app.env)
    context["text_direction"] = locale_of(app.config.language).text_direction
    context["feeds"] = list(_feeds(app, pagename)) if builds_website(app.builder) else []
    context["subscribe"] = (SUBSCRIBE, _("Subscribe")) if SUBSCRIBE in app.env.found_docs else None
    context["page_type"] = "article" if pagename.startswith("announcements/") else "website"
    context["banner"] = domain.catalog.banner
    context["description"] = _description(app, pagename, doctree)
    context["page_path"] = app.builder.get_target_uri(pagename)
    context["versions_file"] = app.config.partnerships_versions_file
    context["version_texts"] = {  # of the menu that a script makes
        "label": _("Version {version}: choose another"),
        "older": _("This is version {version}."),
        "newest": _("See this page in the newest version, {version}"),
    }
    context["site_notice"] = _(
        "This site is not an official statement of the Wikimedia Foundation. "
        "Its text is available under CC BY-SA 4.0, its code under Apache-2.0."
    )
    context["search_texts"] = {
        "count": _("Results: {count}"),
        "none": _("Nothing was found. A part of a name is enough, such as its first letters."),
        "no_script": _("The search needs scripts. Without them, all names are in another place:"),
    }
    if domain.site.base and pagename in app.env.found_docs:

        def title(name: str) -> str:
            return app.env.titles[name].astext() if name in app.env.found_docs else ""

        things = linked_data.of_page(pagename, domain.catalog.published, domain.site, title)
        context["linked_data"] = linked_data.script(things) if things else ""


def on_html_collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page that leads on for each name that a renamed page had before."""
    domain = domain_of(app.env)
    for entry in domain.catalog.published.entries():
        for id in entry.facts.formerly:
            context = {
                "target": entry.docname,
                "title": entry.name,
                "canonical": domain.site.url(entry),
                "moved": _("This page has moved."),
            }
            yield f"{entry.facts.folder}/{id}", context, "redirect.html"


def _feeds(app: Sphinx, pagename: str) -> Iterator[tuple[str, str, str]]:
    """Yield type, address and title of the feeds of the site and of the page's entry."""
    domain = domain_of(app.env)
    catalog, site = domain.catalog.published, domain.site
    entry = _entry(catalog, pagename)
    about = [Channel(entry)] if entry and has_channel(entry, catalog) else []
    for channel in [Channel(), *about] if site.canonical else []:
        for type, suffix in ((ATOM, "xml"), (JSON_FEED, "json")):
            path = f"{channel.path}.{suffix}"
            yield type, path if site.publishes(path) else site.feed_url(path), channel.title(site)


def _entry(catalog: Catalog, pagename: str) -> Entry | None:
    of_folder = expected_entry(pagename)
    return catalog.get(*of_folder) if of_folder else None


def _description(app: Sphinx, pagename: str, doctree: nodes.document | None) -> str:
    """Return the sentence that sums the page up: the one its facts give, else its first paragraph."""
    entry = _entry(domain_of(app.env).catalog, pagename)
    if entry and entry.description:
        return entry.description
    for section in doctree.findall(nodes.section) if doctree else ():
        for child in section.children:
            if isinstance(child, nodes.paragraph):
                return shorten(child.astext(), 200, placeholder=" …")
    return ""


def setup_page_context(app: Sphinx) -> None:
    """Connect what templates need to the events of HTML pages."""
    app.connect("html-collect-pages", on_html_collect_pages)
    app.connect("html-page-context", on_html_page_context)
