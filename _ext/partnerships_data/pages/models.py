"""The facts that a page may state: each key of each kind, defined once.

The checker, the JSON Schemas and the tables in `about/` derive from these classes; readers see the docstrings
of the attributes. Values are parsed once into frozen objects, and are not checked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from diagnostics.codes import Code
from page_source.block import KeyPath
from partnerships_data.pages.evidence import Alignment, Result, Source, StrictModel, WikiPage
from partnerships_data.pages.field_types import (
    Address,
    Flag,
    Id,
    Item,
    Name,
    PartialDate,
    Photo,
    Region,
    Sentence,
    not_before,
    requires,
)


class Facts(StrictModel):
    """The facts of any kind of page."""

    folder: ClassVar[str]
    """The folder whose pages are of this kind."""

    formerly: tuple[Id, ...] = ()
    """Former names of the page's file, oldest first. Old URLs lead to the page, and its id in feeds stays."""

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield from ()

    def references(self) -> Iterator[tuple[str, str, KeyPath]]:
        """Yield kind and id of each page that these facts refer to, with the path of the reference."""
        yield from ()


class Partner(Facts):
    """An organization that the Wikimedia Foundation works with."""

    folder = "partners"

    name: Name
    """The name that readers know."""
    kind: Literal["company", "nonprofit", "association", "intergovernmental", "community"]
    """The type of the organization."""
    unit: Name
    """The team unit that coordinates the partnership: the id of its page in `team/`."""
    since: PartialDate | None = None
    """The start of the partnership. Leave it out if it is not known."""
    since_note: Annotated[Name, requires("since")] | None = None
    """The event that the date marks, in a word or two, such as `framework`."""
    until: Annotated[PartialDate, not_before("since")] | None = None
    """The end of the partnership, only if it has ended."""
    regions: tuple[Region, ...] = ()
    """The regions in which the partnership is active."""
    website: Address | None = None
    """The website of the partner."""
    wikidata: Item | None = None
    """The Wikidata item of the partner."""
    page: WikiPage | None = None
    """The page of the partnership on Meta-Wiki: its web address, or the word `forthcoming`."""
    alignment: dict[Name, Alignment] = Field(default_factory=dict)
    """The priorities that the partnership supports: the id of each, with the reason in one sentence."""
    results: tuple[Result, ...] = ()
    """The results of the partnership, in numbers."""
    sources: tuple[Source, ...] = ()
    """The sources of the facts."""
    reviewed: PartialDate | None = None
    """The date on which a person last checked this page against its sources."""

    @property
    def ended(self) -> bool:
        """Whether the partnership has ended. `until` is only written then, so no clock is needed."""
        return self.until is not None

    @property
    def status(self) -> str:
        """`ended` or `no-end-recorded`, for the options of lists."""
        return "ended" if self.ended else "no-end-recorded"

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        yield ("name",), self.name
        if self.since_note:
            yield ("since_note",), self.since_note
        if self.page and self.page.title:
            yield ("page", "title"), self.page.title
        for priority, alignment in self.alignment.items():
            yield ("alignment", priority, "reason"), alignment.reason
        for number, result in enumerate(self.results):
            yield ("results", number, "what"), result.what
            if result.where:
                yield ("results", number, "where"), result.where

    def references(self) -> Iterator[tuple[str, str, KeyPath]]:
        yield "unit", self.unit, ("unit",)
        for priority in self.alignment:
            yield "priority", priority, ("alignment", priority)


class Member(StrictModel):
    """A person in a team unit."""

    name: Name
    """The name of the person."""
    role: Name
    """The role of the person in the unit."""
    base: Name | None = None
    """The city and country in which the person works."""
    regions: tuple[Region, ...] = ()
    """The regions for which the person is responsible."""
    joined: PartialDate | None = None
    """The date on which the person joined the unit."""
    left: Annotated[PartialDate, not_before("joined")] | None = None
    """The date on which the person left the unit."""
    photo_alt: Name | None = None
    """A description of the photo, for readers who cannot see it."""
    photo_credit: Name | None = None
    """The photographer and the license of the photo."""
    photo: Annotated[Photo, requires("photo_alt", "photo_credit", code=Code.MISSING_PHOTO)] | None = None
    """The name of a file in `_static/photos/`. It requires `photo_alt` and `photo_credit`."""


class Unit(Facts):
    """A part of the Partnerships team."""

    folder = "team"

    name: Name
    """The name of the unit."""
    focus: Sentence
    """The work of the unit, in one sentence."""
    members: tuple[Member, ...] = ()
    """The people in the unit."""

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        yield ("name",), self.name
        yield ("focus",), self.focus
        for number, member in enumerate(self.members):
            for key in ("role", "base", "photo_alt", "photo_credit"):
                if text := getattr(member, key):
                    yield ("members", number, key), text


class Priority(Facts):
    """A priority of the Wikimedia Foundation. These pages are the only list of priorities."""

    folder = "priorities"

    name: Name
    """The name in the plan."""
    order: int = Field(ge=1)
    """The position in the list of the plan, counted from 1."""
    goal: Sentence
    """The goal, in one sentence."""
    framework: Name
    """The plan that contains the priority, and the years of the plan, as in `2019 to 2023`."""
    source: Source
    """The plan on the web."""

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        yield ("name",), self.name
        yield ("goal",), self.goal
        yield ("framework",), self.framework


class Announcement(Facts):
    """News about partnerships or the team. The heading of the page is the title."""

    folder = "announcements"

    date: PartialDate
    """The date of the news; the month or the year if the day is not known."""
    kind: Literal["blog-post", "team-news", "event", "report"]
    """The type of news."""
    summary: Sentence
    """The news in one sentence."""
    link: Address | None = None
    """The web address of the original announcement."""
    partners: tuple[Name, ...] = ()
    """The ids of the partners that the news is about."""
    priorities: tuple[Name, ...] = ()
    """The ids of the priorities that the announcement names."""
    units: tuple[Name, ...] = ()
    """The ids of the team units that the news is about."""
    updated: Annotated[PartialDate, not_before("date", as_precise=True)] | None = None
    """The date of the last change that matters to readers."""
    pinned: Flag = False
    """Whether the announcement is first on the page of announcements. Feeds ignore this key."""
    banner: Flag = Field(default=False, exclude=True)  # not a fact, so not exported
    """Whether the announcement is above every page. Only the newest one with this key is."""
    draft: Flag = Field(default=False, exclude=True)
    """Whether the announcement is not yet part of the site. Only `make live` shows drafts."""
    id: Id | None = None
    """The id in feeds, if it is not the name of the file. New pages do not need this key: use `formerly`."""

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        yield ("summary",), self.summary

    def references(self) -> Iterator[tuple[str, str, KeyPath]]:
        for key, kind in (("partners", "partner"), ("priorities", "priority"), ("units", "unit")):
            for number, id in enumerate(getattr(self, key)):
                yield kind, id, (key, number)


KINDS: Mapping[str, type[Facts]] = {
    "partner": Partner,
    "unit": Unit,
    "priority": Priority,
    "announcement": Announcement,
}
KIND_BY_FOLDER: Mapping[str, str] = {facts.folder: kind for kind, facts in KINDS.items()}


PARTS: Mapping[str, type[StrictModel]] = {  # by the key that holds one or several of them
    "members": Member,
    "alignment": Alignment,
    "results": Result,
    "sources": Source,
    "source": Source,
    "page": WikiPage,
}


class Options(StrictModel):
    """Sphinx's own options of a page, which are allowed beside the facts."""

    orphan: Flag = False
    """Whether the page is left out of all tables of contents on purpose."""
    nosearch: Flag = False
    """Whether the search leaves out the page."""
    tocdepth: int | None = Field(default=None, ge=1)
    """The number of heading levels in the table of contents of the page."""
