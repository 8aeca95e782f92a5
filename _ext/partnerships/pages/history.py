"""Views of what changed in the directory from version to version."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import bullets, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.release_history import release_history
from partnerships_data.pages.entry import Entry
from partnerships_data.releases.changes import Change, EntryRef
from partnerships_data.releases.sentences import group_changes, sentence_parts
from partnerships_data.releases.snapshot import VersionChanges

_ = get_translation("partnerships")


def directory_changes(context: ViewContext) -> list[nodes.Node]:
    """Show what changed from each version to the next and since the last one, the newest first."""
    shown: list[nodes.Node] = []
    for step in release_history(context.domain):
        shown.append(
            heading(2, _title(step, context), id=f"version-{step.version}" if step.version else "next")
        )
        for title, changes in group_changes(step.changes).items():
            shown += [heading(3, str(_(title))), _told(context, changes)]
        if not step.changes:
            shown.append(paragraph(_("Nothing has changed.")))
    return shown or [paragraph(_("There are no two versions to compare yet."))]


def entry_history(context: ViewContext) -> list[nodes.Node]:
    """Show, at the end of an entry's page, what changed about it; nothing if nothing did."""
    entry = context.entry
    shown: list[nodes.Node] = []
    for step in release_history(context.domain) if entry else ():
        if about := [each for each in step.changes if _is_about(each, entry)]:
            shown += [paragraph(nodes.strong("", _title(step, context))), _told(context, about)]
    return [heading(2, _("History")), *shown] if shown else []


def _title(step: VersionChanges, context: ViewContext) -> str:
    if not step.version:
        return _("Since the last version")
    return _("Version %(version)s, %(date)s") % {"version": step.version, "date": context.date(step.released)}


def _is_about(change: Change, entry: Entry | None) -> bool:
    names = (entry.id, *entry.facts.formerly) if entry else ()
    return any(each.kind == entry.kind and each.id in names for each in change.about if entry)


def _told(context: ViewContext, changes: Iterable[Change]) -> nodes.Node:
    link = partial(_link, context)
    return bullets(([paragraph(*sentence_parts(change, _, link))] for change in changes), "changes")


def _link(context: ViewContext, reference: EntryRef) -> nodes.Node | str:
    """Return a link to an entry; its name alone if it is no longer in the catalog."""
    entry = context.catalog.find(reference.kind, reference.id)
    return context.link(entry, text=reference.name) if entry else reference.name
