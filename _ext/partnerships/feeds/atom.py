"""Announcements for feed readers: Atom (RFC 4287) and JSON Feed 1.1, from one value. Pure.

Every date comes from front matter; nothing else in a feed changes by itself. A date that is only known to the
month or year stands for its first day, and dates have no zone, so they are given in UTC.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from partnerships.feeds.channels import Feed, FeedEntry

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
STYLE = "_static/feed.css"


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document, which a browser shows as a page by a style sheet of ours.

    A browser makes no links of Atom's own; so there is XHTML among it, which feed readers pass over.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.site.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.site.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.site.file_url(f"{feed.path}.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "p", feed.site.feed_note or None, xmlns=XHTML), "a", feed.title, href=feed.home)
    contents = [_atom_entry(root, each) for each in feed.entries]
    ET.indent(root)
    for each, content in zip(feed.entries, contents, strict=True):  # not indented: white space shows there
        if each.content:
            _put_html(content, each.content)
    head = ET.ProcessingInstruction(
        "xml-stylesheet", f'type="text/css" href="{"../" * feed.path.count("/")}{STYLE}"'
    )
    parts = (ET.tostring(part, encoding="unicode") for part in (head, root))
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *parts, ""]).encode()


def _atom_entry(root: ET.Element, each: FeedEntry) -> ET.Element:
    """Add an entry; return its element for the content."""
    entry = _add(root, "entry")
    _add(entry, "id", each.id)
    _add(entry, "title", each.title)
    _add(_add(entry, "h2", xmlns=XHTML), "a", each.title, href=each.url)
    _add(entry, "published", each.published)
    _add(entry, "updated", each.updated)
    _add(entry, "link", rel="alternate", type="text/html", href=each.url)
    if each.original:
        _add(entry, "link", rel="related", href=each.original)
    for term, label in each.categories:
        _add(entry, "category", term=term, label=label)
    _add(entry, "summary", each.summary)
    return _add(entry, "content") if each.content else entry


def _put_html(content: ET.Element, html: str) -> None:
    """Put HTML into a content element: as elements if it is XHTML, which browsers show, else as text."""
    try:
        div = ET.fromstring(f"<div>{html}</div>")
    except ET.ParseError:
        div = None
    if div is None or any("}" in element.tag for element in div.iter()):  # of another language, such as SVG
        content.set("type", "html")
        content.text = html
    else:
        div.set("xmlns", XHTML)
        content.set("type", "xhtml")
        content.append(div)


def _add(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element
