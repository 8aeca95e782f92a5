"""The list of partners with its filters.

The filters are a form for `_static/filters.js`. Without scripts, the form is hidden and the list is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from partnerships.labels import PARTNER_KINDS, REGIONS, STATUSES
from partnerships.nodes.builders import add_html_node, bullets, ended, paragraph, separated
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")

SCRIPT = "filters.js"

Facet = tuple[str, str]  # name and value: `("kind", "company")`
Choices = Sequence[tuple[str, str]]  # value and text


class filter_form(nodes.General, nodes.Element):
    """The form above a list of partners.

    `facets` holds the name, the label and the choices of each menu. Each item of the list has a class
    `NAME-VALUE` for each of its facets.
    """


def partner_list(context: ViewContext) -> list[nodes.Node]:
    """Show the partners that fit the options, below a form that filters them."""
    partners = filters.filter_partners(context.options, context.catalog)
    if not partners:
        return [paragraph(_("No partner matches this selection."))]
    items = bullets((_partner(context, partner) for partner in partners), "entry-list", "partner-list")
    for item, partner in zip(items.findall(nodes.list_item), partners, strict=True):
        item["classes"] = [f"{name}-{value}" for name, value in _facets(context, partner)]
    return [_form(context, partners), items]


def _partner(context: ViewContext, partner: Entry) -> Iterator[nodes.Node]:
    facts = partner.facts
    yield paragraph(nodes.strong("", "", context.link(partner)), *ended(partner), classes=["entry-name"])
    details = (
        [nodes.Text(str(PARTNER_KINDS[facts.kind]))],
        context.links(context.catalog.related(partner, "unit")),
        context.region_links(facts.regions),
    )
    parts = [nodes.inline("", "", *detail) for detail in details if detail]
    yield paragraph(separated(parts, " · "), classes=["entry-meta"])
    if priorities := context.links(context.catalog.related(partner, "priority")):
        yield paragraph(_("Serves: "), priorities)
    else:
        yield paragraph(_("No priority is recorded."))


def _facets(context: ViewContext, partner: Entry) -> Iterator[Facet]:
    yield "unit", partner.facts.unit
    for priority in context.catalog.related(partner, "priority"):
        yield "priority", priority.id
    yield "kind", partner.facts.kind
    for region in partner.facts.regions:
        yield "region", region.value
    yield "status", partner.facts.status


def _form(context: ViewContext, partners: Sequence[Entry]) -> filter_form:
    """Return the form, which offers the choices that fit at least one of the partners."""
    catalog = context.catalog
    menus: tuple[tuple[str, str, Choices], ...] = (
        ("unit", _("Team unit"), [(unit.id, unit.name) for unit in catalog.units]),
        ("priority", _("Priority"), [(priority.id, priority.name) for priority in catalog.priorities]),
        ("kind", _("Kind"), [(value, str(text)) for value, text in PARTNER_KINDS.items()]),
        ("region", _("Region"), [(region.value, str(text)) for region, text in REGIONS.items()]),
        ("status", _("Status"), [(value, str(text)) for value, text in STATUSES.items()]),
    )
    used = {facet for partner in partners for facet in _facets(context, partner)}
    facets = []
    for name, label, choices in menus:
        offered = [(value, text) for value, text in choices if (name, value) in used]
        if offered:
            facets.append((name, label, offered))
    return filter_form("", facets=facets)


def visit_filter_form(translator: Any, node: filter_form) -> None:
    """Write the form; e-books may not have one."""
    if translator.builder.embedded:
        raise nodes.SkipNode

    def add(tag: str, text: str, **attributes: str) -> None:
        translator.body.append(translator.starttag({}, tag, "", **attributes))
        translator.body.append(f"{translator.encode(text)}</{tag}>")

    attributes = {
        "aria-label": _("Filter the partners"),
        "data-count": _("{shown} of {all} partners"),  # filled in by the script
    }
    translator.body.append(translator.starttag({}, "form", CLASS="filters", **attributes))
    for name, label, choices in node["facets"]:
        translator.body.append(translator.starttag({}, "label", ""))
        add("span", label)
        translator.body.append(translator.starttag({}, "select", name=name))
        for value, text in [("", _("All")), *choices]:
            add("option", text, value=value)
        translator.body.append("</select></label>\n")
    add("button", _("Show all"), type="reset")
    live: dict[str, str] = {"role": "status", "aria-live": "polite"}
    add("p", "", **live)
    translator.body.append("</form>\n")
    raise nodes.SkipNode


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the script to pages with a form."""
    if doctree is not None and any(doctree.findall(filter_form)):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup_partner_list(app: Sphinx) -> None:
    """Register the form and its script."""
    add_html_node(app, filter_form, visit_filter_form)
    app.connect("html-page-context", on_html_page_context)
