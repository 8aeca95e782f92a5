"""The Sphinx extension of the partnerships site: an index, feeds, pages and files made from front matter.

`_ext/README.md` is the map of this package and its neighbors.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx, in build order."""
    from sphinxcontrib.mermaid import mermaid

    from lean_html import styles, unused_assets
    from mermaid_svg import nodes as drawing
    from parallel_html import builders as html_builders
    from parallel_html import caching as sparing
    from partnerships import domain
    from partnerships import placeholders as views
    from partnerships.build import reading as builds
    from partnerships.html import edit_links as suggesting
    from partnerships.html import page_context as html_pages
    from partnerships.nodes import tables
    from partnerships.pages import partner_list as finding
    from partnerships.pages import reference
    from partnerships.pages import team as people
    from safe_markdown import guards

    app.setup_extension("myst_parser")
    app.setup_extension("sphinxcontrib.mermaid")
    app.add_config_value("partnerships_tag_authority", "", "html", str, "Who makes feed ids, and since when")
    app.add_config_value("partnerships_repository", "", "html", str, "The repository's address on the web")
    app.add_config_value("partnerships_branch", "main", "html", str, "Where changes are suggested")
    app.add_config_value("partnerships_canonical_url", "", "html", str, "Where the version with feeds lives")
    app.add_config_value("partnerships_drafts", False, "env", bool, "Whether drafts are part of the site")
    app.add_config_value(
        "partnerships_versions_file", "", "html", str, "The list of versions beside this one"
    )
    app.add_message_catalog("partnerships", str(Path(__file__).parent / "locale"))

    sparing.spare()
    app.add_builder(html_builders.HTMLBuilder, override=True)
    app.add_builder(html_builders.DirectoryBuilder, override=True)
    app.add_domain(domain.PartnershipsDomain)
    for name, directive in {**views.DIRECTIVES, **reference.DIRECTIVES}.items():
        app.add_directive_to_domain("partnerships", name, directive)

    app.add_directive("mermaid", guards.Diagram, override=True)
    app.add_directive("code-block", guards.Listing, override=True)
    app.add_directive("toctree", guards.Navigation, override=True)
    app.add_source_parser(guards.PageParser, override=True)

    app.connect("config-inited", builds.on_config_inited)
    app.connect("config-inited", guards.on_config_inited)
    app.connect("config-inited", suggesting.on_config_inited)
    app.connect("builder-inited", sparing.on_builder_inited)
    app.connect("builder-inited", builds.on_builder_inited)
    app.connect("builder-inited", drawing.on_builder_inited)
    app.connect("env-get-outdated", builds.on_env_get_outdated)
    app.connect("source-read", builds.on_source_read)
    app.add_transform(views.PlaceViews)
    app.connect("doctree-read", guards.on_doctree_read, priority=100)  # before Sphinx's own, at 500
    app.connect("doctree-read", builds.on_doctree_read)
    app.connect("doctree-read", views.on_doctree_read)
    app.connect("env-get-updated", builds.on_env_get_updated)
    app.connect("write-started", builds.on_write_started)
    app.add_post_transform(builds.NumberTexts)
    app.add_post_transform(views.DropTexts)
    app.add_post_transform(views.ShowViews)
    app.add_post_transform(views.ShowViewsLate)
    app.connect("warn-missing-reference", domain.on_warn_missing_reference)
    app.connect("html-collect-pages", html_pages.on_html_collect_pages)
    app.connect("html-page-context", html_pages.on_html_page_context)
    app.connect("html-page-context", suggesting.on_html_page_context)
    app.connect("html-page-context", unused_assets.leave_out_unused, priority=900)  # after the theme's
    app.connect("html-page-context", styles.on_html_page_context, priority=910)
    app.connect("build-finished", styles.on_build_finished, priority=900)  # after the theme's
    app.connect("build-finished", builds.on_build_finished, priority=910)  # notes what all others wrote
    app.connect("build-finished", sparing.on_build_finished, priority=920)

    no_pictures: Any = dict.fromkeys(("latex", "man", "texinfo", "text"), (people.skip, None))
    app.add_node(views.view)
    app.add_node(views.fact_texts)
    app.add_node(people.portrait, html=(people.visit_portrait_html, None), **no_pictures)
    app.add_node(finding.filters, html=(finding.visit_filters_html, None), **no_pictures)
    app.add_node(mermaid, override=True, html=(drawing.visit_mermaid_html, None), **no_pictures)
    app.add_node(drawing.box_link)
    tables.setup_tables(app)
    version = builds.code_version()
    return {"env_version": version, "parallel_read_safe": True, "parallel_write_safe": True}
