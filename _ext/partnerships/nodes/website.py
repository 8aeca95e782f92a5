"""Elements that only the website shows, such as initials and filters; and the chips of priorities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from page_source.letters import initials
from page_translations.collecting import translations_of
from page_translations.translated_nodes import ORIGINAL
from partnerships.domain import domain_of
from partnerships.nodes.tables import visit_entry
from partnerships.urls import builds_website
from partnerships_data.pages.entry import Entry

COLORS = 5  # pairs of colors that the theme has for priorities


class website_element(nodes.General, nodes.Inline, nodes.Element):
    """An HTML element. Its attributes and its content are not nodes, so the search does not find them."""


def element(
    tag: str, attributes: Mapping[str, str] | None = None, *children: nodes.Node, content: str = ""
) -> website_element:
    """Return an HTML element."""
    return website_element("", *children, tag=tag, attributes=attributes or {}, content=content)


def visit_website_element(translator: HTML5Translator, node: website_element) -> None:
    """Begin an element with its content."""
    attributes: dict[str, Any] = dict(node["attributes"])
    if node["content"] in translations_of(translator.builder.env).shown_facts().untranslated:
        attributes |= ORIGINAL
    translator.body.append(translator.starttag(node, node["tag"], "", **attributes))
    translator.body.append(translator.encode(node["content"]))


def depart_website_element(translator: HTML5Translator, node: website_element) -> None:
    """End an element; white space separates it from the next one."""
    translator.body.append("\n" if node["tag"] == "input" else f"</{node['tag']}>\n")


def monogram(builder: Builder, name: str, style: str = "monogram") -> list[nodes.Node]:
    """Return the initials of a name as decoration beside it on the website; nothing in other formats."""
    attributes = {"class": style, "aria-hidden": "true"}
    return [element("span", attributes, content=initials(name))] if builds_website(builder) else []


def priority_class(priority: Entry) -> str:
    """Return the class of a priority's color, which its position in the plan determines."""
    order = priority.facts.order
    return f"priority-{order}" if order <= COLORS else "priority-other"


def priority_chip(builder: Builder, priority: Entry, text: str) -> nodes.inline:
    """Return the content of a link to a priority: its initials on the website, and a text."""
    parts = [*monogram(builder, priority.name), nodes.inline("", text, classes=["name"])]
    return nodes.inline("", "", *parts, classes=["priority-chip", priority_class(priority)])


class PriorityChips(SphinxPostTransform):
    """Shows each reference to a priority that authors make as a chip."""

    default_priority = 9  # references are resolved at 10

    def run(self, **kwargs: Any) -> None:
        domain = domain_of(self.env)
        for reference in list(self.document.findall(addnodes.pending_xref)):
            if (reference.get("refdomain"), reference["reftype"]) != (domain.name, "priority"):
                continue
            if priority := domain.catalog.get("priority", reference["reftarget"]):
                text = reference.astext() if reference["refexplicit"] else priority.name
                reference["refexplicit"] = True
                reference.children = [priority_chip(domain.builder, priority, text)]


def setup_website(app: Sphinx) -> None:
    """Register the element, the cells of tables, and the transform that makes chips."""
    app.add_node(nodes.entry, override=True, html=(visit_entry, HTML5Translator.depart_entry))
    app.add_node(website_element, html=(visit_website_element, depart_website_element))
    app.add_post_transform(PriorityChips)
