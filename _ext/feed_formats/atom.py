"""Feeds as Atom documents (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from feed_formats.feed import Feed, FeedEntry

ATOM = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document. It depends on nothing but the feed."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}.xml")
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    for language, url in feed.alternates:
        _add(root, "link", rel="alternate", type="application/atom+xml", hreflang=language, href=f"{url}.xml")
    for entry in feed.entries:
        _add_entry(root, entry)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title, **{"xml:lang": entry.languages[0]})
    _add(element, "published", entry.published)
    _add(element, "updated", entry.updated)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original:
        _add(element, "link", rel="related", href=entry.original)
    for term, label in entry.categories:
        _add(element, "category", term=term, label=label)
    _add(element, "summary", entry.summary, **{"xml:lang": entry.languages[1]})
    if entry.content:
        _add(element, "content", entry.content, type="html")


def _add(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: value for key, value in attributes.items() if value})
    element.text = text
    return element
