"""Variables of the HTML templates beyond Sphinx's own, and pages without a source file.

All come from the catalog and the configuration, because pages may be written by several processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.docutils import new_document

from page_source.letters import fold
from page_translations.collecting import translations_of
from page_translations.translated_nodes import original_text
from partnerships.domain import domain_of
from partnerships.feeds.channels import FOLDER_BY_KIND, Channel
from partnerships.labels import ADD_PAGE, BASES
from partnerships.nodes.builders import paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.filters import FACETS_WITH_PAGES, PARTNERS_SHOWN, partner_pages
from partnerships.nodes.website import element
from partnerships.pages.entry_lists import card_list, partner_card
from partnerships.pages.updates import SUBSCRIBE
from partnerships.urls import builds_website, editor_url, new_page_url
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.json_ld import page_things, script_content, translated_page
from partnerships_data.pages.entry import Entry, expected_entry
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.releases.versions import version_links
from translation_catalogs.languages import SOURCE_LANGUAGE

_ = get_translation("partnerships")

FEED_TYPES = (("application/atom+xml", "xml"), ("application/feed+json", "json"))
MAX_DESCRIPTION_LENGTH = 200


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the variables of a page."""
    domain = domain_of(app.env)
    if any(name in context.get("body", "") for name in ('class="filters"', "sortable")):
        app.add_js_file("filters.js", fetchpriority="low")
    context["feeds"] = list(_feeds(app, pagename)) if builds_website(app.builder) else []
    context["subscribe"] = (SUBSCRIBE, _("Subscribe")) if SUBSCRIBE in app.env.found_docs else None
    context["banner"] = domain.catalog.banner
    context["problems"] = domain.shown_problems.get(pagename, ())
    context["description"], context["is_description_untranslated"] = _description(app, pagename, doctree)
    context["suggestions"] = list(_edit_links(app, pagename)) if doctree is not None else []
    context["page_path"] = path = domain.site.page_path(pagename)
    context["version_links"] = version_links(
        Path(app.srcdir), app.config.partnerships_versions, app.config.version, pagename, path
    )
    context["versions_file"] = app.config.partnerships_versions_file
    if groups := context.get("genindexentries"):
        context["genindexentries"] = _in_order_of_names(groups)
    if domain.site.canonical:
        context["pageurl"] = domain.site.canonical_page_url(context.get("target", pagename))
    if domain.site.base and pagename in app.env.found_docs:
        context["linked_data"] = _linked_data(app, pagename)


def _in_order_of_names(groups: Sequence[tuple[str, list[Any]]]) -> Sequence[tuple[str, list[Any]]]:
    """Return the groups of the general index by first letters, with all names in the order of the lists."""
    listed = [entry for _letter, group in groups for entry in group]
    entries = sorted(listed, key=lambda entry: fold(entry[0]))
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
    if entry and entry.kind in FOLDER_BY_KIND:
        channels.append(Channel(entry))
    for channel in channels:
        for media_type, suffix in FEED_TYPES:
            path = f"{channel.path}.{suffix}"
            yield media_type, path if site.publishes(path) else site.feed_url(path), channel.title(site)


def _entry(catalog: Catalog, pagename: str) -> Entry | None:
    expected = expected_entry(pagename)
    return catalog.get(*expected) if expected else None


def _description(app: Sphinx, pagename: str, doctree: nodes.document | None) -> tuple[str, bool]:
    """Return the first text of the page's facts or its first paragraph, and whether it is untranslated."""
    entry = _entry(domain_of(app.env).catalog, pagename)
    if entry and entry.description:
        return entry.description, entry.description in translations_of(app.env).shown_facts().untranslated
    for section in doctree.findall(nodes.section) if doctree else ():
        for child in section.children:
            if isinstance(child, nodes.paragraph):
                text = shorten(child.astext(), MAX_DESCRIPTION_LENGTH, placeholder=" …")
                return text, all(isinstance(part, original_text) for part in child.children)
    return "", False


def _linked_data(app: Sphinx, pagename: str) -> str:
    """Return the content of the page's JSON-LD script; empty if the page has none."""

    def title_of(docname: str) -> str:
        return app.env.titles[docname].astext() if docname in app.env.found_docs else ""

    domain = domain_of(app.env)
    things = page_things(pagename, domain.catalog.published, domain.site, title_of, BASES)
    if app.config.language != SOURCE_LANGUAGE and translations_of(app.env).is_translated(pagename):
        things += translated_page(pagename, domain.site)
    return script_content(things) if things else ""


def _edit_links(app: Sphinx, pagename: str) -> Iterator[tuple[str, str]]:
    """Yield the texts and URLs of links to the web editor of the repository; none without a repository."""
    if url := editor_url(app.config, "edit", str(app.env.doc2path(pagename, base=False))):
        yield _("Suggest a change"), url
    kind = KIND_BY_FOLDER.get(pagename.removesuffix("/index"))
    if url and kind and pagename.endswith("/index"):
        yield str(ADD_PAGE[kind]), new_page_url(app.config, domain_of(app.env).catalog, kind)


def on_html_collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of a website that have no source file, unless they are those of the last build."""
    if builds_website(app.builder) and not domain_of(app.env).is_unchanged:
        yield from _redirects(app)
        yield from _partner_pages(app, app.builder)


def _redirects(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page that redirects readers for each former name of a page."""
    domain = domain_of(app.env)
    for (_kind, former_id), entry in domain.catalog.published.by_former_id.items():
        context = {"target": entry.docname, "title": escape(entry.name)}
        yield f"{entry.facts.folder}/{former_id}", context, "redirect.html"


def _partner_pages(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a list of the partners of each kind, region and status that a partner has."""
    catalog = domain_of(app.env).catalog
    cards = _rendered_cards(app, builder)
    for docname, partners in partner_pages(catalog).items():
        _folder, name, value = docname.split("/")
        title = _("Partners: %s") % FACETS_WITH_PAGES[name][1][value]
        number = paragraph(PARTNERS_SHOWN.format(shown=len(partners), all=len(catalog.partners)))
        listed = card_list(cards[partner.id] for partner in partners)
        shown = nodes.container("", element("h1", content=title), number, listed)
        body = builder.render_partial(shown)["fragment"]
        index = {"link": builder.get_relative_uri(docname, "partners/index"), "title": _("Partners")}
        yield docname, {"title": title, "body": body, "parents": [index]}, "page.html"


def _rendered_cards(app: Sphinx, builder: StandaloneHTMLBuilder) -> dict[str, nodes.raw]:
    """Return the HTML of the card of each partner by id, with URLs for pages in folders of `partners`."""
    domain, docname = domain_of(app.env), "partners/kind/any"
    context = ViewContext(domain, app.config, docname, {})
    cards = {partner.id: partner_card(context, partner) for partner in domain.catalog.partners}
    if app.config.language != SOURCE_LANGUAGE:  # transforms mark what is not translated
        document = new_document(docname)
        document += card_list(cards.values())
        app.env.apply_post_transforms(document, docname)
    html = {id: builder.render_partial(card)["fragment"] for id, card in cards.items()}
    return {id: nodes.raw("", card, format="html") for id, card in html.items()}


def on_builder_inited(app: Sphinx) -> None:
    """Tell `former_output` which pages have no source file, so that it does not remove them."""
    if "former_output" in app.extensions:
        app.connect("pages-without-source", _generated_pages)


def _generated_pages(app: Sphinx) -> list[str]:
    redirects = (docname for docname, _context, _template in _redirects(app))
    return [*redirects, *partner_pages(domain_of(app.env).catalog)]


def setup_page_context(app: Sphinx) -> None:
    """Connect the variables, and the pages without a source file."""
    app.connect("builder-inited", on_builder_inited)
    app.connect("html-collect-pages", on_html_collect_pages)
    app.connect("html-page-context", on_html_page_context)
