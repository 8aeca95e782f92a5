"""The shape of the catalog as JSON, as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement, Facts, Partner, Priority, Unit

SCHEMA_VERSION = 1


class Alignment(BaseModel):
    """An edge between a partner and a priority, with its reason in inline Markdown."""

    model_config = Facts.model_config

    priority: str
    """The id of the priority."""
    reason: str
    """Why the partnership serves it."""
    announcements: list[str]
    """The ids of the announcements that are about both, newest first: the evidence beside the sources."""


class PartnerItem(Partner):
    """A partner with what other pages say of it."""

    id: str
    url: str
    alignment: list[Alignment]  # type: ignore[assignment]
    announcements: list[str]


class UnitItem(Unit):
    """A team unit with what other pages say of it."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class PriorityItem(Priority):
    """A priority with what other pages say of it."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class AnnouncementItem(Announcement):
    """An announcement; its priorities are those that it names, else those of its partners."""

    id: str
    url: str
    title: str


class SiteItem(BaseModel):
    """The site that the catalog was taken from."""

    model_config = ConfigDict(extra="forbid")

    title: str
    url: str
    language: str
    version: str


class Edge(BaseModel):
    """An alignment, by the ids of its ends."""

    model_config = Facts.model_config

    partner: str
    priority: str


class GapsItem(BaseModel):
    """What is missing, as lists of ids, in the order in which the site shows it."""

    model_config = Facts.model_config

    priorities_without_partner: list[str]
    """Priorities that no active partnership serves."""
    partners_without_priority: list[str]
    """Partners for which no alignment is recorded."""
    alignments_without_evidence: list[Edge]
    """Alignments that neither an announcement nor a source shows."""
    partners_without_announcement: list[str]
    """Partners that no announcement is about."""
    units_without_partner: list[str]
    """Team units that coordinate no partner."""
    regions_without_cover: list[Region]
    """Regions where no active partnership is at work and for which no person of the team is responsible."""
    reviewed_longest_ago: list[str]
    """All partners by the date of their last review: those never reviewed first, then from the oldest on."""


class CatalogFile(BaseModel):
    """All facts of the directory of partnerships."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1]
    site: SiteItem
    priorities: list[PriorityItem]
    partners: list[PartnerItem]
    units: list[UnitItem]
    announcements: list[AnnouncementItem]
    gaps: GapsItem
