"""The HTML theme of the site, a child of Sphinx's theme `basic`.

The theme option `menu` lists the pages in the menu of the header.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from partnerships_theme import widths

NAME = "partnerships_theme"
# The style sheet has the colors of code, and no page needs these scripts of Sphinx.
UNUSED = ["pygments.css", "doctools.js", "documentation_options.js", "sphinx_highlight.js", "translations.js"]
# Classes of sphinx-design that need only the theme's style sheet: cards, and a grid of one or two columns.
CARD = r"card(-body|-text|-title)?|col|container-fluid|d-flex-row|font-weight-bold|mb-4|shadow-sm|w-100"
GRID = r"g-\S+|sphinx-override|row(?= sd-row-cols-1)|row-cols-(1|xs-1|(sm|md)-[12]|lg-2)"
USED_WITH = {"sphinx-design.min.css": rf'sd-(?!({CARD}|{GRID})[ "])', "design-tabs.js": "sd-tab-set"}


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the menu and our translations, and remove style sheets and scripts that the page does not use."""
    if app.config.html_theme != NAME:
        return
    app.add_js_file("theme.js", priority=100)
    app.add_js_file("site.js", fetchpriority="low")
    if templatename == "search.html":
        app.add_js_file("search.js", loading_method="defer")
    context["_"] = context["gettext"] = translate
    menu, titles = app.config.html_theme_options.get("menu", ()), app.env.titles
    context["menu"] = [(docname, titles[docname].astext()) for docname in menu if docname in titles]
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if is_used(str(file.filename or ""), body)]


def translate(message: str) -> str:
    """Return the translation of a message in our catalog, else that in Sphinx's."""
    translation = str(get_translation("partnerships")(message))
    return translation if translation != message else str(get_translation("sphinx")(message))


def is_used(filename: str, body: str) -> bool:
    """Return whether a page with this body uses a file."""
    name = filename.removeprefix("_static/")
    return bool(name) and name not in UNUSED and bool(re.search(USED_WITH.get(name, ""), body))


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Put the page 404 where hosts look for it: the builder `dirhtml` makes a folder of it."""
    page = app.outdir / "404" / "index.html"
    if exception is None and app.builder.name == "dirhtml" and page.is_file():
        os.replace(page, app.outdir / "404.html")
        page.parent.rmdir()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme and the nodes that it writes in its own way."""
    app.add_html_theme(NAME, str(Path(__file__).parent))
    app.add_node(nodes.table, override=True, html=(widths.visit_table, widths.depart_table))
    app.add_node(nodes.colspec, override=True, html=(widths.visit_colspec, None))
    app.connect("html-page-context", on_html_page_context, priority=900)
    app.connect("build-finished", on_build_finished)
    app.connect("doctree-resolved", widths.on_doctree_resolved)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
