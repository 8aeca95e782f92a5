"""The Sphinx extension of the partnerships site: an index, feeds, pages and files made from front matter.

`_ext/README.md` is the map of this package and its neighbors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the extension."""
    from partnerships.build.configuration import setup_configuration
    from partnerships.build.incremental import setup_incremental
    from partnerships.build.reading import setup_reading
    from partnerships.build.record import code_version
    from partnerships.domain import setup_domain
    from partnerships.html.page_context import setup_page_context
    from partnerships.nodes.website import setup_website
    from partnerships.placeholders import setup_placeholders
    from partnerships.translation import setup_translation

    for extension in ("myst_parser", "mermaid_svg", "safe_markdown", "page_translations"):
        app.setup_extension(extension)

    setup_configuration(app)
    setup_domain(app)
    setup_reading(app)
    setup_translation(app)
    setup_placeholders(app)

    setup_website(app)
    setup_page_context(app)
    setup_incremental(app)

    return {"env_version": code_version(), "parallel_read_safe": True, "parallel_write_safe": True}
