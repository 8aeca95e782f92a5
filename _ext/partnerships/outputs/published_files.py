"""The files that stand beside the pages: which there are, what makes them, where they are found.

Each is written whole or not at all, and only if it changed. Below `api/` and `feeds/` there is nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from partnerships.feeds import changes_feed, opml
from partnerships.feeds.atom import atom
from partnerships.feeds.channels import Channel, Feed, channels, feed
from partnerships.feeds.json_feed import json_feed
from partnerships.outputs import sitemap, spreadsheets
from partnerships_data.atomic_write import UNFINISHED, write_if_changed
from partnerships_data.catalog import export
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import FEEDS, Site
from partnerships_data.releases.snapshot import VersionChanges

_ = get_translation("partnerships")

OUTPUT_FOLDERS = ("api", FEEDS.rstrip("/"))
NONE: Mapping[str, str] = {}


def files(
    catalog: Catalog,
    site: Site,
    titles: Mapping[str, str] = NONE,
    prose: Mapping[str, str] = NONE,
    history: Sequence[VersionChanges] = (),
) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file, by its path.

    :param titles: the title of each page by its name
    :param prose: the prose of announcements as HTML, by the names of their pages
    :param history: what changed from version to version
    """

    def changes(form: Callable[[Feed], bytes]) -> bytes:
        return form(changes_feed.changes_feed(history, catalog, site, _))

    def subscriptions() -> bytes:
        return changes(partial(opml.subscriptions, catalog, site))

    made: dict[str, Callable[[], bytes]] = {
        "api/catalog.json": partial(export.catalog_json, catalog, site),
        "api/catalog.schema.json": export.catalog_schema,
        "api/partners.csv": partial(spreadsheets.partners_csv, catalog, site),
        "api/alignment.csv": partial(spreadsheets.alignment_csv, catalog, site),
        "api/announcements.csv": partial(spreadsheets.announcements_csv, catalog, site),
        "api/changes.json": partial(changes_feed.changes_json, history, _),
        f"{changes_feed.FEED}.xml": partial(changes, atom),
        f"{changes_feed.FEED}.json": partial(changes, json_feed),
        "feeds/subscriptions.opml": subscriptions,
        "llms.txt": partial(sitemap.llms, catalog, site, titles),
        "sitemap.xml": partial(sitemap.sitemap, catalog, site, titles),
    }
    for each in catalog.partners:
        made[f"api/partners/{each.id}.json"] = partial(export.partner_json, each, catalog, site)

    def told(form: Callable[[Feed], bytes], channel: Channel) -> bytes:
        return form(feed(channel, catalog, site, prose))

    for channel in channels(catalog):
        for path in (channel.path, *channel.former_paths):
            made[f"{path}.xml"] = partial(told, atom, channel)
            made[f"{path}.json"] = partial(told, json_feed, channel)
    return made


def serves_files(builder: Builder) -> bool:
    """Return whether this builder makes a site, in which files can stand beside pages."""
    return builder.name in ("html", "dirhtml")


def site_of(builder: Builder) -> Site:
    """Return the site as configured, with addresses as this builder makes them; else as `html` does."""
    config = builder.config
    base = f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""
    canonical = config.partnerships_canonical_url
    on_the_web = builder.get_target_uri if serves_files(builder) else _page_path
    return Site(
        title=config.project,
        author=config.author,
        language=config.language.replace("_", "-"),
        version=config.version,
        base=base,
        canonical=f"{canonical.rstrip('/')}/" if canonical else base,
        tag_authority=config.partnerships_tag_authority,
        page_path=on_the_web,
    )


def _page_path(docname: str) -> str:
    return docname + StandaloneHTMLBuilder.out_suffix


def address(builder: Builder, site: Site, path: str, docname: str) -> str:
    """Return the address of a file, as a page of this builder's output refers to it; empty if it has none."""
    if not site.publishes(path):
        return site.feed_url(path) if site.canonical else ""
    if serves_files(builder):
        return relative_uri(builder.get_target_uri(docname), path)
    return site.file_url(path)


def write_files(outdir: Path, made: Mapping[str, Callable[[], bytes]], site: Site) -> None:
    """Write those of the files that changed; remove what is no longer made, or was left half-written."""
    wanted = {path: make for path, make in sorted(made.items()) if site.publishes(path)}
    for path, make in wanted.items():
        write_if_changed(outdir / path, make())
    ours = chain.from_iterable((outdir / folder).rglob("*") for folder in OUTPUT_FOLDERS)
    top = (outdir / f"{path}{end}" for path in made if "/" not in path for end in ("", UNFINISHED))
    for found in sorted({*ours, *top}):
        if found.is_file() and found.relative_to(outdir).as_posix() not in wanted:
            found.unlink()
