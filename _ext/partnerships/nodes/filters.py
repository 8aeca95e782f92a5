"""The filters of a list: links to its parts, which `filters.js` turns into a form.

Each item of the list has the class `filterable` and a class `NAME-VALUE` for each of its facets. The heading
of a group has the class `group`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.labels import ANNOUNCEMENT_KINDS, PARTNER_KINDS, REGIONS, STATUSES
from partnerships.nodes.context import ViewContext
from partnerships.nodes.website import element
from partnerships_data.catalog import filters
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.filters import Facet
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.models import KINDS

_ = get_translation("partnerships")

Menus = Mapping[str, tuple[str, Mapping[Any, str]]]  # name of a facet -> label, and the text of each value

FACETS_WITH_PAGES: Menus = {
    "kind": (_("Kind"), PARTNER_KINDS),
    "region": (_("Region"), REGIONS),
    "status": (_("Status"), STATUSES),
}
PARTNERS_SHOWN = _("Partners shown: {shown} of {all}")


def partner_pages(catalog: Catalog) -> dict[str, list[Entry]]:
    """Return the partners of each kind, region and status, by the docname of the page that lists them."""
    pages: dict[str, list[Entry]] = {}
    for partner in catalog.partners:
        for name, value in filters.facets(partner, catalog):
            if name not in KINDS:  # units and priorities have pages of their own
                pages.setdefault(facet_page(name, value), []).append(partner)
    return dict(sorted(pages.items()))


def facet_page(name: str, value: str) -> str:
    """Return the docname of the page that shows the partners with a facet."""
    folder = KINDS[name].folder if name in KINDS else f"partners/{name}"
    return f"{folder}/{value}"


def facet_classes(context: ViewContext, facets: Iterable[Facet]) -> list[str]:
    """Return the classes of an item; none in a list with a limit, which has no filters."""
    if "limit" in context.options:
        return []
    return ["filterable", *(f"{name}-{value}" for name, value in facets)]


def filtered_partners(
    context: ViewContext, partners: Iterable[Entry], items: Sequence[nodes.Node]
) -> Sequence[nodes.Node]:
    """Return a list of partners with its filters, which link to the pages of units, priorities and facets."""
    catalog = context.catalog
    menus: Menus = {
        "unit": (_("Team unit"), {unit.id: unit.name for unit in catalog.units}),
        "priority": (_("Priority"), {priority.id: priority.name for priority in catalog.priorities}),
        **FACETS_WITH_PAGES,
    }
    facets = [filters.facets(partner, catalog) for partner in partners]
    urls = {facet: context.url(facet_page(*facet)) for of_partner in facets for facet in of_partner}
    return _filtered(context, items, menus, facets, urls, (_("Filter the partners"), PARTNERS_SHOWN))


def filtered_announcements(
    context: ViewContext, announcements: Iterable[Entry], items: Sequence[nodes.Node]
) -> Sequence[nodes.Node]:
    """Return a list of announcements below its filters, which link to the headings of years."""
    facets = [filters.facets(entry, context.catalog) for entry in announcements]
    years = sorted({entry_facets[0][1] for entry_facets in facets}, reverse=True)
    menus: Menus = {
        "year": (_("Year"), {year: year for year in years}),
        "kind": (_("Kind"), ANNOUNCEMENT_KINDS),
    }
    urls = {("year", year): f"#year-{year}" for year in years}
    texts = (_("Filter the announcements"), _("Announcements shown: {shown} of {all}"))
    return _filtered(context, items, menus, facets, urls, texts)


def _filtered(
    context: ViewContext,
    items: Sequence[nodes.Node],
    menus: Menus,
    facets: Sequence[Sequence[Facet]],
    urls: Mapping[Facet, str],
    texts: tuple[str, str],
) -> Sequence[nodes.Node]:
    """Return items; on the website below the choices of each menu that fit at least one item.

    :param facets: those of each item
    :param urls: of the pages of facets
    :param texts: the label, and the text with the number of items, which the script keeps up to date
    """
    if not context.on_website:
        return items
    groups = []
    counts = Counter(facet for of_item in facets for facet in of_item)
    for name, (label, values) in menus.items():
        choices = []
        for value in [value for value in values if (name, value) in counts]:
            target, text = urls.get((name, value)), str(values[value])
            count = counts[name, value]
            link = element("a", {"href": target}, content=text) if target else element("span", content=text)
            choices.append(element("li", {"data-value": value}, link, element("span", content=f"({count})")))
        if choices:
            groups.append(
                element("div", {"data-name": name}, element("p", content=label), element("ul", {}, *choices))
            )
    status = element("p", {"role": "status"}, content=texts[1].format(shown=len(facets), all=len(facets)))
    attributes = {
        "aria-label": texts[0],
        "data-all": _("All"),
        "data-reset": _("Show all"),
        "data-count": texts[1],
    }
    search = element("search", {"class": "filters", **attributes}, *groups, status)
    return [nodes.container("", search, *items, classes=["filtered"])]
