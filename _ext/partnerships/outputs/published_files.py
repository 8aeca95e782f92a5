"""The files published beside the pages: which there are, what makes each, and links to them.

Each file is written whole or not at all, and only if it changed. The folders `api/` and `feeds/` of the
output hold nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.locale import get_translation

from feed_formats.atom import atom
from feed_formats.feed import Feed
from feed_formats.json_feed import json_feed
from page_checks.references import published_paths
from partnerships.domain import domain_of
from partnerships.feeds import changes_feed, opml
from partnerships.feeds.channels import announcement_feed, channels
from partnerships.urls import file_url
from partnerships_data.catalog import export, search, sitemap, spreadsheets
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import FEEDS, SITEMAP, Site
from partnerships_data.releases.snapshot import VersionChanges
from partnerships_data.response_headers import HOST_FILES
from stable_files.atomic_write import write_file_set, write_if_changed
from wiki_page.directory import MATRIX_PATH, matrix_wikitext

_ = get_translation("partnerships")

OUTPUT_FOLDERS = ("api", FEEDS.rstrip("/"))
EMPTY: Mapping[str, str] = {}
Makers = dict[str, Callable[[], bytes]]  # path -> function that returns the file's content


def file_makers(
    catalog: Catalog,
    site: Site,
    titles: Mapping[str, str] = EMPTY,
    prose: Mapping[str, str] = EMPTY,
    history: Sequence[VersionChanges] = (),
    originals: Mapping[str, str] = EMPTY,
) -> Makers:
    """Return a function for each published file that returns its content.

    :param titles: docname -> title of each page
    :param prose: docname -> prose of each announcement as HTML
    :param history: what changed from version to version
    :param originals: texts as readers see them -> in the original language
    """
    return {
        "api/changes.json": partial(changes_feed.changes_json, history, _),
        "search.json": partial(search.search_json, catalog, site, titles, originals),
        "llms.txt": partial(sitemap.llms_txt, catalog, site, titles),
        SITEMAP: partial(sitemap.sitemap, catalog, site, titles),
        **export.json_files(catalog, site),
        **spreadsheets.csv_files(catalog, site),
        MATRIX_PATH: partial(matrix_wikitext, catalog, site),
        **_feed_makers(catalog, site, prose, history),
    }


def _feed_makers(
    catalog: Catalog, site: Site, prose: Mapping[str, str], history: Sequence[VersionChanges]
) -> Makers:
    makers: Makers = {}
    changes = partial(changes_feed.changes_feed, history, catalog, site, _)
    feeds: dict[str, Callable[[], Feed]] = {changes_feed.FEED: changes}
    for channel in channels(catalog):
        for path in (channel.path, *channel.former_paths):
            feeds[path] = partial(announcement_feed, channel, catalog, site, prose)
    for path, feed in feeds.items():
        makers[f"{path}.xml"] = partial(_serialized, atom, feed)
        makers[f"{path}.json"] = partial(_serialized, json_feed, feed)
    makers["feeds/subscriptions.opml"] = partial(
        _serialized, partial(opml.subscriptions, catalog, site), changes
    )
    return makers


def _serialized(serialize: Callable[[Feed], bytes], feed: Callable[[], Feed]) -> bytes:
    return serialize(feed())


def write_feeds(outdir: Path, makers: Makers, catalog: Catalog, changed: AbstractSet[str]) -> None:
    """Write the feeds that show one of the changed announcements."""
    for channel in channels(catalog):
        if any(announcement.docname in changed for announcement in channel.announcements(catalog)):
            for path in (channel.path, *channel.former_paths):
                write_if_changed(outdir / f"{path}.xml", makers[f"{path}.xml"]())
                write_if_changed(outdir / f"{path}.json", makers[f"{path}.json"]())


def write_files(outdir: Path, makers: Makers, site: Site) -> None:
    """Write the files that changed and those for hosts, and remove those that are no longer published."""
    wanted = {path: make for path, make in sorted(makers.items()) if site.publishes(path)} | HOST_FILES
    at_top = [path for path in makers if "/" not in path]
    write_file_set(outdir, wanted, OUTPUT_FOLDERS, at_top)


@lru_cache(maxsize=1)
def _paths(catalog: Catalog) -> frozenset[str]:
    return frozenset(published_paths(catalog))


def on_missing_reference(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.Element
) -> nodes.reference | None:
    """Return the link of a role `{published}`.

    :raises NoUri: if the file exists and has no URL, because the site's own URL is unknown
    """
    domain = domain_of(env)
    path = node["reftarget"]
    is_file = (node.get("refdomain"), node["reftype"]) == (domain.name, "published")
    if not is_file or path not in _paths(domain.catalog.published):
        return None
    url = file_url(app.builder, domain.site, path, node["refdoc"])
    if not url:
        raise NoUri(path)
    return nodes.reference("", "", contnode, internal=False, refuri=url)
