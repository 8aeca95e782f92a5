"""What a page may state: every key of every kind, written once.

The checker, the JSON Schema of the exports and the reference in `about/` derive from these classes. Values
are parsed here once into frozen objects and never checked again. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from partnerships_data.pages.field_types import (
    Address,
    Id,
    Item,
    MetaPage,
    Name,
    PartialDate,
    Photo,
    Region,
    Sentence,
    described,
    not_before,
)
from partnerships_data.pages.front_matter import Path


class Facts(BaseModel):
    """What all kinds have in common: closed, frozen, and without guesses."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    folder: ClassVar[str]
    """The folder whose pages are of this kind."""

    formerly: tuple[Id, ...] = ()
    """The names that the page's file had before, the oldest first: old addresses lead here, feed ids stay."""

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield from ()

    def references(self) -> Iterator[tuple[str, str, Path]]:
        """Yield kind, id and path of each page that these facts point to."""
        yield from ()


class Partner(Facts):
    """An organization that the Wikimedia Foundation works with."""

    folder = "partners"

    name: Name
    """The name by which readers know it."""
    kind: Literal["company", "nonprofit", "association", "intergovernmental", "community"]
    """What sort of organization it is."""
    unit: Name
    """The team unit that coordinates the partnership: the name of its page in `team/`."""
    since: PartialDate | None = None
    """When the partnership began; leave it out if nobody knows."""
    until: Annotated[PartialDate, not_before("since")] | None = None
    """When it ended; only for partnerships that have ended."""
    regions: tuple[Region, ...] = ()
    """Where the partnership is at work."""
    website: Address | None = None
    """The partner's own site."""
    wikidata: Item | None = None
    """The partner's item on Wikidata."""
    page: MetaPage | None = None
    """The partnership's page on Meta-Wiki: its address, or the word `forthcoming`."""
    alignment: dict[Name, Sentence] = Field(default_factory=dict)
    """The priorities that the partnership serves: for each, the reason in one sentence of inline Markdown."""
    sources: tuple[Address, ...] = ()
    """Where the facts come from."""
    reviewed: PartialDate | None = None
    """When somebody last checked this page against its sources."""

    @property
    def ended(self) -> bool:
        """Whether the partnership is over. No clock is asked: `until` is written when it has ended."""
        return self.until is not None

    @property
    def status(self) -> str:
        """One word for the same, by which lists are restricted."""
        return "ended" if self.ended else "active"

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield ("name",), self.name
        for priority, reason in self.alignment.items():
            yield ("alignment", priority), reason

    def references(self) -> Iterator[tuple[str, str, Path]]:
        """Yield the unit and the priorities."""
        yield "unit", self.unit, ("unit",)
        for priority in self.alignment:
            yield "priority", priority, ("alignment", priority)


class Member(BaseModel):
    """A person in a team unit."""

    model_config = Facts.model_config

    name: Name
    """The person's name."""
    role: Name
    """What the person does."""
    base: Name | None = None
    """The city and country where the person works."""
    regions: tuple[Region, ...] = ()
    """The regions that the person is responsible for."""
    joined: PartialDate | None = None
    """When the person joined the unit."""
    left: Annotated[PartialDate, not_before("joined")] | None = None
    """When the person left it."""
    photo_alt: Name | None = None
    """What the photo shows, for those who cannot see it."""
    photo_credit: Name | None = None
    """Who took the photo, and its licence."""
    photo: Annotated[Photo, AfterValidator(described)] | None = None
    """A file in `_static/photos/`; it needs `photo_alt` and `photo_credit` too."""


class Unit(Facts):
    """A part of the Partnerships team."""

    folder = "team"

    name: Name
    """The unit's name."""
    focus: Sentence
    """What the unit works on, in one sentence."""
    members: tuple[Member, ...] = ()
    """Its people."""

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield ("name",), self.name
        yield ("focus",), self.focus
        for number, member in enumerate(self.members):
            yield ("members", number, "role"), member.role
            for key in ("base", "photo_alt", "photo_credit"):
                if text := getattr(member, key):
                    yield ("members", number, key), text


class Priority(Facts):
    """One of the areas that the Foundation's plan puts first. These pages are the only list of them."""

    folder = "priorities"

    name: Name
    """The name as the plan gives it."""
    order: int = Field(ge=1)
    """Its place in the plan's own list, from 1."""
    goal: Sentence
    """What it aims at, in one sentence."""
    framework: Name
    """The plan that it belongs to, and the plan's years."""
    source: Address
    """Where the plan says so."""

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield ("name",), self.name
        yield ("goal",), self.goal
        yield ("framework",), self.framework


class Announcement(Facts):
    """A piece of news about partnerships or the team. Its title is the page's heading."""

    folder = "announcements"

    date: PartialDate
    """The day of the news, or its month or year if the day is not known."""
    kind: Literal["blog-post", "team-news", "event", "report"]
    """What sort of news it is."""
    summary: Sentence
    """What happened, in one sentence."""
    link: Address | None = None
    """Where it was announced."""
    partners: tuple[Name, ...] = ()
    """The partners it is about."""
    priorities: tuple[Name, ...] = ()
    """The priorities it is about; by default those of its partners."""
    units: tuple[Name, ...] = ()
    """The team units it is about."""
    updated: Annotated[PartialDate, not_before("date")] | None = None
    """When this page last changed in a way that its readers should be told of."""
    pinned: bool = False
    """Shown first on the page of announcements; feeds know no pins."""
    banner: bool = Field(default=False, exclude=True)  # how the site shows it is no fact for its files
    """Shown above every page; the newest announcement with this key."""
    draft: bool = Field(default=False, exclude=True)
    """Not yet part of the site: only `make live` shows it."""
    id: Id | None = None
    """The name by which feed readers know it; set it to the old file name when you rename the file."""

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield each text that a translation may replace, with its path."""
        yield ("summary",), self.summary

    def references(self) -> Iterator[tuple[str, str, Path]]:
        """Yield what the announcement is about."""
        for key, kind in (("partners", "partner"), ("priorities", "priority"), ("units", "unit")):
            for number, each in enumerate(getattr(self, key)):
                yield kind, each, (key, number)


KINDS: Mapping[str, type[Facts]] = {
    "partner": Partner,
    "unit": Unit,
    "priority": Priority,
    "announcement": Announcement,
}
KIND_BY_FOLDER: Mapping[str, str] = {facts.folder: kind for kind, facts in KINDS.items()}


class Options(BaseModel):
    """Options of a page that Sphinx itself defines, allowed beside the facts."""

    model_config = Facts.model_config

    orphan: bool = False
    """The page is in no table of contents, on purpose."""
    nosearch: bool = False
    """The search does not find the page."""
    tocdepth: int | None = Field(default=None, ge=1)
    """How many levels of headings the page's own table of contents shows."""


def replaced(value: Any, path: Path, text: str) -> Any:
    """Return `value`, facts or a part of them, with the text at `path` replaced."""
    if not path:
        return text
    head, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        return value.model_copy(update={str(head): replaced(getattr(value, str(head)), rest, text)})
    if isinstance(value, dict):
        return {**value, head: replaced(value[head], rest, text)}
    return tuple(replaced(item, rest, text) if n == head else item for n, item in enumerate(value))
