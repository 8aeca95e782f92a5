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

# Styles and scripts of others, by the letters in a page's text without which the page does not use them; the
# last three, which no page uses, by none that occur. `search.js` does what two of them did, and the third, with
# the words for them, makes code out of text, which a policy for scripts forbids.
USED_WITH = {
    "_static/pygments.css": "highlight",
    "_static/sphinx-design.min.css": "sd-",
    "_static/design-tabs.js": "sd-tab-set",
    "_static/doctools.js": None,
    "_static/sphinx_highlight.js": None,
    "_static/translations.js": None,
}


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
    context["search_texts"] = {
        "count": _("Results: {count}"),
        "none": _("Nothing was found. A part of a name is enough, such as its first letters."),
        "no_script": _("The search needs scripts. Without them, all names are in another place:"),
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
