"""What readers see in place of the closed words and the dates of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import format_date, format_skeleton
from sphinx.locale import get_translation

from partnerships_data.pages.field_types import Region
from partnerships_data.releases import sentences

_ = get_translation("partnerships")

PARTNER_KINDS: Mapping[str, str] = {
    "company": _("Company"),
    "nonprofit": _("Nonprofit organization"),
    "association": _("Association"),
    "intergovernmental": _("Intergovernmental organization"),
    "community": _("Community"),
}
ANNOUNCEMENT_KINDS: Mapping[str, str] = {
    "blog-post": _("Blog post"),
    "team-news": _("Team news"),
    "event": _("Event"),
    "report": _("Report"),
}
REGIONS: Mapping[Region, str] = {region: _(name) for region, name in sentences.REGIONS.items()}
STATUSES: Mapping[str, str] = {"no-end-recorded": _("No end recorded"), "ended": _("Ended")}
ADD_PAGE: Mapping[str, str] = {
    "partner": _("Add a partner"),
    "unit": _("Add a team unit"),
    "priority": _("Add a priority"),
    "announcement": _("Add an announcement"),
}
FROM_PARTNERS = _("From its partners")  # news that does not name the priority itself
BASES: Mapping[str, str] = {  # of alignments
    "stated": _("Stated by a source"),
    "inferred": _("Our reading"),
}
RESULT_BASES: Mapping[str, str] = {
    "documented": _("Original record"),
    "reported": _("Reported by the source"),
}


@cache
def date_in_words(value: str, language: str) -> str:
    """Return a date as precise as it was given: "August 16, 2019", "August 2019" or "2019"."""
    if len(value) == 4:
        return value
    if len(value) == 7:
        return format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=language)
    return format_date(date.fromisoformat(value), "long", locale=language)
