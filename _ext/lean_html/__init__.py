"""A Sphinx extension that trims the style sheets and scripts of pydata-sphinx-theme to what a page uses."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from lean_html import styles, unused_assets


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect both steps after those of the theme."""
    app.connect("html-page-context", unused_assets.on_html_page_context, priority=900)
    app.connect("html-page-context", styles.on_html_page_context, priority=910)
    app.connect("build-finished", styles.on_build_finished, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
