"""Ways to change a page without git: links to the repository's own editor, in its web pages.

The repository's address stands once, in conf.py. Where there is none, no link is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __, get_translation
from sphinx.util import logging

from partnerships.domain import domain_of
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.json_schema import Ids
from partnerships_data.page_template import template
from partnerships_data.pages.models import KIND_BY_FOLDER, KINDS

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)

ADD: Mapping[str, str] = {
    "partner": _("Add a partner"),
    "unit": _("Add a team unit"),
    "priority": _("Add a priority"),
    "announcement": _("Announce something"),
}
NEW_FILE: Mapping[str, str] = {  # what the editor proposes as the name of the file
    "partner": "name-of-the-partner.md",
    "unit": "name-of-the-unit.md",
    "priority": "name-of-the-priority.md",
    "announcement": "2026-01-31-a-few-words.md",
}


def edit_address(repository: str, branch: str, path: str) -> str:
    """Return where a file is edited."""
    return f"{repository.rstrip('/')}/edit/{quote(branch)}/{quote(path)}"


def new_address(repository: str, branch: str, kind: str, ids: Ids) -> str:
    """Return where a new page of a kind is written, with its template filled in."""
    query = urlencode({"filename": NEW_FILE[kind], "value": template(kind, {}, ids)}, quote_via=quote)
    return f"{repository.rstrip('/')}/new/{quote(branch)}/{KINDS[kind].folder}?{query}"


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Say so if the repository's address is none."""
    repository = config.partnerships_repository
    if repository and not repository.startswith("https://"):
        text = __('partnerships_repository in conf.py is "%s"; write an address that begins with "https://"')
        logger.warning(text, repository, type="partnerships", subtype="repository")


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the links to be shown beside a page, for the template `suggest-change`."""
    repository, branch = app.config.partnerships_repository, app.config.partnerships_branch
    context["suggestions"] = []
    if not repository.startswith("https://") or doctree is None:
        return
    path = str(app.env.doc2path(pagename, base=False))
    context["suggestions"].append((_("Suggest a change"), edit_address(repository, branch, path)))
    kind = KIND_BY_FOLDER.get(pagename.removesuffix("/index"))
    if kind and pagename.endswith("/index"):
        address = new_address(repository, branch, kind, _ids(domain_of(app.env).catalog))
        context["suggestions"].append((str(ADD[kind]), address))


def _ids(catalog: Catalog) -> Ids:
    return {
        kind: {id: each.name for id, each in entries.items()} for kind, entries in catalog.by_kind.items()
    }


def setup_edit_links(app: Sphinx) -> None:
    """Connect the links to the events of HTML pages."""
    app.connect("config-inited", on_config_inited)
    app.connect("html-page-context", on_html_page_context)
