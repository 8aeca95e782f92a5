"""Overviews of the directory: its numbers, the priorities, the regions and the years."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.empty_lists import empty_list
from partnerships.labels import REGIONS
from partnerships.nodes.builders import bullets, definitions, fields, paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.website import element
from partnerships_data.pages.field_types import Region

_ = get_translation("partnerships")


def search_field(context: ViewContext) -> list[nodes.Node]:
    """Show a field for the search of the website; nothing in other formats."""
    if not context.on_website:
        return []
    field = {"type": "search", "name": "q", "aria-label": _("Search this site")}
    button = element("button", content=_("Search"))
    form = {"class": "site-search", "role": "search", "action": context.url("search")}
    return [element("form", form, element("input", field), button)]


def directory_numbers(context: ViewContext) -> list[nodes.Node]:
    """Show how many partners, priorities, announcements and regions the directory has."""
    catalog = context.catalog
    served = [priority for priority in catalog.priorities if catalog.related(priority, "partner")]
    regions = [region for region, (partners, _people) in catalog.by_region.items() if partners]
    numbers = (
        (_("Partners"), len(catalog.partners), 0),
        (_("Priorities supported"), len(served), len(catalog.priorities)),
        (_("Announcements"), len(catalog.announcements), 0),
        (_("Regions with a partner"), len({*regions} - {Region.WORLDWIDE}), len(Region) - 1),
    )
    items = []
    for label, number, total in numbers:
        text = _("%(part)s of %(all)s") % {"part": number, "all": total} if total else str(number)
        items.append([paragraph(nodes.strong("", text), " ", label)])
    return [bullets(items, "key-numbers")]


def priority_list(context: ViewContext) -> list[nodes.Node]:
    """Show the priorities with their goals."""
    items = []
    for priority in context.catalog.priorities:
        name = paragraph(nodes.strong("", "", context.link(priority)), classes=["entry-name"])
        items.append([name, paragraph(priority.facts.goal)])
    if items:
        return [bullets(items, "entry-list", "priority-list")]
    return [empty_list(context, _("No priorities are recorded."), "priorities")]


def region_list(context: ViewContext) -> list[nodes.Node]:
    """Show, for each region, the partners that are active there and the people responsible for it."""
    rows = []
    for region, name in REGIONS.items():
        partners, people = context.catalog.by_region.get(region, ([], []))
        found = ((_("Partners: "), context.links(partners)), (_("People: "), context.people(people)))
        body = [paragraph(label, links) for label, links in found if links]
        term = nodes.term("", str(name), ids=[f"region-{region}"])
        rows.append((term, body or [paragraph(_("None recorded."))]))
    return [definitions(rows, "regions")]


def directory_timeline(context: ViewContext) -> list[nodes.Node]:
    """Show what began, ended and was announced in each year, and who joined and left."""
    rows = []
    for year, events in context.catalog.years().items():
        happened = (
            (_("Partnerships that began"), context.links(events.began)),
            (_("Partnerships that ended"), context.links(events.ended)),
            (_("Announcements"), context.links(events.announced)),
            (_("Joined"), context.people(events.joined)),
            (_("Left"), context.people(events.left)),
        )
        rows.append((nodes.term("", year), [fields((name, links) for name, links in happened if links)]))
    return [definitions(rows, "timeline") if rows else paragraph(_("No dates are recorded."))]
