"""What the theme's templates need beyond Sphinx's own variables."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from .finding import SCRIPT, filters
from .outputs import serves_files
from .words import locale_of

_ = get_translation("partnerships")


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the direction of the text, the feeds, our words for the frame of the page, and our script."""
    if doctree is not None and any(doctree.findall(filters)):
        app.add_js_file(SCRIPT, loading_method="defer")  # to this page alone
    context["text_direction"] = locale_of(app.config.language).text_direction
    context["feeds"] = (
        [
            ("application/atom+xml", "feeds/announcements.xml", _("Announcements (Atom)")),
            ("application/feed+json", "feeds/announcements.json", _("Announcements (JSON Feed)")),
        ]
        if serves_files(app.builder)
        else []
    )
    context["site_notice"] = _(
        "This site is not an official statement of the Wikimedia Foundation. "
        "Its text is available under CC BY-SA 4.0, its code under Apache-2.0."
    )
