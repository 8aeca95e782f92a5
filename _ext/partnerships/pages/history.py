"""Views of what changed in the directory from version to version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import bullets, heading, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.release_history import release_history
from partnerships_data.pages.entry import Entry
from partnerships_data.releases.comparison import Change
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
    return bullets(([paragraph(*_sentence(context, each))] for each in changes), "changes")


def _sentence(context: ViewContext, change: Change) -> Iterator[nodes.Node | str]:
    for piece in sentence_parts(change, _):
        if isinstance(piece, str):
            yield piece
        elif entry := context.catalog.find(piece.kind, piece.id):
            yield context.link(entry, text=piece.name)
        else:
            yield piece.name
