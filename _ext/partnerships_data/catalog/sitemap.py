"""The pages of the site for search engines and language models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.models import KIND_BY_FOLDER
from stable_files.stable_xml import xml_bytes
from translation_catalogs.languages import SOURCE_LANGUAGE

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

Titles = Mapping[str, str]  # docname -> title of the page


def sitemap(catalog: Catalog, site: Site, titles: Titles) -> bytes:
    """Return the URLs of all pages, https://www.sitemaps.org/protocol.html."""
    dates = {entry.docname: entry.last_changed for entry in catalog.entries()}
    root = ET.Element("urlset", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    for docname in sorted(titles):
        page = ET.SubElement(root, "url")
        ET.SubElement(page, "loc").text = site.page_url(docname)
        if date := dates.get(docname):
            ET.SubElement(page, "lastmod").text = date
        for language, url in site.translations(site.page_path(docname)).items():
            ET.SubElement(page, "xhtml:link", rel="alternate", hreflang=language, href=url)
            if language == SOURCE_LANGUAGE:
                ET.SubElement(page, "xhtml:link", rel="alternate", hreflang="x-default", href=url)
    return xml_bytes(root)


def llms_txt(catalog: Catalog, site: Site, titles: Titles) -> bytes:
    """Return the pages by folder with their descriptions, in Markdown, https://llmstxt.org."""
    descriptions = {entry.docname: entry.description for entry in catalog.entries()}
    lines = [f"# {_escape(site.title)}", ""]
    for folder in _folders(titles):
        lines += [f"## {_escape(titles.get(f'{folder}/index', folder))}", ""]
        for docname in _pages(folder, catalog, titles):
            line = f"- [{_escape(titles[docname])}]({site.page_url(docname)})"
            if description := descriptions.get(docname):
                line += f": {_escape(description)}"
            lines.append(line)
        lines.append("")
    return "\n".join(lines).encode()


def _folders(titles: Titles) -> list[str]:
    """Return the folders: first those of entries, then the others by name."""
    folders = {docname.split("/")[0] for docname in titles if "/" in docname}
    return [*KIND_BY_FOLDER, *sorted(folders - KIND_BY_FOLDER.keys())]


def _pages(folder: str, catalog: Catalog, titles: Titles) -> list[str]:
    """Return the pages in a folder but for its index: entries in the catalog's order, others by name."""
    if folder in KIND_BY_FOLDER:
        return [entry.docname for entry in catalog.by_kind[KIND_BY_FOLDER[folder]].values()]
    pages = (docname for docname in titles if docname.startswith(f"{folder}/"))
    return sorted(docname for docname in pages if docname != f"{folder}/index")


def _escape(text: str) -> str:
    """Return a text with its Markdown escaped."""
    return re.sub(r"([\\`*_\[\]<>&~])", r"\\\1", text)
