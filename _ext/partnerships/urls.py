"""URLs of the site, its pages and its files, as a builder makes them."""

from __future__ import annotations

from functools import cache, partial
from typing import TypeGuard
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from page_translations.page_context import language_roots
from partnerships_data.catalog.site import Site

WEB_BUILDERS = ("html", "dirhtml")


def builds_website(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether this builder makes a website, in which files are published beside the pages."""
    return builder.name in WEB_BUILDERS


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
