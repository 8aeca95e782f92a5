"""The prose of announcements as HTML, for feed readers far from the site.

It is made when the build has finished, by the main process, and kept until something that it shows changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import chain
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import suppress_logging

from page_translations.collecting import translations_of
from partnerships.domain import domain_of
from partnerships.nodes.builders import definitions
from partnerships.nodes.context import view
from partnerships.translation import fact_texts

NOT_PROSE = (view, fact_texts, addnodes.index, nodes.comment)
CachedProse = Mapping[str, Sequence[str]]  # docname -> digest of what the prose shows, and its HTML


def feed_prose(builder: StandaloneHTMLBuilder, cached: CachedProse, context: str) -> dict[str, list[str]]:
    """Return the prose of all published announcements, taken from `cached` where nothing has changed.

    :param context: digest of everything but the pages and their facts that prose depends on
    """
    domain = domain_of(builder.env)
    prose = {}
    for announcement in domain.catalog.published.announcements:
        docname = announcement.docname
        references = domain.data["references"].get(docname)
        texts = (domain.data["digests"][docname], translations_of(builder.env).data["catalogs"].get(docname))
        shown = (context, texts, domain.facts_digest() if references else "")
        digest = sha256(repr(shown).encode()).hexdigest()
        if cached.get(docname, ("",))[0] == digest:
            prose[docname] = list(cached[docname])
        else:
            prose[docname] = [digest, _rendered(builder, docname)]
    return prose


def _rendered(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the prose of a page as HTML with absolute URLs, without views and permalinks."""
    site = domain_of(builder.env).site
    doctree = builder.env.get_doctree(docname)
    for node in list(doctree.findall(lambda node: isinstance(node, NOT_PROSE))):
        node.parent.remove(node)
    builder.imgpath, builder.dlpath = site.file_url(builder.imagedir), site.file_url("_downloads")
    builder.secnumbers, builder.fignumbers = {}, {}
    permalinks, builder.add_permalinks = builder.add_permalinks, False
    try:
        with suppress_logging():  # every warning was given when the page was written
            builder.env.apply_post_transforms(doctree, docname)
            _remove_empty_sections(doctree)
            _replace_footnotes(doctree)
            _make_absolute(doctree, site.page_url(docname))
            builder.post_process_images(doctree)
            prose = _without_title(doctree)
            return builder.render_partial(prose)["fragment"].strip() if prose.children else ""
    finally:
        builder.add_permalinks = permalinks


def _remove_empty_sections(doctree: nodes.document) -> None:
    """Remove the sections that held nothing but a view."""
    for section in list(doctree.findall(nodes.section)):
        if not section[1:] and section.parent is not doctree:
            section.parent.remove(section)


def _without_title(doctree: nodes.document) -> nodes.section:
    """Return the content of a page without its title, with what follows the first section, such as notes."""
    top = next(doctree.findall(nodes.section), None)
    parts = (node.children[1:] if node is top else [node] for node in doctree.children)
    return nodes.section("", *chain.from_iterable(parts))


def _replace_footnotes(doctree: nodes.document) -> None:
    """Turn references to footnotes into links to the page, and footnotes into definitions without links."""
    for mark in list(doctree.findall(nodes.footnote_reference)):
        mark.replace_self(nodes.reference("", f"[{mark.astext()}]", refid=mark["refid"]))
    for note in list(doctree.findall(nodes.footnote)):
        label, *body = note.children
        note.replace_self(definitions([(nodes.term("", label.astext()), body)]))


def _make_absolute(doctree: nodes.document, url: str) -> None:
    for link in doctree.findall(nodes.reference):
        fragment = f"#{link['refid']}" if "refid" in link else ""
        link["refuri"] = urljoin(url, link.get("refuri", fragment))
