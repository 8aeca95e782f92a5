"""Links to the web editor of the repository, for changing a page without git.

Without `partnerships_repository` in conf.py, no links are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation

from partnerships.domain import domain_of
from partnerships_data.page_template import FILE_NAMES, new_page
from partnerships_data.pages.models import KIND_BY_FOLDER, KINDS

_ = get_translation("partnerships")

LINK_TEXTS: Mapping[str, str] = {
    "partner": _("Add a partner"),
    "unit": _("Add a team unit"),
    "priority": _("Add a priority"),
    "announcement": _("Add an announcement"),
}


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the texts and URLs of the links beside a page, for the template `suggest-change`."""
    context["suggestions"] = []
    if doctree is None or not app.config.partnerships_repository.startswith("https://"):
        return
    path = str(app.env.doc2path(pagename, base=False))
    context["suggestions"].append((_("Suggest a change"), _editor_url(app.config, "edit", path)))
    kind = KIND_BY_FOLDER.get(pagename.removesuffix("/index"))
    if kind and pagename.endswith("/index"):
        context["suggestions"].append((str(LINK_TEXTS[kind]), _new_page_url(app, kind)))


def _editor_url(config: Config, action: str, path: str) -> str:
    repository = config.partnerships_repository.rstrip("/")
    return f"{repository}/{action}/{quote(config.partnerships_branch)}/{quote(path)}"


def _new_page_url(app: Sphinx, kind: str) -> str:
    """Return the URL of the editor for a new page, which contains the template of its kind."""
    by_kind = domain_of(app.env).catalog.by_kind
    names = {name: {id: entry.name for id, entry in entries.items()} for name, entries in by_kind.items()}
    fields = {"filename": FILE_NAMES[kind], "value": new_page(kind, {}, names)}
    return f"{_editor_url(app.config, 'new', KINDS[kind].folder)}?{urlencode(fields, quote_via=quote)}"


def setup_edit_links(app: Sphinx) -> None:
    """Connect the links to the events of HTML pages."""
    app.connect("html-page-context", on_html_page_context)
