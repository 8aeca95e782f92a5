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

from . import change_feeds, exports, feeds, maps
from .addresses import FEEDS, Site
from .catalog import Catalog
from .snapshots import Step
from .writing import UNFINISHED, write_if_changed

_ = get_translation("partnerships")

FOLDERS = ("api", FEEDS.rstrip("/"))
NONE: Mapping[str, str] = {}


def files(
    catalog: Catalog,
    site: Site,
    titles: Mapping[str, str] = NONE,
    prose: Mapping[str, str] = NONE,
    history: Sequence[Step] = (),
) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file, by its path.

    :param titles: the title of each page by its name
    :param prose: the prose of announcements as HTML, by the names of their pages
    :param history: what changed from version to version
    """

    def changes(form: Callable[[feeds.Feed], bytes]) -> bytes:
        return form(change_feeds.changes_feed(history, catalog, site, _))

    def subscriptions() -> bytes:
        return changes(partial(maps.subscriptions, catalog, site))

    made: dict[str, Callable[[], bytes]] = {
        "api/catalog.json": partial(exports.catalog_json, catalog, site),
        "api/catalog.schema.json": exports.catalog_schema,
        "api/partners.csv": partial(exports.partners_csv, catalog, site),
        "api/alignment.csv": partial(exports.alignment_csv, catalog, site),
        "api/announcements.csv": partial(exports.announcements_csv, catalog, site),
        "api/changes.json": partial(change_feeds.changes_json, history, _),
        f"{change_feeds.FEED}.xml": partial(changes, feeds.atom),
        f"{change_feeds.FEED}.json": partial(changes, feeds.json_feed),
        "feeds/subscriptions.opml": subscriptions,
        "llms.txt": partial(maps.llms, catalog, site, titles),
        "sitemap.xml": partial(maps.sitemap, catalog, site, titles),
    }
    for each in catalog.partners:
        made[f"api/partners/{each.id}.json"] = partial(exports.partner_json, each, catalog, site)

    def told(form: Callable[[feeds.Feed], bytes], channel: feeds.Channel) -> bytes:
        return form(feeds.feed(channel, catalog, site, prose))

    for channel in feeds.channels(catalog):
        for path in (channel.path, *channel.former_paths):
            made[f"{path}.xml"] = partial(told, feeds.atom, channel)
            made[f"{path}.json"] = partial(told, feeds.json_feed, channel)
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
        feed_note=_("This is a feed. Copy its address into a feed reader to subscribe. The same as a page: "),
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
    ours = chain.from_iterable((outdir / folder).rglob("*") for folder in FOLDERS)
    top = (outdir / f"{path}{end}" for path in made if "/" not in path for end in ("", UNFINISHED))
    for found in sorted({*ours, *top}):
        if found.is_file() and found.relative_to(outdir).as_posix() not in wanted:
            found.unlink()
