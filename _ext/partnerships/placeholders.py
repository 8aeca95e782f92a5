"""Views: a placeholder while pages are read, ordinary nodes when all facts are known.

Reading leaves `view` nodes, from directives or put into every page of facts by `PlaceViews`, and the texts of
the front matter, to be translated with the prose. `ShowViews` turns the placeholders into nodes just before
Sphinx resolves references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from partnerships.alignment.gaps import alignment_gaps
from partnerships.alignment.matrix import alignment_diagram, alignment_matrix
from partnerships.alignment.reasons import aligned_partners, alignment
from partnerships.domain import domain_of
from partnerships.domain_data import PlacedView
from partnerships.nodes.context import ViewContext
from partnerships.pages import entry_page, history
from partnerships.pages.announcement_list import announcement_list
from partnerships.pages.partner_list import partner_list
from partnerships.pages.priority_list import priority_list
from partnerships.pages.region_list import region_list
from partnerships.pages.subscriptions import feed_list
from partnerships.pages.team import PHOTOS, team_diagram, team_list
from partnerships.pages.timeline import directory_timeline
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import PHOTO
from safe_markdown import guards


class view(nodes.General, nodes.Element):
    """Stands where a view will be shown.

    Its `name` is a key of `VIEWS`; its `docname` tells to which page it belongs, because some builders put
    all pages into one document.
    """


class fact_texts(nodes.General, nodes.Element):
    """Holds the texts of a page's front matter while translators see to them; never shown."""


VIEWS: Mapping[str, Callable[[ViewContext], list[nodes.Node]]] = {
    "alignment-matrix": alignment_matrix,
    "alignment-diagram": alignment_diagram,
    "alignment-gaps": alignment_gaps,
    "partner-list": partner_list,
    "region-list": region_list,
    "priority-list": priority_list,
    "announcement-list": announcement_list,
    "directory-timeline": directory_timeline,
    "team-list": team_list,
    "team-diagram": team_diagram,
    "fact-box": entry_page.fact_box,
    "alignment": alignment,
    "aligned-partners": aligned_partners,
    "coordinated-partners": entry_page.coordinated_partners,
    "unit-people": entry_page.unit_people,
    "related-announcements": entry_page.related_announcements,
    "citation": entry_page.citation,
    "feed-list": feed_list,
    "directory-changes": history.directory_changes,
    "history": history.entry_history,
}
OPTIONS: Mapping[str, OptionSpec] = {
    "alignment-matrix": dict.fromkeys(filters.PARTNERS, directives.unchanged_required),
    "partner-list": dict.fromkeys(filters.PARTNERS, directives.unchanged_required),
    "announcement-list": {
        "limit": directives.positive_int,
        **dict.fromkeys(filters.ANNOUNCEMENTS, directives.unchanged_required),
    },
    "team-list": {name: directives.unchanged_required for name in ("photo", "photo-alt", "photo-credit")},
}


class ViewDirective(SphinxDirective):
    """A directive that shows the view of its name."""

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder; make a photo that it names part of the site."""
        if photo := self.options.get("photo"):
            if not {"photo-alt", "photo-credit"} <= self.options.keys():
                raise self.error('a photo needs the options "photo-alt" and "photo-credit" beside it')
            if not re.fullmatch(PHOTO, photo) or not use_photo(self.env, photo):
                raise self.error(f'there is no file "{photo}" in {PHOTOS}/')
        name = self.name.rpartition(":")[2]
        placeholder = view("", name=name, options=self.options, docname=self.env.docname)
        self.set_source_info(placeholder)
        return [placeholder]


def use_photo(env: BuildEnvironment, name: str) -> bool:
    """Make a photo part of the site, for the page that is being read; return whether there is such a file."""
    path = f"{PHOTOS}/{name}"
    env.note_dependency(path)
    found = (env.srcdir / path).is_file()
    if found:
        env.images.add_file(env.docname, path)
    return found


PLACED = {
    "fact-box",
    "history",
    *(name for sections in entry_page.SECTIONS.values() for _id, _title, name in sections),
}
DIRECTIVES: Mapping[str, type[ViewDirective]] = {
    name: type("Directive", (ViewDirective,), {"option_spec": OPTIONS.get(name, {})})
    for name in VIEWS
    if name not in PLACED  # those `PlaceViews` puts into their pages
}


class PlaceViews(SphinxTransform):
    """Put the views of its kind, its name in the general index, and its texts into a page of facts."""

    default_priority = 10  # before the texts are translated, at 20

    def apply(self, **kwargs: Any) -> None:
        """Put them in, if this is a page of facts."""
        docname = self.env.docname
        entry = domain_of(self.env).data["pages"][docname].entry
        top = next(self.document.findall(nodes.section), None)
        if entry is None or top is None:
            return
        name = entry.name.replace(";", ",")  # which would begin another level of the index
        indexed = addnodes.index("", entries=[("single", name, top["ids"][0], "", None)], inline=False)
        indexed.source, indexed.line = str(self.env.doc2path(docname)), 1
        below_title = [indexed, self.texts(entry), view("", name="fact-box", options={}, docname=docname)]
        top.insert(1, below_title)
        for id, title, name in entry_page.SECTIONS[entry.kind]:
            placeholder = view("", name=name, options={}, docname=docname)
            section = nodes.section("", nodes.title("", str(title)), placeholder)
            section["ids"].append(id if id not in self.document.ids else f"{id}-list")
            self.document.note_implicit_target(section)
            top += section
        top += view("", name="history", options={}, docname=docname)
        for member in getattr(entry.facts, "members", ()):
            if member.photo:
                use_photo(self.env, member.photo)

    def texts(self, entry: Entry) -> fact_texts:
        """Return the texts of the front matter as paragraphs at their lines; reasons with their markup."""
        texts = fact_texts()
        for path, text in entry.facts.texts():
            position = nodes.paragraph(text, "", path=path)
            position.source, position.line = str(self.env.doc2path(entry.docname)), entry.positions[path][0]
            if path[0] == "alignment":
                with self.markdown.current_node_context(position):
                    self.markdown.nested_render_text(text, position.line - 1, inline=True)
            else:
                position += nodes.Text(text)
            texts += position
        return texts

    @cached_property
    def markdown(self) -> Any:
        """MyST's renderer for inline Markdown in this document."""
        parser: Any = guards.markdown(self.document)
        parser.renderer.setup_render(parser.options, {})
        return parser.renderer


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Keep a page's title and texts as translated, and note whether it shows what other pages state."""
    domain, docname = domain_of(app.env), app.env.docname
    references = {
        (each["reftype"], each["reftarget"])
        for each in doctree.findall(addnodes.pending_xref)
        if each.get("refdomain") == domain.name
    }
    views = [PlacedView(each["name"], each["options"], each.line or 1) for each in doctree.findall(view)]
    if views or references:
        domain.note_viewer(docname, views, references)
    texts = [text for holder in doctree.findall(fact_texts) for text in holder.findall(nodes.paragraph)]
    reasons = {text["path"][1]: text.children for text in texts if text["path"][0] == "alignment"}
    translated = {text["path"]: text.astext() for text in texts if text.get("translated")}
    domain.note_shown(docname, app.env.titles[docname].astext(), translated, reasons)


class DropTexts(SphinxPostTransform):
    """Take out again what was in the document for translators; they get it from the `gettext` builder."""

    default_priority = 4  # before anything in them is resolved
    formats = ("html", "latex", "man", "pseudoxml", "texinfo", "text", "xml")

    def run(self, **kwargs: Any) -> None:
        """Remove them."""
        for texts in list(self.document.findall(fact_texts)):
            texts.parent.remove(texts)


class ShowViews(SphinxPostTransform):
    """Turn placeholders into what they stand for."""

    default_priority = 5  # references among it are resolved at 10
    late = False

    def is_supported(self) -> bool:
        """Return whether the views of this builder are shown now."""
        return self.late == (self.env._builder_cls.format == "html")

    def run(self, **kwargs: Any) -> None:
        """Replace each placeholder by its view."""
        domain = domain_of(self.env)
        for placeholder in list(self.document.findall(view)):
            context = ViewContext(domain, self.config, placeholder["docname"], placeholder["options"])
            placeholder.replace_self(VIEWS[placeholder["name"]](context))


class ShowViewsLate(ShowViews):
    """The same, when all else has been done for a page: for HTML, where views need nothing but references.

    Before, Sphinx and its extensions look at every node for each thing that could be there, and most nodes
    come from views.
    """

    default_priority = 900
    late = True

    def run(self, **kwargs: Any) -> None:
        """Replace each placeholder, and resolve what it refers to."""
        super().run(**kwargs)
        for resolver in (MystReferenceResolver, ReferencesResolver):
            resolver(self.document).run(**kwargs)
