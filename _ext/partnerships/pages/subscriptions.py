"""Views of what readers take away: feeds to subscribe to, ways to cite."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from partnerships.feeds.changes_feed import FEED
from partnerships.feeds.channels import Channel, channels, has_channel
from partnerships.nodes.builders import bullets, heading, paragraph
from partnerships.nodes.context import ViewContext

_ = get_translation("partnerships")

GROUPS = {"partner": _("Partners"), "priority": _("Priorities"), "unit": _("Team units")}


def feed_list(context: ViewContext) -> list[nodes.Node]:
    """Show all feeds, those about one entry by its kind."""
    found = channels(context.catalog.published)
    everything = _feeds(context, [each for each in found if each.entry is None])
    changes = paragraph(_("What changed from version to version: "), _forms(context, FEED, _("Changes")))
    everything += nodes.list_item("", changes)
    shown: list[nodes.Node] = [everything]
    for kind, title in GROUPS.items():
        if of_kind := [each for each in found if each.entry and each.entry.kind == kind]:
            shown += [heading(2, str(title)), _feeds(context, of_kind)]
    return shown


def _feeds(context: ViewContext, found: list[Channel]) -> nodes.bullet_list:
    rows = []
    for channel in found:
        name = context.link(channel.entry) if channel.entry else nodes.Text(_("All announcements"))
        rows.append([paragraph([name, nodes.Text(": "), *feed_links(context, channel)])])
    return bullets(rows, "feed-list")


def subscribe(context: ViewContext) -> list[nodes.Node]:
    """Show where to subscribe to what is announced about the page's entry, if that is possible."""
    entry = context.entry
    if entry is None or not has_channel(entry, context.catalog.published):
        return []
    return [paragraph(_("Subscribe to these: "), feed_links(context, Channel(entry)), classes=["entry-meta"])]


def feed_links(context: ViewContext, channel: Channel) -> list[nodes.Node]:
    """Return references to the two forms of a feed."""
    return _forms(context, channel.path, channel.entry.name if channel.entry else _("All announcements"))


def _forms(context: ViewContext, path: str, about: str) -> list[nodes.Node]:
    atom = _published(context, f"{path}.xml", "Atom", _("%s: feed in Atom") % about)
    json = _published(context, f"{path}.json", "JSON Feed", _("%s: feed in JSON Feed") % about)
    return [atom, nodes.Text(" · "), json]


def _published(context: ViewContext, path: str, text: str, title: str) -> nodes.Node:
    return addnodes.pending_xref(
        "",
        nodes.inline("", text, classes=["xref", "partnerships-published"]),
        refdomain=context.domain.name,
        reftype="published",
        reftarget=path,
        refexplicit=True,
        refwarn=True,
        refdoc=context.docname,
        reftitle=title,
    )


SUBSCRIBE = "about/subscribe"  # the page that lists all feeds
