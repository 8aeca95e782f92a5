"""The HTML theme of the site, a child of Sphinx's theme `basic`.

The theme option `menu` lists the pages in the menu of the header.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

CATALOG = "partnerships"
NAME = "partnerships_theme"
# Files that only pages with a certain text need, or none. The style sheet has the colors of code, and the
# template of the search page names the files that it needs.
USED_WITH = {
    "_static/pygments.css": None,
    "_static/doctools.js": None,
    "_static/documentation_options.js": None,
    "_static/sphinx_highlight.js": None,
    "_static/translations.js": None,
    "_static/sphinx-design.min.css": 'class="sd-',
    "_static/design-tabs.js": "sd-tab-set",
}


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the menu and the kind of page, and remove style sheets and scripts that the page does not use."""
    if app.config.html_theme != NAME:
        return
    app.add_js_file("theme.js", priority=100)
    app.add_js_file("site.js", loading_method="defer")
    if templatename == "search.html":
        app.add_js_file("search.js", loading_method="defer")
    context["_"] = context["gettext"] = translate
    context["menu"] = [
        (docname, app.env.titles[docname].astext())
        for docname in app.config.html_theme_options.get("menu", ())
        if docname in app.env.found_docs
    ]
    context["page_kind"] = page_kind(pagename, app.config.root_doc, generated=doctree is None)
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if is_used(str(file.filename or ""), body)]


def translate(message: str) -> str:
    """Return the translation of a message in our catalog, else that in Sphinx's."""
    translation = str(get_translation(CATALOG)(message))
    return translation if translation != message else str(get_translation("sphinx")(message))


def page_kind(pagename: str, root_doc: str, *, generated: bool) -> str:
    """Return "home", "generated" for a page without a source, "list" for an index, else "article"."""
    if pagename == root_doc:
        return "home"
    if generated:
        return "generated"
    return "list" if pagename.endswith("/index") else "article"


def is_used(filename: str, body: str) -> bool:
    """Return whether a page with this body uses a file."""
    text = USED_WITH.get(filename, "")
    return bool(filename) and text is not None and text in body


def visit_table(translator: HTML5Translator, node: nodes.table) -> None:
    """Put a table into a frame in which it scrolls if it is wider than the page."""
    translator.body.append('<div class="table-frame">\n')
    HTML5Translator.visit_table(translator, node)


def depart_table(translator: HTML5Translator, node: nodes.table) -> None:
    """End a table and its frame."""
    HTML5Translator.depart_table(translator, node)
    translator.body.append("</div>\n")


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Put the page 404 where hosts look for it: the builder `dirhtml` makes a folder of it."""
    page = app.outdir / "404" / "index.html"
    if exception is None and app.builder.name == "dirhtml" and page.is_file():
        os.replace(page, app.outdir / "404.html")
        page.parent.rmdir()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme."""
    app.add_html_theme(NAME, str(Path(__file__).parent))
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    app.connect("html-page-context", on_html_page_context, priority=900)
    app.connect("build-finished", on_build_finished)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
