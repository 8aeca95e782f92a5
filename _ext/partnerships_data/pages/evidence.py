"""Where facts can be checked: sources, and the facts that have sources of their own."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from diagnostics.codes import Code
from partnerships_data.pages.field_types import (
    Address,
    Flag,
    MetaPage,
    Name,
    PartialDate,
    Period,
    Sentence,
    requires,
    value_error,
)


class StrictModel(BaseModel):
    """Values that do not change. Unknown keys are errors; readers see the docstrings of attributes."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)


class ShortFormModel(StrictModel):
    """Keys that may also be written as one text: the value of the first key."""

    @classmethod
    def _first_key(cls) -> str:
        return next(iter(cls.model_fields))

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        if isinstance(value, list):
            text = f'this is a list; write one text, or a block with the line "{cls._first_key()}: …"'
            raise value_error(Code.WRONG_TYPE, text)
        return {cls._first_key(): value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of both forms. In exports, there are only the keys."""
        schema = handler(core)
        if handler.mode == "serialization":
            return schema
        text = handler.resolve_ref_schema(schema)["properties"][cls._first_key()]
        text = {key: value for key, value in text.items() if key not in ("title", "description")}
        return {"anyOf": [text, schema]}


class Source(ShortFormModel):
    """A web page on which a fact can be checked."""

    url: Address
    """Its web address."""
    title: Name | None = None
    """The title of the web page."""
    read: PartialDate | None = None
    """The date on which a person last compared the web page with the facts."""
    archived: Address | None = None
    """The web address of an archived copy."""

    @property
    def name(self) -> str:
        """The title, or the name of the website."""
        return self.title or urlsplit(self.url).netloc.removeprefix("www.")


class WikiPage(ShortFormModel):
    """The page about a partnership on Meta-Wiki."""

    url: MetaPage
    """Its web address, or the word `forthcoming`."""
    title: Name | None = None
    """What the page is, if it is not a partnership page: a plan, for example."""


class Alignment(ShortFormModel):
    """The reason why a partnership supports a priority, and who says so."""

    reason: Sentence
    """The reason, in one sentence of inline Markdown."""
    sources: tuple[Source, ...] = ()
    """The sources of this alignment."""
    basis: Annotated[Literal["stated", "inferred"], requires("sources", when="stated")] = "inferred"
    """`stated` if one of these sources says that the partnership supports the priority. The default is
    `inferred`: the editors of this site understand the facts in this way."""


class Result(StrictModel):
    """A result of a partnership that can be counted."""

    figure: int = Field(ge=1, le=10**15)  # so that every program can read it exactly
    """The number, in digits only."""
    what: Name
    """What the number counts, such as `customers trained`."""
    at_least: Flag = False
    """Whether the source gives the number as a minimum, as in “more than 250,000”."""
    where: Name | None = None
    """The place that the number is about, if it is not the whole world."""
    period: Period | None = None
    """The time that the number is about: a date, or two with a slash, as in `2019-12-10/2020-01-30`."""
    source: Source
    """The source of the number."""
    basis: Literal["documented", "reported"] = "reported"
    """`documented` if the source is the original record of the number, such as the report of a campaign;
    `reported`, the default, if the source repeats a number from elsewhere."""
