"""All feeds in one OPML document, https://opml.org/spec2.opml."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from partnerships.feeds.channels import Feed, channels
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site


def subscriptions(catalog: Catalog, site: Site, changes: Feed) -> bytes:
    """Return all feeds as an OPML document, which feed readers import at once, http://opml.org/spec2.opml."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = site.title
    body = ET.SubElement(root, "body")
    found = [(each.title(site), each.path, each.home(site)) for each in channels(catalog)]
    for title, path, page in (*found, (changes.title, changes.path, changes.home)):
        named = {"type": "rss", "text": title, "title": title}
        ET.SubElement(body, "outline", {**named, "xmlUrl": site.file_url(f"{path}.xml"), "htmlUrl": page})
    return xml_bytes(root)


def xml_bytes(root: ET.Element) -> bytes:
    """Return an indented XML document."""
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
