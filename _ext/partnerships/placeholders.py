"""Placeholders for views while pages are read, replaced by ordinary nodes when all facts are known.

Directives leave a `view` node, and `PlaceViews` adds those of its kind to every page of facts. `ShowViews`
replaces them. One way serves every builder, because the builder makes the URLs of all links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from page_checks.directives import SPECS
from page_translations.language_list import language_list
from partnerships.alignment.diagram import alignment_diagram
from partnerships.alignment.gaps import alignment_gaps
from partnerships.alignment.matrix import alignment_matrix
from partnerships.alignment.reasons import aligned_partners, alignment
from partnerships.domain import domain_of
from partnerships.nodes.context import ViewContext, view
from partnerships.pages import entry_page, overviews, updates
from partnerships.pages.entry_lists import announcement_list, partner_list
from partnerships.pages.results import directory_statistics, result_list
from partnerships.pages.team import people, team_diagram, team_list
from partnerships.translation import fact_texts
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PHOTO, PHOTOS

VIEWS: Mapping[str, Callable[[ViewContext], Sequence[nodes.Node]]] = {
    "alignment-matrix": alignment_matrix,
    "alignment-diagram": alignment_diagram,
    "alignment-gaps": alignment_gaps,
    "partner-list": partner_list,
    "region-list": overviews.region_list,
    "priority-list": overviews.priority_list,
    "announcement-list": announcement_list,
    "directory-timeline": overviews.directory_timeline,
    "directory-numbers": overviews.directory_numbers,
    "search-field": overviews.search_field,
    "directory-statistics": directory_statistics,
    "result-list": result_list,
    "team-list": team_list,
    "team-diagram": team_diagram,
    "feed-list": updates.feed_list,
    "directory-changes": updates.directory_changes,
    "language-list": lambda context: language_list(context.domain.env, context.page_link),
}
# The views of an entry, which `PlaceViews` adds to its page; no author writes them.
ENTRY_VIEWS: Mapping[str, Callable[[ViewContext, Entry], Sequence[nodes.Node]]] = {
    "fact-box": entry_page.fact_box,
    "alignment": alignment,
    "aligned-partners": aligned_partners,
    "coordinated-partners": entry_page.coordinated_partners,
    "unit-people": people,
    "sources": entry_page.sources,
    "results": lambda context, _partner: result_list(context),
    "related-announcements": entry_page.related_announcements,
    "citation": entry_page.citation,
    "history": updates.entry_history,
}
CONVERTERS = {"number": directives.positive_int, "text": directives.unchanged_required}


class ViewDirective(SphinxDirective):
    """A directive that shows the view of its name."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder, and publish the photo that its options name, if it exists."""
        photo = self.options.get("photo", "")
        if photo and not (re.fullmatch(PHOTO, photo) and use_photo(self.env, photo)):
            del self.options["photo"]
        name = self.name.rpartition(":")[2]
        return [view("", name=name, options=self.options, docname=self.env.docname)]


def use_photo(env: BuildEnvironment, name: str) -> bool:
    """Publish a photo with the page that is being read; return whether the file exists."""
    path = f"{PHOTOS}/{name}"
    env.note_dependency(path)
    exists = (env.srcdir / path).is_file()
    if exists:
        env.images.add_file(env.docname, path)
    return exists


class PlaceViews(SphinxTransform):
    """Adds the views of its kind, and its name in the general index, to a page of facts."""

    default_priority = 10  # before the texts are translated, at 20

    def apply(self, **kwargs: Any) -> None:
        docname = self.env.docname
        entry = domain_of(self.env).page(docname).entry
        top = next(self.document.findall(nodes.section), None)
        if entry is None or top is None:
            return
        texts = list(self.document.findall(fact_texts))
        for node in texts:
            node.parent.remove(node)
        fact_box = view("", name="fact-box", options={}, docname=docname)
        top.insert(1, [self.index_entry(entry, top), *texts, fact_box])
        for id, title, name in entry_page.SECTIONS[entry.kind]:
            section = nodes.section("", nodes.title("", str(title)))
            section += view("", name=name, options={}, docname=docname)
            section["ids"].append(id if id not in self.document.ids else f"{id}-list")
            self.document.note_implicit_target(section)
            top += section
        top += view("", name="history", options={}, docname=docname)
        for member in getattr(entry.facts, "members", ()):
            if member.photo:
                use_photo(self.env, member.photo)

    def index_entry(self, entry: Entry, section: nodes.section) -> addnodes.index:
        """Return the names of the entry and of its people for the general index."""
        names = [(entry.name, section["ids"][0])]
        names += [(member.name, "people") for member in getattr(entry.facts, "members", ())]
        # A semicolon would begin a second level.
        entries = [("single", name.replace(";", ","), id, "", None) for name, id in names]
        node = addnodes.index("", entries=entries, inline=False)
        node.source, node.line = str(self.env.doc2path(entry.docname)), 1
        return node


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Give the domain the views and references of a page, which show what other pages state."""
    domain, docname = domain_of(app.env), app.env.docname
    references = {
        (reference["reftype"], reference["reftarget"])
        for reference in doctree.findall(addnodes.pending_xref)
        if reference.get("refdomain") == domain.name
    }
    views = [node["name"] for node in doctree.findall(view)]
    if views or references:
        domain.note_views(docname, views, references)


class ShowViews(SphinxPostTransform):
    """Replaces each placeholder by the nodes of its view.

    It comes late, so that the transforms for what authors write do not search the nodes of views.
    """

    default_priority = 405  # after those that prepare code, at 400
    names: Collection[str] = (*VIEWS, *ENTRY_VIEWS)

    def run(self, **kwargs: Any) -> None:
        domain = domain_of(self.env)
        for placeholder in list(self.document.findall(view)):
            if (name := placeholder["name"]) not in self.names:
                continue
            context = ViewContext(domain, self.config, placeholder["docname"], placeholder["options"])
            if name in VIEWS:
                shown = VIEWS[name](context)
            else:
                shown = ENTRY_VIEWS[name](context, context.entry) if context.entry else ()
            placeholder.replace_self(list(shown))


class ShowReasons(ShowViews):
    """Does so early for views with reasons, which are Markdown and can contain references."""

    default_priority = 5  # references are resolved at 10
    names = ("alignment", "aligned-partners")


def setup_placeholders(app: Sphinx) -> None:
    """Register the placeholder, its directives, and the steps that add and replace placeholders."""
    app.add_node(view)
    for name in VIEWS:
        options = {option: CONVERTERS[kind] for option, kind in SPECS[name].options.items()}
        directive = type("Directive", (ViewDirective,), {"option_spec": options})
        app.add_directive_to_domain("partnerships", name, directive)
    app.add_transform(PlaceViews)
    app.connect("doctree-read", on_doctree_read)
    app.add_post_transform(ShowReasons)
    app.add_post_transform(ShowViews)
