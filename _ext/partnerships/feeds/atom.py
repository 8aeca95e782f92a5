"""Feeds as Atom documents (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from partnerships.feeds.channels import Feed, FeedEntry

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document.

    All dates come from front matter, so a feed only changes if its facts or its prose change.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.site.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.site.file_url(f"{feed.path}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    elements = [_add_entry(root, entry) for entry in feed.entries]
    ET.indent(root)
    for entry, element in zip(feed.entries, elements, strict=True):
        if entry.content:  # added last, because white space in prose matters
            _set_content(element, entry.content)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _add_entry(root: ET.Element, entry: FeedEntry) -> ET.Element:
    """Add an entry, and return the element that is to hold its content."""
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", entry.published)
    _add(element, "updated", entry.updated)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original:
        _add(element, "link", rel="related", href=entry.original)
    for term, label in entry.categories:
        _add(element, "category", term=term, label=label)
    _add(element, "summary", entry.summary)
    return _add(element, "content") if entry.content else element


def _set_content(element: ET.Element, html: str) -> None:
    """Set the content of an entry: as XHTML if the HTML is well-formed XML, else as escaped text."""
    try:
        div = ET.fromstring(f"<div>{html}</div>")
    except ET.ParseError:
        div = None
    has_other_namespace = div is not None and any("}" in child.tag for child in div.iter())  # such as SVG
    if div is None or has_other_namespace:
        element.set("type", "html")
        element.text = html
    else:
        div.set("xmlns", XHTML)
        element.set("type", "xhtml")
        element.append(div)


def _add(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element
