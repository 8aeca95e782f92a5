"""What feeds tell of an announcement besides its facts: its prose as HTML, for readers far from the site.

It is made when the page is written, by the same worker, and noted until the page is written again.
"""

from __future__ import annotations

from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import suppress_logging

from partnerships.domain import domain_of
from partnerships.placeholders import fact_texts, view


def prose(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the prose of a page, which was just written, as the page has it but for absolute addresses."""
    site = domain_of(builder.env).site
    url = site.page_url(docname)
    doctree = builder.env.get_doctree(docname)
    for node in list(doctree.findall(lambda node: isinstance(node, (view, fact_texts)))):
        node.parent.remove(node)
    builder.imgpath, builder.dlpath = site.file_url(builder.imagedir), site.file_url("_downloads")
    builder.secnumbers, builder.fignumbers = {}, {}
    permalinks, builder.add_permalinks = builder.add_permalinks, False
    try:
        with suppress_logging():  # what there is to say was said when the page was written
            builder.env.apply_post_transforms(doctree, docname)
            for section in list(doctree.findall(nodes.section)):
                if not section[1:] and section.parent is not doctree:  # it held one of our lists
                    section.parent.remove(section)
            for link in doctree.findall(nodes.reference):
                here = f"#{link['refid']}" if "refid" in link else ""
                link["refuri"] = urljoin(url, link.get("refuri", here))
            builder.post_process_images(doctree)
            _, *told = next(doctree.findall(nodes.section), [None])
            return builder.render_partial(nodes.section("", *told))["fragment"].strip() if told else ""
    finally:
        builder.add_permalinks = permalinks
