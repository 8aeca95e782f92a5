"""What feeds tell of an announcement besides its facts: its prose as HTML, for readers far from the site."""

from __future__ import annotations

from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import suppress_logging

from .addresses import Site
from .catalog import Catalog
from .feeds import channels, told
from .views import fact_texts, view


def prose(builder: StandaloneHTMLBuilder, catalog: Catalog, site: Site) -> dict[str, str]:
    """Return the prose of all announcements that stand in feeds, by the names of their pages."""
    wanted = {entry.docname for channel in channels(catalog) for entry in told(channel, catalog)}
    builder.imgpath = site.file_url(builder.imagedir)
    builder.dlpath = site.file_url("_downloads")
    builder.add_permalinks = False
    builder.secnumbers, builder.fignumbers = {}, {}
    with suppress_logging():  # what there is to say was said when the page was written
        return {docname: _html(builder, docname, site.page_url(docname)) for docname in sorted(wanted)}


def _html(builder: StandaloneHTMLBuilder, docname: str, url: str) -> str:
    """Return the prose of one page as the builder shows it, with absolute addresses."""
    doctree = builder.env.get_doctree(docname)
    for node in list(doctree.findall(lambda node: isinstance(node, (view, fact_texts)))):
        node.parent.remove(node)
    builder.env.apply_post_transforms(doctree, docname)
    for section in list(doctree.findall(nodes.section)):
        if not section[1:] and section.parent is not doctree:  # it held one of our lists
            section.parent.remove(section)
    for link in doctree.findall(nodes.reference):
        here = f"#{link['refid']}" if "refid" in link else ""
        link["refuri"] = urljoin(url, link.get("refuri", here))
    builder.post_process_images(doctree)
    builder.current_docname = docname
    _, *prose = next(doctree.findall(nodes.section), [None])
    return builder.render_partial(nodes.section("", *prose))["fragment"].strip() if prose else ""
