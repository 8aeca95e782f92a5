"""All feeds as an OPML document, which feed readers can import, https://opml.org/spec2.opml."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from partnerships.feeds.channels import Feed, channels
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.stable_xml import xml_bytes


def subscriptions(catalog: Catalog, site: Site, changes: Feed) -> bytes:
    """Return the feeds of all channels and the feed of changes as an OPML document."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = site.title
    body = ET.SubElement(root, "body")
    feeds = [(channel.title(site), channel.path, channel.home(site)) for channel in channels(catalog)]
    feeds.append((changes.title, changes.path, changes.home))
    for title, path, page_url in feeds:
        file_url = site.file_url(f"{path}.xml")
        ET.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=file_url, htmlUrl=page_url)
    return xml_bytes(root)
