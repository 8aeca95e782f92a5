"""Views of many entries: the lists of priorities, announcements and the team, and what happened when."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import ANNOUNCEMENT_KINDS
from partnerships.nodes.builders import Inline, bullets, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog import filters as selection
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")


def announcement_list(context: ViewContext) -> list[nodes.Node]:
    """Show announcements that fit the options: a few or a year's, else all by year with the pinned on top."""
    newest = selection.announcements(context.options, context.catalog)[: context.options.get("limit")]
    if newest and context.options.keys() & {"limit", "year"}:
        return [announcements(context, newest)]
    pinned = [each for each in newest if each.facts.pinned]
    rest = [each for each in newest if not each.facts.pinned]
    shown: list[nodes.Node] = [heading(2, _("Pinned")), announcements(context, pinned)] if pinned else []
    for year, of_year in groupby(rest, key=lambda each: each.facts.date[:4]):
        shown += [heading(2, year), announcements(context, of_year)]
    return shown or [paragraph(_("Nothing has been announced yet."))]


def announcements(context: ViewContext, entries: Iterable[Entry]) -> nodes.Node:
    """Return a list of announcements with their dates and what they are about."""
    return bullets((_announcement(context, each) for each in entries), "entry-list", "announcement-list")


def _announcement(context: ViewContext, entry: Entry) -> Iterable[nodes.Node]:
    draft = [nodes.inline("", _(" (draft)"), classes=["draft"])] if entry.facts.draft else []
    yield paragraph(nodes.strong("", "", context.link(entry)), *draft, classes=["entry-name"])
    kind = str(ANNOUNCEMENT_KINDS[entry.facts.kind])
    about = [
        each for kind in ("partner", "unit", "priority") for each in context.catalog.related(entry, kind)
    ]
    links = context.links(each for each in about if each is not context.entry)
    meta: list[Inline] = [context.date(entry.facts.date), " · ", kind]
    meta += [" · ", links] if links else []
    yield paragraph(*meta, classes=["entry-meta"])
    yield paragraph(entry.facts.summary)
