"""Views for finding a partner: the list with its filters, and who works in which region.

The filters are a form that `_static/filters.js` brings to life; without scripts the list is whole and the
form is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.locale import get_translation

from . import selection
from .page import Entry
from .sight import Sight, bullets, definitions, ended, paragraph, separated
from .words import PARTNER_KINDS, REGIONS, STATUSES

_ = get_translation("partnerships")

SCRIPT = "filters.js"
Choices = Sequence[tuple[str, str]]  # value and text of each


class filters(nodes.General, nodes.Element):
    """The form in front of a list of partners.

    Its `facets` are the name, the label and the choices of each; an item of the list has the class
    `NAME-VALUE` for all that is true of it.
    """


def partner_list(sight: Sight) -> list[nodes.Node]:
    """Show all partners with what they are and what they serve."""
    partners = selection.partners(sight.options, sight.catalog)
    if not partners:
        return [paragraph(_("No partner fits this selection."))]
    items = bullets((_partner(sight, each) for each in partners), "entry-list", "partner-list")
    for item, partner in zip(items.findall(nodes.list_item), partners, strict=True):
        item["classes"] = [f"{name}-{value}" for name, value in _facets(sight, partner)]
    return [_form(sight, partners), items]


def _partner(sight: Sight, partner: Entry) -> Iterable[nodes.Node]:
    facts = partner.facts
    yield paragraph(nodes.strong("", "", sight.link(partner)), *ended(partner), classes=["entry-name"])
    meta = (
        [nodes.Text(str(PARTNER_KINDS[facts.kind]))],
        sight.links(sight.catalog.related(partner, "unit")),
        sight.region_links(facts.regions),
    )
    parts = [nodes.inline("", "", *each) for each in meta if each]
    yield paragraph(separated(parts, " · "), classes=["entry-meta"])
    if priorities := sight.links(sight.catalog.related(partner, "priority")):
        yield paragraph(_("Serves: "), priorities)
    else:
        yield paragraph(_("No priority recorded yet."))


def _facets(sight: Sight, partner: Entry) -> Iterable[tuple[str, str]]:
    yield "unit", partner.facts.unit
    for priority in sight.catalog.related(partner, "priority"):
        yield "priority", priority.id
    yield "kind", partner.facts.kind
    for region in partner.facts.regions:
        yield "region", region.value
    yield "status", partner.facts.status


def _form(sight: Sight, partners: Sequence[Entry]) -> nodes.Node:
    """Return the form that offers what is true of at least one of the partners."""
    true = {facet for partner in partners for facet in _facets(sight, partner)}
    known: tuple[tuple[str, str, Choices], ...] = (
        ("unit", _("Team unit"), [(each.id, each.name) for each in sight.catalog.units]),
        ("priority", _("Priority"), [(each.id, each.name) for each in sight.catalog.priorities]),
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


def region_list(sight: Sight) -> list[nodes.Node]:
    """Show for each region the partners at work there and the people responsible for it."""
    rows = []
    for region, name in REGIONS.items():
        partners, people = sight.catalog.by_region.get(region, ([], []))
        body: list[nodes.Node] = []
        if partners:
            body.append(paragraph(_("Partners: "), sight.links(partners)))
        if people:
            body.append(paragraph(_("People: "), sight.people(people)))
        term = nodes.term("", str(name), ids=[f"region-{region}"])
        rows.append((term, body or [paragraph(_("No partner and no person of the team yet."))]))
    return [definitions(rows, "regions")]
