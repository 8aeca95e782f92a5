"""What there is on the site, for machines that walk about: sitemap, llms.txt and a list of feeds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from partnerships.feeds.opml import xml_bytes
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KIND_BY_FOLDER

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(catalog: Catalog, site: Site, titles: Mapping[str, str]) -> bytes:
    """Return the addresses of all pages for search engines, https://www.sitemaps.org/protocol.html."""
    dates = {entry.docname: entry.last_changed for entry in catalog.entries()}
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for docname in sorted(titles):
        page = ET.SubElement(root, "url")
        ET.SubElement(page, "loc").text = site.page_url(docname)
        if date := dates.get(docname):
            ET.SubElement(page, "lastmod").text = date
    return xml_bytes(root)


def llms(catalog: Catalog, site: Site, titles: Mapping[str, str]) -> bytes:
    """Return what there is, in Markdown, for language models, https://llmstxt.org.

    :param titles: the title of each page by its name; those of the folders' indexes head the sections
    """
    entries = {each.docname: each for kind in catalog.by_kind.values() for each in kind.values()}
    folders = [
        *KIND_BY_FOLDER,
        *sorted({name.split("/")[0] for name in titles if "/" in name} - KIND_BY_FOLDER.keys()),
    ]
    lines = [f"# {_markdown(site.title)}", ""]
    for folder in folders:
        pages = sorted(name for name in titles if name.startswith(f"{folder}/") and name != f"{folder}/index")
        if folder in KIND_BY_FOLDER:
            pages = list(_in_order(catalog.by_kind[KIND_BY_FOLDER[folder]]))
        lines += [f"## {_markdown(titles.get(f'{folder}/index', folder))}", ""]
        for name in pages:
            sentence = entries[name].description if name in entries else ""
            link = f"- [{_markdown(titles[name])}]({site.page_url(name)})"
            lines.append(f"{link}: {_markdown(sentence)}" if sentence else link)
        lines.append("")
    return "\n".join(lines).encode()


def _in_order(entries: Mapping[str, Entry]) -> list[str]:
    return [each.docname for each in entries.values()]


def _markdown(text: str) -> str:
    """Return a text that Markdown takes for nothing but text."""
    return re.sub(r"([\\`*_\[\]<>&~])", r"\\\1", text)
