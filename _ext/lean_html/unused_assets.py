"""Leaves out style sheets and scripts that a page does not use."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Style sheets and scripts with the text without which a page does not use them. No page uses the last three:
# the site's `search.js` replaces two of them, and the third makes code out of text, which a content security
# policy forbids.
USED_WITH = {
    "_static/pygments.css": "highlight",
    "_static/copybutton.css": "highlight",
    "_static/clipboard.min.js": "highlight",
    "_static/copybutton.js": "highlight",
    "_static/sphinx-design.min.css": "sd-",
    "_static/design-tabs.js": "sd-tab-set",
    "_static/doctools.js": None,
    "_static/sphinx_highlight.js": None,
    "_static/translations.js": None,
}


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Remove the style sheets and scripts that a page does not use, and the theme's inline scripts.

    Inline scripts differ from page to page, so no content security policy could name them. They only set what
    the theme assumes anyway.
    """
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [asset for asset in context[kind] if _is_used(str(asset.filename or ""), body)]


def _is_used(filename: str, body: str) -> bool:
    text = USED_WITH.get(filename, "")
    return bool(filename) and text is not None and text in body
