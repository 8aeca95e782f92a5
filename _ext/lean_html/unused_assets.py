"""Leaves out style sheets and scripts that a page does not use."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

# Styles and scripts of others, by the letters in a page's text without which the page does not use them.
# The last three no page uses: `search.js` does what two of them did, and the third, which has the words for
# them, makes code out of text, which a policy for scripts forbids.
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


def leave_out_unused(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep from a page the styles and scripts that it does not use, and the theme's inline scripts.

    The latter differ from page to page, so that no policy could name them; they set what the theme takes for
    unset anyway.
    """
    body = context.get("body", "")

    def used(filename: str | None) -> bool:
        letters = USED_WITH.get(filename or "", "")
        return bool(filename) and letters is not None and letters in body

    for kind in ("css_files", "script_files"):
        context[kind] = [each for each in context[kind] if used(each.filename and str(each.filename))]
