"""The shape of the exported JSON, as pydantic models. Data users read the docstrings in the schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Announcement, Facts, Partner, Priority, Unit

SCHEMA_VERSION = 1


class Alignment(BaseModel):
    """An alignment between a partner and a priority."""

    model_config = Facts.model_config

    priority: str
    """The id of the priority."""
    reason: str
    """The reason why the partnership serves the priority, in inline Markdown."""
    announcements: list[str]
    """The ids of the announcements about both, newest first. With the sources, they are the evidence."""


class PartnerItem(Partner):
    """A partner, with its edges to other pages."""

    id: str
    url: str
    alignment: list[Alignment]  # type: ignore[assignment]
    announcements: list[str]


class UnitItem(Unit):
    """A team unit, with its edges to other pages."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class PriorityItem(Priority):
    """A priority, with its edges to other pages."""

    id: str
    url: str
    partners: list[str]
    announcements: list[str]


class AnnouncementItem(Announcement):
    """An announcement. Its priorities are those that it names, else those of its partners."""

    id: str
    url: str
    title: str


class SiteItem(BaseModel):
    """The site that the catalog comes from."""

    model_config = ConfigDict(extra="forbid")

    title: str
    url: str
    language: str
    version: str


class Edge(BaseModel):
    """An alignment, as the ids of its partner and its priority."""

    model_config = Facts.model_config

    partner: str
    priority: str


class GapsItem(BaseModel):
    """What is missing, as lists of ids, in the order of the site."""

    model_config = Facts.model_config

    priorities_without_partner: list[str]
    """Priorities that no active partnership serves."""
    partners_without_priority: list[str]
    """Partners without an alignment."""
    alignments_without_evidence: list[Edge]
    """Alignments without evidence: neither an announcement nor a source shows them."""
    partners_without_announcement: list[str]
    """Partners that no announcement is about."""
    units_without_partner: list[str]
    """Team units that coordinate no partner."""
    regions_without_cover: list[Region]
    """Regions without an active partnership and without a responsible person in the team."""
    reviewed_longest_ago: list[str]
    """All partners by the date of their last review: first those never reviewed, then the oldest reviews."""


class CatalogFile(BaseModel):
    """All facts of the directory."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1]
    site: SiteItem
    priorities: list[PriorityItem]
    partners: list[PartnerItem]
    units: list[UnitItem]
    announcements: list[AnnouncementItem]
    gaps: GapsItem
