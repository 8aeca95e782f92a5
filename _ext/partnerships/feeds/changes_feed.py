"""What changed from version to version, for feed readers and scripts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from partnerships.feeds.channels import Feed, FeedEntry, instant
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export_models import SCHEMA_VERSION
from partnerships_data.catalog.site import Site
from partnerships_data.releases.comparison import Change, EntryRef
from partnerships_data.releases.sentences import Translate, group_changes, plain_sentence, sentence_parts
from partnerships_data.releases.snapshot import VersionChanges
from partnerships_data.stable_json import json_bytes

PAGE = "about/changes"  # the page that shows the same
FEED = "feeds/changes"


def changes_feed(history: Sequence[VersionChanges], catalog: Catalog, site: Site, _: Translate) -> Feed:
    """Return the feed in which each version is one entry."""
    released = [step for step in history if step.version]
    return Feed(
        id=site.tag("changes"),
        title=_("What changed – %s") % site.title,
        path=FEED,
        home=site.page_url(PAGE),
        site=site,
        entries=tuple(_entry(step, catalog, site, _) for step in released),
    )


def _entry(step: VersionChanges, catalog: Catalog, site: Site, _: Translate) -> FeedEntry:
    title = _("Version %s") % step.version
    sentences = [plain_sentence(each, _) for each in step.changes]
    return FeedEntry(
        id=site.tag("changes", step.version),
        title=title,
        url=f"{site.page_url(PAGE)}#version-{step.version}",
        original=None,
        summary=" ".join(sentences) or _("Nothing has changed."),
        content=_html(step, catalog, site, _),
        published=instant(step.released),
        updated=instant(step.released),
        categories=(),
    )


def _html(step: VersionChanges, catalog: Catalog, site: Site, _: Translate) -> str:
    """Return the changes as HTML with absolute addresses."""
    root = ET.Element("div")
    for title, changes in group_changes(step.changes).items():
        ET.SubElement(root, "h2").text = str(_(title))
        items = ET.SubElement(root, "ul")
        for change in changes:
            _fill(ET.SubElement(items, "li"), change, catalog, site, _)
    return "".join(ET.tostring(each, encoding="unicode", method="xml") for each in root)


def _fill(item: ET.Element, change: Change, catalog: Catalog, site: Site, _: Translate) -> None:
    item.text, last = "", None
    for piece in sentence_parts(change, _):
        entry = catalog.find(piece.kind, piece.id) if isinstance(piece, EntryRef) else None
        if isinstance(piece, EntryRef) and entry:
            last = ET.SubElement(item, "a", href=site.url(entry))
            last.text, last.tail = piece.name, ""
            continue
        words = piece.name if isinstance(piece, EntryRef) else piece
        if last is None:
            item.text += words
        else:
            last.tail = f"{last.tail}{words}"


def changes_json(history: Sequence[VersionChanges], _: Translate) -> bytes:
    """Return all changes for scripts, by version, the newest first."""
    versions = [
        {
            "version": step.version or None,
            "released": step.released or None,
            "changes": [
                {
                    "what": each.what.value,
                    "about": [{"kind": one.kind, "id": one.id, "name": one.name} for one in each.about],
                    "before": each.before,
                    "after": each.after,
                    "text": plain_sentence(each, _),
                }
                for each in step.changes
            ],
        }
        for step in history
    ]
    document = {"schema_version": SCHEMA_VERSION, "versions": versions}
    return json_bytes(document)
