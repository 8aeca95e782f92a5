"""Views for finding a partner: the list with its filters, and who works in which region.

The filters are a form that `_static/filters.js` brings to life; without scripts the list is whole and the
form is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import PARTNER_KINDS, REGIONS, STATUSES
from partnerships.nodes.builders import bullets, ended, paragraph, separated
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog import filters as selection
from partnerships_data.pages.entry import Entry

_ = get_translation("partnerships")

SCRIPT = "filters.js"
Choices = Sequence[tuple[str, str]]  # value and text of each


class filters(nodes.General, nodes.Element):
    """The form in front of a list of partners.

    Its `facets` are the name, the label and the choices of each; an item of the list has the class
    `NAME-VALUE` for all that is true of it.
    """


def partner_list(context: ViewContext) -> list[nodes.Node]:
    """Show all partners with what they are and what they serve."""
    partners = selection.partners(context.options, context.catalog)
    if not partners:
        return [paragraph(_("No partner fits this selection."))]
    items = bullets((_partner(context, each) for each in partners), "entry-list", "partner-list")
    for item, partner in zip(items.findall(nodes.list_item), partners, strict=True):
        item["classes"] = [f"{name}-{value}" for name, value in _facets(context, partner)]
    return [_form(context, partners), items]


def _partner(context: ViewContext, partner: Entry) -> Iterable[nodes.Node]:
    facts = partner.facts
    yield paragraph(nodes.strong("", "", context.link(partner)), *ended(partner), classes=["entry-name"])
    meta = (
        [nodes.Text(str(PARTNER_KINDS[facts.kind]))],
        context.links(context.catalog.related(partner, "unit")),
        context.region_links(facts.regions),
    )
    parts = [nodes.inline("", "", *each) for each in meta if each]
    yield paragraph(separated(parts, " · "), classes=["entry-meta"])
    if priorities := context.links(context.catalog.related(partner, "priority")):
        yield paragraph(_("Serves: "), priorities)
    else:
        yield paragraph(_("No priority recorded yet."))


def _facets(context: ViewContext, partner: Entry) -> Iterable[tuple[str, str]]:
    yield "unit", partner.facts.unit
    for priority in context.catalog.related(partner, "priority"):
        yield "priority", priority.id
    yield "kind", partner.facts.kind
    for region in partner.facts.regions:
        yield "region", region.value
    yield "status", partner.facts.status


def _form(context: ViewContext, partners: Sequence[Entry]) -> nodes.Node:
    """Return the form that offers what is true of at least one of the partners."""
    true = {facet for partner in partners for facet in _facets(context, partner)}
    known: tuple[tuple[str, str, Choices], ...] = (
        ("unit", _("Team unit"), [(each.id, each.name) for each in context.catalog.units]),
        ("priority", _("Priority"), [(each.id, each.name) for each in context.catalog.priorities]),
        ("kind", _("Kind"), [(value, str(text)) for value, text in PARTNER_KINDS.items()]),
        ("region", _("Region"), [(each.value, str(text)) for each, text in REGIONS.items()]),
        ("status", _("Status"), [(value, str(text)) for value, text in STATUSES.items()]),
    )
    facets = [
        (name, label, offered)
        for name, label, choices in known
        if (offered := [(value, text) for value, text in choices if (name, value) in true])
    ]
    return filters("", facets=facets)


def visit_filters_html(translator: Any, node: filters) -> None:
    """Write the form."""

    def element(tag: str, text: str, **attributes: str) -> None:
        translator.body.append(translator.starttag({}, tag, "", **attributes))
        translator.body.append(f"{translator.encode(text)}</{tag}>")

    # For the script: a template of the sentence that tells how many partners are left.
    data = {
        "aria-label": _("Filter the partners"),
        "data-count": _("{shown} of {all} partners"),
    }
    translator.body.append(translator.starttag({}, "form", CLASS="filters", **data))
    for name, label, choices in node["facets"]:
        translator.body.append(translator.starttag({}, "label", ""))
        element("span", label)
        translator.body.append(translator.starttag({}, "select", name=name))
        for value, text in [("", _("All")), *choices]:
            element("option", text, value=value)
        translator.body.append("</select></label>\n")
    element("button", _("Show all"), type="reset")
    announced = {"role": "status", "aria-live": "polite"}
    element("p", "", **announced)
    translator.body.append("</form>\n")
    raise nodes.SkipNode
