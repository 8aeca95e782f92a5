"""The feeds and files below `feeds/` and `api/`: which there are, what makes them, where they are found.

Each is written whole or not at all, and only if it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sphinx.builders import Builder
from sphinx.util.osutil import relative_uri

from . import exports, feeds
from .addresses import Site
from .catalog import Catalog

FILES: Mapping[str, Callable[[Catalog, Site], bytes]] = {
    "feeds/announcements.xml": lambda catalog, site: feeds.atom(feeds.announcements(catalog, site)),
    "feeds/announcements.json": lambda catalog, site: feeds.json_feed(feeds.announcements(catalog, site)),
    "api/catalog.json": exports.catalog_json,
    "api/catalog.schema.json": exports.catalog_schema,
    "api/partners.csv": exports.partners_csv,
    "api/alignment.csv": exports.alignment_csv,
    "api/announcements.csv": exports.announcements_csv,
}


def serves_files(builder: Builder) -> bool:
    """Return whether this builder makes a site, in which files can stand beside pages."""
    return builder.name in ("html", "dirhtml")


def site_of(builder: Builder) -> Site:
    """Return the site as configured, with addresses as this builder makes them."""
    config = builder.config
    return Site(
        title=config.project,
        author=config.author,
        language=config.language.replace("_", "-"),
        version=config.version,
        base=config.html_baseurl.rstrip("/") + "/",
        tag_authority=config.partnerships_tag_authority,
        page_path=builder.get_target_uri,
    )


def address(builder: Builder, path: str, docname: str) -> str:
    """Return the address of a file of the site, as a page of this builder's output refers to it."""
    if serves_files(builder):
        return relative_uri(builder.get_target_uri(docname), path)
    return f"{builder.config.html_baseurl.rstrip('/')}/{path}"


def write_files(builder: Builder, catalog: Catalog) -> None:
    """Write those of the files that changed."""
    site = site_of(builder)
    for path, content in FILES.items():
        write_if_changed(Path(builder.outdir, path), content(catalog, site))


def write_if_changed(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, unless it is there already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
