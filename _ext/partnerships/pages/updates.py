"""What is new: the feeds that readers can subscribe to, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.feeds.changes_feed import FEED, without_changes
from partnerships.feeds.channels import FOLDER_BY_KIND, Channel, channels
from partnerships.nodes.builders import bullets, heading, labeled, paragraph
from partnerships.nodes.context import ViewContext
from partnerships_data.pages.entry import Entry
from partnerships_data.releases.changes import Change, EntryRef
from partnerships_data.releases.sentences import group_changes, sentence_parts
from partnerships_data.releases.snapshot import VersionChanges

_ = get_translation("partnerships")

SUBSCRIBE = "about/subscribe"  # the page that lists all feeds
HEADINGS = {"partner": _("Partners"), "priority": _("Priorities"), "unit": _("Team units")}


def feed_list(context: ViewContext) -> list[nodes.Node]:
    """Show all feeds: of announcements, of changes, and of single entries by their kind."""
    if not context.domain.site.canonical:
        return [paragraph(_("This copy of the site has no feeds, because its URL is not known."))]
    all_channels = channels(context.catalog.published)
    general = _channel_list(context, [channel for channel in all_channels if channel.entry is None])
    changes = _feed_links(context, FEED, _("Changes"))
    general += nodes.list_item("", paragraph(_("Changes between versions: "), changes))
    shown: list[nodes.Node] = [general]
    for kind, title in HEADINGS.items():
        of_kind = [channel for channel in all_channels if channel.entry and channel.entry.kind == kind]
        if of_kind:
            shown += [heading(2, str(title)), _channel_list(context, of_kind)]
    return shown


def subscribe(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show the feeds of an entry."""
    if not context.domain.site.canonical or entry.kind not in FOLDER_BY_KIND:
        return []
    links = _feed_links(context, Channel(entry).path, entry.name)
    return [paragraph(_("Subscribe: "), links, classes=["entry-meta"])]


def _channel_list(context: ViewContext, items: Iterable[Channel]) -> nodes.bullet_list:
    rows = []
    for channel in items:
        entry = channel.entry
        name = entry.name if entry else _("All announcements")
        links = _feed_links(context, channel.path, name)
        rows.append([labeled(context.link(entry) if entry else name, links)])
    return bullets(rows, "feed-list")


def _feed_links(context: ViewContext, path: str, name: str) -> list[nodes.Node]:
    """Return links to the two formats of the feed with this path, without suffix."""
    atom = context.file_link(f"{path}.xml", "Atom", _("%s: feed in Atom") % name)
    json = context.file_link(f"{path}.json", "JSON Feed", _("%s: feed in JSON Feed") % name)
    return [atom, nodes.Text(" · "), json]


def directory_changes(context: ViewContext) -> list[nodes.Node]:
    """Show the changes of each version, newest first, above them those since the last version."""
    shown: list[nodes.Node] = []
    for version in context.domain.release_history:
        id = f"version-{version.version}" if version.version else "next"
        shown.append(heading(2, _title(context, version), id=id))
        if version.version in context.config.partnerships_versions:
            shown.append(paragraph(_version_link(context, version.version)))
        for title, changes in group_changes(version.changes).items():
            shown += [heading(3, str(_(title))), _change_list(context, changes)]
        if not version.changes:
            shown.append(paragraph(without_changes(version, _)))
    return shown or [paragraph(_("No version has been released yet."))]


def entry_history(context: ViewContext, entry: Entry) -> list[nodes.Node]:
    """Show, at the end of an entry's page, the changes about it, if there are any."""
    shown: list[nodes.Node] = []
    for version in context.domain.release_history:
        if changes := [change for change in version.changes if change.is_about(entry)]:
            title = paragraph(nodes.strong("", _title(context, version)))
            shown += [title, _change_list(context, changes)]
    return [heading(2, _("History")), *shown] if shown else []


def _title(context: ViewContext, version: VersionChanges) -> str:
    if not version.version:
        return _("Since the last version")
    words = {"version": version.version, "date": context.date(version.released)}
    return _("Version %(version)s, %(date)s") % words


def _change_list(context: ViewContext, changes: Iterable[Change]) -> nodes.Node:
    link = partial(_link, context)
    return bullets(([paragraph(*sentence_parts(change, _, link))] for change in changes), "changes")


def _link(context: ViewContext, reference: EntryRef) -> nodes.Node | str:
    """Return a link to an entry; its name alone if it is no longer in the catalog."""
    entry = context.catalog.find(reference.kind, reference.id)
    return context.link(entry, text=reference.name) if entry else reference.name


def _version_link(context: ViewContext, version: str) -> nodes.reference:
    """Return a link to the home page of a version that is published beside this one."""
    root = "../" * context.domain.site.page_path(context.docname).count("/")
    text = _("See the site as it was in version %s") % version
    return nodes.reference("", text, refuri=f"{root}../{version}/", internal=False)
