"""The feeds that readers can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.feeds.changes_feed import FEED
from partnerships.feeds.channels import Channel, channels, has_channel
from partnerships.nodes.builders import bullets, heading, paragraph
from partnerships.nodes.context import ViewContext

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


def subscribe(context: ViewContext) -> list[nodes.Node]:
    """Show the feeds of the page's entry, if it has any."""
    entry = context.entry
    if not entry or not context.domain.site.canonical or not has_channel(entry, context.catalog.published):
        return []
    links = _feed_links(context, Channel(entry).path, entry.name)
    return [paragraph(_("Subscribe to these: "), links, classes=["entry-meta"])]


def _channel_list(context: ViewContext, items: Iterable[Channel]) -> nodes.bullet_list:
    rows = []
    for channel in items:
        entry = channel.entry
        name = entry.name if entry else _("All announcements")
        links = _feed_links(context, channel.path, name)
        rows.append([paragraph(context.link(entry) if entry else name, ": ", links)])
    return bullets(rows, "feed-list")


def _feed_links(context: ViewContext, path: str, name: str) -> list[nodes.Node]:
    """Return links to the two formats of the feed with this path, without suffix."""
    atom = context.reference("published", f"{path}.xml", "Atom", reftitle=_("%s: feed in Atom") % name)
    json = context.reference(
        "published", f"{path}.json", "JSON Feed", reftitle=_("%s: feed in JSON Feed") % name
    )
    return [atom, nodes.Text(" · "), json]
