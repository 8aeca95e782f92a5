"""The kinds of values that facts are made of, and what is refused in each. Pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from diagnostics.codes import Code
from diagnostics.problem import quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden, is_web_url

DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
ID = r"[a-z0-9][a-z0-9-]*"
ITEM = r"Q[1-9][0-9]*"
PHOTO = r"[a-z0-9][a-z0-9-]*\.(jpg|png|webp)"


def _refuse(code: Code, text: str) -> PydanticCustomError:
    # Not a template: a brace in what was typed must stay a brace.
    return PydanticCustomError(code.value, "{text}", {"text": text})


def _text(value: object) -> object:
    """Fold white space; refuse what no reader can see."""
    if not isinstance(value, str):
        return value
    if found := FORBIDDEN.search(value):
        raise _refuse(Code.BAD_CHARACTER, forbidden(found[0]))
    folded = " ".join(value.split())
    if not folded:
        raise _refuse(Code.EMPTY_VALUE, "there is no value here; write one, or delete the line")
    return folded


def _address(value: str) -> str:
    if not is_web_url(value):
        raise _refuse(
            Code.BAD_ADDRESS, f'{quoted(value)} is no web address; type one that begins with "https://"'
        )
    return value


def _date(value: str) -> str:
    """Keep a date as precise as it is known: its text sorts at the start of its period."""
    try:
        if not re.fullmatch(DATE, value, re.ASCII):
            raise ValueError
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        message = f"{quoted(value)} is no date; type it as 2026-11-23, or 2026-11, or 2026"
        raise _refuse(Code.BAD_DATE, message) from None
    return value


def _page(value: str) -> str:
    return value if value == "forthcoming" else _address(value)


def _shape(pattern: str, hint: str) -> AfterValidator:
    """Return a check that a text matches `pattern`, of which `hint` tells people."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise _refuse(Code.WRONG_TYPE, f"{quoted(value)} does not fit here; {hint}")
        return value

    return AfterValidator(check)


def not_before(start: str) -> AfterValidator:
    """Return a check that a date does not lie before the one under the key `start`."""

    def check(value: str, info: ValidationInfo) -> str:
        begun = info.data.get(start)
        if begun and value < begun[: len(value)]:
            message = f'"{value}" lies before "{start}: {begun}"; one of the two is wrong'
            raise _refuse(Code.BAD_DATE, message)
        return value

    return AfterValidator(check)


def described(value: str, info: ValidationInfo) -> str:
    """Refuse a photo without a description and a credit."""
    for key in ("photo_alt", "photo_credit"):
        if not info.data.get(key):
            raise _refuse(Code.MISSING_PHOTO, f'a photo needs the key "{key}" beside it')
    return value


Name = Annotated[str, Field(max_length=200), BeforeValidator(_text)]
Sentence = Annotated[str, Field(max_length=500), BeforeValidator(_text)]
Address = Annotated[
    str,
    Field(max_length=2000, json_schema_extra={"format": "uri"}),
    BeforeValidator(_text),
    AfterValidator(_address),
]
PartialDate = Annotated[
    str, Field(json_schema_extra={"pattern": f"^{DATE}$"}), BeforeValidator(_text), AfterValidator(_date)
]
MetaPage = Annotated[str, BeforeValidator(_text), AfterValidator(_page)]
Photo = Annotated[
    Name, _shape(PHOTO, "type the name of a file in _static/photos, such as maryana-pinchuk.jpg")
]
Item = Annotated[Name, _shape(ITEM, "a Wikidata item is a Q and a number, such as Q95")]
Id = Annotated[Name, _shape(ID, "an id has small letters a to z, digits and hyphens only")]


class Region(StrEnum):
    """The Wikimedia regions, https://meta.wikimedia.org/wiki/Wikimedia_regions, and the whole world."""

    WORLDWIDE = "worldwide"
    EAST_ASIA = "east-southeast-asia-pacific"
    SOUTH_ASIA = "south-asia"
    MIDDLE_EAST = "middle-east-north-africa"
    SUB_SAHARAN_AFRICA = "sub-saharan-africa"
    EASTERN_EUROPE = "central-eastern-europe-central-asia"
    WESTERN_EUROPE = "northern-western-europe"
    LATIN_AMERICA = "latin-america-caribbean"
    NORTH_AMERICA = "north-america"
