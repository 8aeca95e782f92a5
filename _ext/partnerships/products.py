"""Views of what readers take away: feeds to subscribe to, ways to cite."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from . import citations
from .change_feeds import FEED
from .feeds import Channel, channels, has_channel
from .page import Entry
from .sight import Sight, bullets, heading, paragraph

_ = get_translation("partnerships")

GROUPS = {"partner": _("Partners"), "priority": _("Priorities"), "unit": _("Team units")}


def feed_list(sight: Sight) -> list[nodes.Node]:
    """Show all feeds, those about one entry by its kind."""
    found = channels(sight.catalog.published)
    everything = _feeds(sight, [each for each in found if each.entry is None])
    changes = paragraph(_("What changed from version to version: "), _forms(sight, FEED, _("Changes")))
    everything += nodes.list_item("", changes)
    shown: list[nodes.Node] = [everything]
    for kind, title in GROUPS.items():
        if of_kind := [each for each in found if each.entry and each.entry.kind == kind]:
            shown += [heading(2, str(title)), _feeds(sight, of_kind)]
    return shown


def _feeds(sight: Sight, found: list[Channel]) -> nodes.bullet_list:
    rows = []
    for channel in found:
        name = sight.link(channel.entry) if channel.entry else nodes.Text(_("All announcements"))
        rows.append([paragraph([name, nodes.Text(": "), *feed_links(sight, channel)])])
    return bullets(rows, "feed-list")


def subscribe(sight: Sight) -> list[nodes.Node]:
    """Show where to subscribe to what is announced about the page's entry, if that is possible."""
    entry = sight.entry
    if entry is None or not has_channel(entry, sight.catalog.published):
        return []
    return [paragraph(_("Subscribe to these: "), feed_links(sight, Channel(entry)), classes=["entry-meta"])]


def feed_links(sight: Sight, channel: Channel) -> list[nodes.Node]:
    """Return references to the two forms of a feed."""
    return _forms(sight, channel.path, channel.entry.name if channel.entry else _("All announcements"))


def _forms(sight: Sight, path: str, about: str) -> list[nodes.Node]:
    atom = _published(sight, f"{path}.xml", "Atom", _("%s: feed in Atom") % about)
    json = _published(sight, f"{path}.json", "JSON Feed", _("%s: feed in JSON Feed") % about)
    return [atom, nodes.Text(" · "), json]


def _published(sight: Sight, path: str, text: str, title: str) -> nodes.Node:
    return addnodes.pending_xref(
        "",
        nodes.inline("", text, classes=["xref", "partnerships-published"]),
        refdomain=sight.domain.name,
        reftype="published",
        reftarget=path,
        refexplicit=True,
        refwarn=True,
        refdoc=sight.docname,
        reftitle=title,
    )


def how_to_cite(sight: Sight, entry: Entry) -> list[nodes.Node]:
    """Show how to cite the page of an entry, in three forms, each to be copied."""
    page = citations.cited(entry, sight.domain.site)
    forms = (
        (_("Text"), citations.plain(page)),
        ("BibTeX", citations.bibtex(page)),
        (_("Wikipedia"), citations.wikitext(page)),
    )
    shown: list[nodes.Node] = []
    for title, text in forms:
        shown += [heading(3, title), nodes.literal_block(text, text, language="text")]
    return shown
