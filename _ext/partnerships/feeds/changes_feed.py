"""What changed from version to version, as a feed and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from xml.etree import ElementTree as ET

from feed_formats.feed import Feed, FeedEntry
from partnerships.feeds.channels import make_feed, midnight
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export_models import SCHEMA_VERSION
from partnerships_data.catalog.site import Site
from partnerships_data.releases.changes import EntryRef
from partnerships_data.releases.sentences import Translate, group_changes, plain_sentence, sentence_parts
from partnerships_data.releases.snapshot import VersionChanges
from stable_files.stable_json import json_bytes

PAGE = "about/changes"  # the page with the same content
FEED = "feeds/changes"


def changes_feed(history: Sequence[VersionChanges], catalog: Catalog, site: Site, _: Translate) -> Feed:
    """Return the feed with one entry for each version."""
    title = _("What changed – %s") % site.title
    entries = tuple(_entry(version, catalog, site, _) for version in history if version.version)
    return make_feed(site, FEED, site.tag("changes"), title, site.page_url(PAGE), entries)


def _entry(version: VersionChanges, catalog: Catalog, site: Site, _: Translate) -> FeedEntry:
    sentences = [plain_sentence(change, _) for change in version.changes]
    return FeedEntry(
        id=site.tag("changes", version.version),
        title=_("Version %s") % version.version,
        url=f"{site.page_url(PAGE)}#version-{version.version}",
        original=None,
        summary=" ".join(sentences) or without_changes(version, _),
        content=_html(version, catalog, site, _),
        published=midnight(version.released),
        updated=midnight(version.released),
        categories=(),
    )


def without_changes(version: VersionChanges, _: Translate) -> str:
    """Return the sentence about a version that has no changes."""
    return _("This is the first version.") if version.is_first else _("Nothing has changed.")


def _html(version: VersionChanges, catalog: Catalog, site: Site, _: Translate) -> str:
    """Return the changes as HTML with absolute URLs."""
    link = partial(_link, catalog, site)
    root = ET.Element("div")
    for title, changes in group_changes(version.changes).items():
        ET.SubElement(root, "h2").text = str(_(title))
        items = ET.SubElement(root, "ul")
        for change in changes:
            _append(ET.SubElement(items, "li"), sentence_parts(change, _, link))
    return "".join(ET.tostring(element, encoding="unicode", method="xml") for element in root)


def _link(catalog: Catalog, site: Site, reference: EntryRef) -> ET.Element | str:
    """Return a link to an entry; its name alone if it is no longer in the catalog."""
    entry = catalog.find(reference.kind, reference.id)
    if entry is None:
        return reference.name
    link = ET.Element("a", href=site.url(entry))
    link.text = reference.name
    return link


def _append(element: ET.Element, parts: Iterable[ET.Element | str]) -> None:
    """Append elements and texts; ElementTree keeps a text in the element before it."""
    for part in parts:
        if not isinstance(part, str):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part


def changes_json(history: Sequence[VersionChanges], _: Translate) -> bytes:
    """Return all changes by version, newest first, for scripts."""
    versions = [
        {
            "version": version.version or None,
            "released": version.released or None,
            "changes": [
                {**change.as_json(), "text": plain_sentence(change, _)} for change in version.changes
            ],
        }
        for version in history
    ]
    return json_bytes({"schema_version": SCHEMA_VERSION, "versions": versions})
