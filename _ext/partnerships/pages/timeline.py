"""The timeline: what happened in each year."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import paragraph
from partnerships.nodes.context import ViewContext
from partnerships.nodes.tables import row, table

_ = get_translation("partnerships")


def directory_timeline(context: ViewContext) -> list[nodes.Node]:
    """Show what began, ended and was announced in each year, and who joined and left."""
    years = context.catalog.years()
    if not years:
        return [paragraph(_("No dates are recorded."))]
    header = [_("Year"), _("Partnerships that began"), _("Partnerships that ended"), _("Announcements")]
    shows_people = any(events.joined or events.left for events in years.values())
    if shows_people:
        header += [_("People who joined"), _("People who left")]
    rows = []
    for year, events in years.items():
        cells = [context.links(entries) for entries in (events.began, events.ended, events.announced)]
        if shows_people:
            cells += [context.people(events.joined), context.people(events.left)]
        rows.append(row([year, *(cell or "–" for cell in cells)]))
    return [table("directory-timeline", _("What happened when"), header, rows)]
