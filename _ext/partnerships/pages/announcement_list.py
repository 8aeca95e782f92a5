"""Lists of announcements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import ANNOUNCEMENT_KINDS
from partnerships.nodes.builders import Inline, bullets, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def announcement_list(context: ViewContext) -> list[nodes.Node]:
    """Show the announcements that fit the options.

    With the option `limit` or `year`, this is one list. Without them, the pinned announcements come first and
    the others are grouped by year.
    """
    fitting = filters.filter_announcements(context.options, context.catalog)[: context.options.get("limit")]
    if not fitting:
        return [paragraph(_("No announcements are recorded."))]
    if context.options.keys() & {"limit", "year"}:
        return [announcements(context, fitting)]
    shown: list[nodes.Node] = []
    if pinned := [announcement for announcement in fitting if announcement.facts.pinned]:
        shown += [heading(2, _("Pinned")), announcements(context, pinned)]
    others = [announcement for announcement in fitting if not announcement.facts.pinned]
    for year, group in groupby(others, key=lambda announcement: announcement.facts.date[:4]):
        shown += [heading(2, year), announcements(context, group)]
    return shown


def announcements(context: ViewContext, entries: Iterable[Entry]) -> nodes.Node:
    """Return a list of announcements with their dates, kinds, subjects and summaries."""
    return bullets((_announcement(context, entry) for entry in entries), "entry-list", "announcement-list")


def _announcement(context: ViewContext, entry: Entry) -> Iterator[nodes.Node]:
    draft = [nodes.inline("", _(" (draft)"), classes=["draft"])] if entry.facts.draft else []
    yield paragraph(nodes.strong("", "", context.link(entry)), *draft, classes=["entry-name"])
    details: list[Inline] = [context.date(entry.facts.date), " · ", str(ANNOUNCEMENT_KINDS[entry.facts.kind])]
    if subjects := context.links(_subjects(context, entry)):
        details += [" · ", subjects]
    yield paragraph(*details, classes=["entry-meta"])
    yield paragraph(entry.facts.summary)


def _subjects(context: ViewContext, announcement: Entry) -> Iterator[Entry]:
    """Yield the entries that an announcement is about, except the one whose page shows it."""
    for kind in ("partner", "unit", "priority"):
        for subject in context.catalog.related(announcement, kind):
            if subject is not context.entry:
                yield subject
