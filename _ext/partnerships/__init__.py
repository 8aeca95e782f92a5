"""The partnerships site: facts in front matter become an index, feeds, files and every link between pages.

A build in the order in which it happens, and the room of each step:

1. *read*, maybe in several workers: `front_matter` cuts out the block and finds positions, `model` and
   `values` say what it may state, `page` makes an entry of it or problems (`messages`, at their `places`);
   `drawer` keeps them; `guards` parses the prose and refuses what no page may do; `views` puts the
   placeholders of its kind into each page of facts and lets its texts be translated; `sparing` makes once
   what is the same for each.
2. *all read*: `catalog` answers from all entries what belongs together and what contradicts, `gaps` what is
   missing; `builds` says which pages to write again, going by what `notes` tells of the last build.
3. *resolve*: `views` turns placeholders into nodes, made by `alignments`, `finding`, `indexes` (`selection`
   says which entries), `entry_pages`, `products` and `people` from what `sight` lets them see, with `tables`
   and `diagrams`; `words` names what is shown, `citations` how to cite it; `domain` resolves references.
4. *write*: `html_builders` share the pages out, `drawing` makes pictures of diagrams, `html_pages`,
   `linked_data` and `suggesting` help the templates, `styles` cuts their style sheets, `previewing` adds a
   page to previews of changes.
5. *finish*: `outputs` writes what `feeds` (with the prose that `feed_content` took from each page when it was
   written), `change_feeds`, `exports` and `maps` make, with `addresses`; `writing` puts each file in place in
   one step.

The manual's tables and messages come from `reference`, which asks `schemas` and `examples`.

Through the versions: `snapshots` reads the records in `releases/`, `changes` compares two of them, `telling`
puts it into words, `history` shows it.

Beside the build, `python -m partnerships` reads the same pages through `sources`: `checking` tells what is
wrong with them, in their prose too (`prose`), `language_server` does so while they are typed and says what
can stand there (`completing`, from `schemas`); `scaffold` writes new pages, `brief` says what a change means,
`audit` what is incomplete; `exporting`, `releasing` and `versions` are commands, too.

Neither these nor `messages`, `places`, `front_matter`, `values`, `model`, `page` and `catalog`, `gaps`,
`selection`, `citations`, `diagrams`, `linked_data`, `feeds`, `exports`, `maps` and `addresses` know anything
of Sphinx.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx, in build order."""
    from docutils import nodes
    from sphinxcontrib.mermaid import mermaid

    from . import (
        builds,
        domain,
        drawing,
        finding,
        guards,
        html_builders,
        html_pages,
        people,
        previewing,
        reference,
        sparing,
        styles,
        suggesting,
        tables,
        views,
    )

    app.setup_extension("myst_parser")
    app.setup_extension("sphinxcontrib.mermaid")
    app.add_config_value("partnerships_tag_authority", "", "html", str, "Who makes feed ids, and since when")
    app.add_config_value("partnerships_repository", "", "html", str, "The repository's address on the web")
    app.add_config_value("partnerships_branch", "main", "html", str, "Where changes are suggested")
    app.add_config_value("partnerships_base_catalog", "", "html", str, "What a preview compares itself with")
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
    app.connect("html-collect-pages", previewing.on_html_collect_pages)
    app.connect("html-page-context", previewing.on_html_page_context)
    app.connect("html-page-context", html_pages.leave_out_unused, priority=900)  # after the theme's
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
    app.add_node(nodes.entry, override=True, html=(tables.visit_entry_html, None))
    version = builds.code_version()
    return {"env_version": version, "parallel_read_safe": True, "parallel_write_safe": True}
