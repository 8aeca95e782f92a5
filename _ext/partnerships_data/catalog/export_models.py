"""The shape of the exported JSON, as pydantic models. Data users read the docstrings in the schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from partnerships_data.catalog.statistics import Statistics
from partnerships_data.pages.evidence import Alignment, StrictModel
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement, Partner, Priority, Unit

SCHEMA_VERSION = 2


class AlignmentItem(Alignment):
    """An alignment of a partner. Its sources and its announcements are the evidence."""

    priority: str
    """The id of the priority."""
    announcements: list[str]
    """The ids of the announcements that name both the partner and the priority, newest first."""


class PageItem(StrictModel):
    """A page of facts."""

    id: str
    url: str
    untranslated: tuple[str, ...] = ()
    """The paths of the texts that are in English, such as `results.0.what`; only in other languages."""
    older: tuple[str, ...] = ()
    """The paths of the translations that are older than the English text; only in other languages."""


class PartnerItem(PageItem, Partner):
    """A partner, with its edges to other pages."""

    alignment: list[AlignmentItem]  # type: ignore[assignment]
    announcements: list[str]


class UnitItem(PageItem, Unit):
    """A team unit, with its edges to other pages."""

    partners: list[str]
    announcements: list[str]


class PriorityItem(PageItem, Priority):
    """A priority, with its edges to other pages."""

    partners: list[str]
    announcements: list[str]


class AnnouncementItem(PageItem, Announcement):
    """An announcement."""

    title: str


class SiteItem(StrictModel):
    """The site that the catalog comes from."""

    title: str
    url: str
    language: str
    version: str
    languages: dict[str, str] = Field(default_factory=dict)
    """The URL of the site in each published language. Ids are the same in all of them."""


class Edge(StrictModel):
    """An alignment, as the ids of its partner and its priority."""

    partner: str
    priority: str


class SourceRef(StrictModel):
    """A source, and the page that names it."""

    kind: str
    id: str
    url: str


class GapsItem(StrictModel):
    """What is missing, as lists of ids, in the order of the site."""

    priorities_without_partner: list[str]
    """Priorities without a partnership, or whose partnerships have all ended."""
    partners_without_priority: list[str]
    """Partners without an alignment."""
    alignments_without_evidence: list[Edge]
    """Alignments without a source of their own and without an announcement that names both ends."""
    alignments_inferred: list[Edge]
    """Alignments that no source states: they are the reading of the editors."""
    partners_without_announcement: list[str]
    """Partners that no announcement is about."""
    units_without_partner: list[str]
    """Team units that coordinate no partner."""
    regions_without_cover: list[Region]
    """Regions without a responsible person and without a partnership, except ones that have ended."""
    sources_never_read: list[SourceRef]
    """Sources without a date on which a person read them."""
    reviewed_longest_ago: list[str]
    """All partners by the date of their last review: first those never reviewed, then the oldest reviews."""


class CatalogFile(StrictModel):
    """All facts of the directory."""

    schema_version: Literal[2]
    site: SiteItem
    priorities: list[PriorityItem]
    partners: list[PartnerItem]
    units: list[UnitItem]
    announcements: list[AnnouncementItem]
    gaps: GapsItem
    statistics: Statistics
