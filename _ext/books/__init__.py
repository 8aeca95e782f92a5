"""A Sphinx extension for the formats in one file: EPUB, PDF, and HTML as a single page.

It changes what these formats do worse than a website: bytes that depend on the time, links and ids that are
unique only on a page, and headings of pages that become parts of a larger whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builders and the transforms."""
    from books import epub, headings, single_page, tikz

    for builder in ("epub3", "singlehtml"):
        app.setup_extension(f"sphinx.builders.{builder}")
    app.add_builder(epub.EpubBuilder, override=True)
    app.add_builder(single_page.SinglePageBuilder, override=True)
    app.connect("html-page-context", single_page.on_html_page_context)
    app.add_transform(headings.MoveToctrees)
    app.add_post_transform(headings.ShiftHeadings)
    app.add_post_transform(headings.ShiftLatexHeadings)
    app.add_post_transform(tikz.DrawFlowcharts)
    app.connect("config-inited", tikz.on_config_inited)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
