"""The builder `singlehtml`: ids that are unique in all pages together, and links that lead to them.

Sphinx copies the ids of each page, so that `#document-partners/google#cite` leads nowhere and `cite` is the
id of many elements. Here that id is `document-partners/google/cite`. Seen in Sphinx 9.0, without an upstream
issue.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.singlehtml import SingleFileHTMLBuilder


class SinglePageBuilder(SingleFileHTMLBuilder):
    """Writes all pages as one."""

    def assemble_doctree(self) -> nodes.document:
        """Return all pages in one document, with the name of the page in each id and link."""
        document = super().assemble_doctree()
        next(document.findall(nodes.section))["ids"].append(f"document-{self.config.root_doc}")
        _make_ids_unique(document, "")
        _join_fragments(document, self.env.found_docs)
        return document

    def render_partial(self, node: nodes.Node | None) -> dict[str, Any]:
        """Return the HTML of a part, such as the contents, with links that lead to these ids."""
        if node is not None:
            _join_fragments(node, self.env.found_docs)
        return super().render_partial(node)


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give templates a `pathto` that leads to the pages inside the single one, and a `hasdoc` for these."""
    builder = app.builder
    if not isinstance(builder, SinglePageBuilder):
        return
    pathto = context["pathto"]

    def pathto_inside(target: str, resource: bool = False, **more: Any) -> str:
        is_page = not resource and target in app.env.found_docs
        return builder.get_target_uri(target) if is_page else str(pathto(target, resource, **more))

    context["pathto"] = pathto_inside
    context["hasdoc"] = app.env.found_docs.__contains__  # there is no index and no search


def _make_ids_unique(element: nodes.Element, prefix: str) -> None:
    """Put the name of the page before each id, and before each reference to an id of the same page."""
    for child in element.children:
        if not isinstance(child, nodes.Element):
            continue
        page = f"document-{child['docname']}/" if isinstance(child, addnodes.start_of_file) else prefix
        for key in ("ids", "backrefs"):
            ids: list[str] = child.get(key, [])
            child[key] = [f"{page}{id}" for id in ids]
        if "refid" in child:
            child["refid"] = f"{page}{child['refid']}"
        _make_ids_unique(child, page)


def _join_fragments(node: nodes.Node, docnames: set[str]) -> None:
    """Turn `#document-PAGE#ID` into `#document-PAGE/ID`."""
    for reference in node.findall(nodes.reference):
        url: str = reference.get("refuri", "")
        page, _separator, anchor = url.removeprefix("#").rpartition("#")
        if page.removeprefix("document-") in docnames:
            reference["refuri"] = f"#{page}/{anchor}"
