"""The page "What this change does", in previews of pull requests only.

A build asks neither git nor the network: it compares its catalog with a catalog file that was written before
it (`.readthedocs.yaml`). Without that file, and in every published version, there is neither page nor banner.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util import logging

from partnerships.domain import domain_of
from partnerships.nodes.builders import bullets, paragraph
from partnerships.outputs.published_files import serves_files
from partnerships_cli.diff import ComparedCatalog, catalog_file
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import CatalogFile
from partnerships_data.pages.entry import expected_entry
from partnerships_data.releases.comparison import Change, compare
from partnerships_data.releases.sentences import group_changes, sentence_parts
from partnerships_data.source_tree import UsageError

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)

PAGE = "this-change"


def _base(app: Sphinx) -> Path | None:
    """Return the catalog file to compare with, if this build is to compare."""
    typed = app.config.partnerships_base_catalog
    path = Path(app.confdir, typed)
    return path if typed and serves_files(app.builder) and path.is_file() else None


def base_digest(app: Sphinx) -> int | None:
    """Return a number of the catalog file to compare with, if there is one."""
    path = _base(app)
    return crc32(path.read_bytes()) if path else None


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the link to the page, for the banner."""
    context["this_change"] = (PAGE, _("What this change does")) if _base(app) else None


def on_html_collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page."""
    path = _base(app)
    if path is None:
        return
    try:
        before = ComparedCatalog(catalog_file(path, path.name))
    except UsageError as wrong:
        logger.warning("%s", wrong, type="partnerships", subtype="base-catalog")
        return
    changes = compare(*_both(app, before))
    builder = cast(StandaloneHTMLBuilder, app.builder)
    section = nodes.section("", nodes.title("", _("What this change does")), ids=[PAGE])
    for title, found in group_changes(changes).items():
        part = nodes.section("", nodes.title("", str(_(title))), ids=[nodes.make_id(title)])
        part += bullets([paragraph(*_sentence(builder, each))] for each in found)
        section += part
    if not changes:
        section += paragraph(_("No fact of the directory changes."))
    body = builder.render_partial(section)["fragment"]
    yield PAGE, {"title": _("What this change does"), "body": body}, "page.html"


def _both(app: Sphinx, before: ComparedCatalog) -> tuple[CatalogFile, CatalogFile]:
    """Return both catalogs without the pages that have problems now."""
    domain = domain_of(app.env)
    now = CatalogFile.model_validate_json(catalog_json(domain.catalog.published, domain.site))
    pages = {position for name in app.env.found_docs if (position := expected_entry(name))}
    broken = frozenset(position for position in pages if domain.catalog.get(*position) is None)
    return before.without(broken), ComparedCatalog(now).without(broken)


def _sentence(builder: StandaloneHTMLBuilder, change: Change) -> Iterator[nodes.Node | str]:
    catalog = domain_of(builder.env).catalog
    for piece in sentence_parts(change, _):
        if isinstance(piece, str):
            yield piece
        elif entry := catalog.find(piece.kind, piece.id):
            address = builder.get_relative_uri(PAGE, entry.docname)
            yield nodes.reference("", piece.name, refuri=address, internal=True)
        else:
            yield piece.name
