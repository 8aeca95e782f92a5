"""The types of the values in front matter, and what is an error in each."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from diagnostics.codes import Code
from diagnostics.problem import quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden, is_web_url
from page_source.corrections import corrected_date, corrected_item, corrected_url
from page_source.file_names import ID
from page_source.invisible import INVISIBLE

DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
WIKIDATA_ITEM = r"Q[1-9][0-9]*"
PHOTO = r"[a-z0-9][a-z0-9-]*\.(jpg|png|webp)"
PHOTOS = "_static/photos"  # the folder of photos
FLAGS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
META_PAGE = re.compile(r"https://(meta\.(m\.)?wikimedia\.org|w\.wiki)/")
MISSING_VALUE = "missing value; write one, or delete the line"


def value_error(code: Code, text: str) -> PydanticCustomError:
    """Return the error of a value, for validators to raise."""
    # The text is not the template: a brace in a value must stay a brace.
    return PydanticCustomError(code.value, "{text}", {"text": text})


def _clean_text(value: object) -> object:
    """Collapse white space; refuse forbidden characters and empty texts."""
    if not isinstance(value, str):
        return value
    if found := FORBIDDEN.search(value) or INVISIBLE.search(value):
        raise value_error(Code.BAD_CHARACTER, forbidden(found[0]))
    text = " ".join(value.split())
    if not text:
        raise value_error(Code.EMPTY_VALUE, MISSING_VALUE)
    return text


def _check_url(value: str) -> str:
    if not is_web_url(value):
        meant = corrected_url(value) or 'one that begins with "https://"'
        text = f"{quoted(value)} is not a web address; type {meant}"
        raise value_error(Code.BAD_ADDRESS, text)
    return value


def first_day(date: str) -> str:
    """Return the first day of a year or month; a day as it is."""
    return date + "-01-01"[len(date) - 4 :]


def _check_date(value: str) -> str:
    """Check a date; it stays as precise as it was typed, and its text sorts at the start of its period."""
    try:
        if not re.fullmatch(DATE, value, re.ASCII):
            raise ValueError
        date.fromisoformat(first_day(value))
    except ValueError:
        meant = corrected_date(value) or "it as 2026-11-23, 2026-11 or 2026"
        text = f"{quoted(value)} is not a date; type {meant}"
        raise value_error(Code.BAD_DATE, text) from None
    return value


def _check_period(value: str) -> str:
    """Check a date, or two dates with a slash between them (ISO 8601)."""
    start, slash, end = value.partition("/")
    _check_date(start)
    if slash and _check_date(end) < start[: len(end)]:
        raise value_error(Code.BAD_DATE, f'"{end}" is before "{start}"; type the earlier date first')
    return value


def _check_meta_page(value: str) -> str:
    if value != "forthcoming" and value.casefold() == "forthcoming":
        raise value_error(Code.BAD_ADDRESS, f'{quoted(value)} is not a value of "page"; type forthcoming')
    if value != "forthcoming" and not META_PAGE.match(_check_url(value)):
        text = f'{quoted(value)} is not on Meta-Wiki; type an address there, or put this one under "sources"'
        raise value_error(Code.BAD_ADDRESS, text)
    return value


def _check_item(value: str) -> str:
    if not re.fullmatch(WIKIDATA_ITEM, value, re.ASCII):
        meant = corrected_item(value) or "a Q and a number, such as Q95"
        raise value_error(Code.WRONG_TYPE, f"{quoted(value)} is not a Wikidata item; type {meant}")
    return value


def _check_flag(value: object) -> object:
    if isinstance(value, str) and value not in ("", "true", "false"):
        meant = FLAGS.get(value.casefold(), "true or false")
        raise value_error(Code.WRONG_TYPE, f"{quoted(value)} is not allowed here; type {meant}")
    return value


def _takes(words: str, **keywords: str) -> Any:
    """Return the part of a JSON Schema that says what a type takes, in inline Markdown."""
    return Field(json_schema_extra={"$comment": words, **keywords})


def _matches(pattern: str, noun: str, advice: str) -> AfterValidator:
    """Return a check that a text matches `pattern`.

    :param noun: what the text should be, for the message
    """

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise value_error(Code.WRONG_TYPE, f"{quoted(value)} is not {noun}; {advice}")
        return value

    return AfterValidator(check)


def not_before(start: str, as_precise: bool = False) -> AfterValidator:
    """Return a check that a date is not before, or less precise than, the one under the key `start`."""

    def check(value: str, info: ValidationInfo) -> str:
        started = info.data.get(start)
        if started and value < (started if as_precise else started[: len(value)]):
            is_less_precise = started.startswith(value)
            problem = "less precise than" if is_less_precise else "before"
            text = f'"{value}" is {problem} "{start}: {started}"; correct one of the two'
            raise value_error(Code.BAD_DATE, text)
        return value

    return AfterValidator(check)


def requires(*keys: str, when: str = "", code: Code = Code.MISSING_KEY) -> AfterValidator:
    """Return a check that other keys are beside any value, or beside the value `when`."""

    def check(value: str, info: ValidationInfo) -> str:
        for key in keys if value == (when or value) else ():
            if key in info.data and not info.data[key]:
                text = f'{quoted(value)} needs the key "{key}"; add a line "{key}: …"'
                raise value_error(code, text)
        return value

    return AfterValidator(check)


Name = Annotated[str, Field(max_length=200), BeforeValidator(_clean_text)]
Sentence = Annotated[str, Field(max_length=500), BeforeValidator(_clean_text)]
Address = Annotated[
    str,
    Field(max_length=2000),
    _takes("an address that begins with `https://`", format="uri"),
    BeforeValidator(_clean_text),
    AfterValidator(_check_url),
]
PartialDate = Annotated[
    str,
    _takes("a date: `2026-11-23`, or `2026-11`, or `2026`", pattern=f"^{DATE}$"),
    BeforeValidator(_clean_text),
    AfterValidator(_check_date),
]
MetaPage = Annotated[
    str,
    _takes("`forthcoming`, or an address that begins with `https://meta.wikimedia.org/wiki/`"),
    BeforeValidator(_clean_text),
    AfterValidator(_check_meta_page),
]
Period = Annotated[
    str,
    _takes("a date, or two with a slash between them: `2019/2021-06`"),
    BeforeValidator(_clean_text),
    AfterValidator(_check_period),
]
Flag = Annotated[bool, _takes("`true` or `false`"), BeforeValidator(_check_flag)]
Photo = Annotated[
    Name,
    _takes("the name of a file in `_static/photos`, such as `maryana-pinchuk.jpg`"),
    _matches(PHOTO, "a photo", "type the name of a file in _static/photos, such as maryana-pinchuk.jpg"),
]
Item = Annotated[Name, _takes("a Wikidata item, such as `Q95`"), AfterValidator(_check_item)]
Id = Annotated[
    Name,
    _takes("an id, such as `creative-commons`"),
    _matches(ID, "an id", "use lowercase letters a to z, digits and hyphens only"),
]


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
