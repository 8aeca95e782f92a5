"""All feeds as an OPML document, which feed readers can import, https://opml.org/spec2.opml."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from feed_formats.feed import Feed
from partnerships.feeds.channels import channels
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from stable_files.stable_xml import xml_bytes


def subscriptions(catalog: Catalog, site: Site, changes: Feed) -> bytes:
    """Return the feeds of all channels and the feed of changes as an OPML document."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = site.title
    body = ET.SubElement(root, "body")
    urls = [(feed.title(site), site.file_url(feed.path), feed.home(site)) for feed in channels(catalog)]
    for title, url, page_url in [*urls, (changes.title, changes.url, changes.home)]:
        file_url = f"{url}.xml"
        ET.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=file_url, htmlUrl=page_url)
    return xml_bytes(root)
