"""URLs of the site, its pages and its files, as a builder makes them."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TypeGuard
from urllib.parse import quote, urlencode

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from page_translations.page_context import language_roots
from page_translations.translated_nodes import WEBSITES
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.page_template import FILE_NAMES, new_page
from partnerships_data.pages.models import KINDS


def builds_website(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether this builder makes a website, in which files are published beside the pages."""
    return builder.name in WEBSITES


def site_of(builder: Builder) -> Site:
    """Return the site as conf.py configures it.

    Its URLs are those of this builder if that makes a website, and those of the builder `html` otherwise.
    """
    config = builder.config
    base = f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""
    canonical = config.partnerships_canonical_url
    return Site(
        title=config.project,
        language=config.language.replace("_", "-"),
        version=config.version,
        base=base,
        canonical=f"{canonical.rstrip('/')}/" if canonical else base,
        tag_authority=config.partnerships_tag_authority,
        page_path=cache(partial(_page_path, builder)),
        languages=language_roots(config),
    )


def _page_path(builder: Builder, docname: str) -> str:
    """Return the path of a page below the root, encoded for URLs, which `dirhtml` does not do."""
    is_website = builds_website(builder)
    path = builder.get_target_uri(docname) if is_website else docname + StandaloneHTMLBuilder.out_suffix
    return path if builder.name == "html" else quote(path)


def file_url(builder: Builder, site: Site, path: str, docname: str) -> str:
    """Return the URL of a published file as a link on a page; empty if the file has no URL.

    The URL is relative on a website, and absolute in other formats and for another version's feeds.
    """
    if not site.publishes(path):
        return site.feed_url(path) if site.canonical else ""
    if builds_website(builder):
        return relative_uri(builder.get_target_uri(docname), path)
    return site.file_url(path) if site.base else ""


def editor_url(config: Config, action: str, path: str) -> str:
    """Return the URL of a page or folder in the web editor of the repository; empty without a repository."""
    repository = config.partnerships_repository.rstrip("/")
    if not repository.startswith("https://"):
        return ""
    return f"{repository}/{action}/{quote(config.partnerships_branch)}/{quote(path)}"


@lru_cache(maxsize=len(KINDS))
def new_page_url(config: Config, catalog: Catalog, kind: str) -> str:
    """Return the URL of the editor for a new page with the template of its kind; empty without one."""
    if not (url := editor_url(config, "new", KINDS[kind].folder)):
        return ""
    by_kind = catalog.by_kind.items()
    names = {name: {id: entry.name for id, entry in entries.items()} for name, entries in by_kind}
    fields = {"filename": FILE_NAMES[kind], "value": new_page(kind, {}, names)}
    return f"{url}?{urlencode(fields, quote_via=quote)}"
