"""The second step of reading a page: texts become a model, or messages in the words of contributors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean, nearest, quoted
from page_source.block import Block, KeyPath, PageError
from page_source.corrections import shape_problem
from page_source.yaml_keys import missing_colon, missing_space
from partnerships_data.pages.field_types import MISSING_VALUE
from partnerships_data.pages.models import KINDS, PARTS, Options

CODES: Mapping[str, Code] = {code.value: code for code in Code}
WRONG_TYPE = {  # by pydantic's name of the error
    "literal_error": "this is a list or a block; write one word instead",
    "enum": "this is a list or a block; write one word instead",
    "string_type": "this is a list or a block; write one text instead",
    "tuple_type": "this is not a list; write one, such as [one, two]",
    "dict_type": 'this is not a block of keys; write "key: value" lines instead',
    "model_type": 'this is not a block of keys; write "key: value" lines instead',
    "int_parsing": "this is not a whole number; type it in digits only, such as 1",
    "int_parsing_size": "this number is too large; write a smaller one",
    "int_type": "this is not a whole number; write one, such as 1",
    "less_than_equal": "this number is too large; write a smaller one",
    "greater_than_equal": "this number is too small; write 1 or more",
    "bool_type": "this is a list or a block; write true or false instead",
}
M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], values: object, path: KeyPath, block: Block) -> tuple[M | None, list[PageError]]:
    """Return the values at `path` of a block as a `model`, or all their errors."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    mistyped = {_intended_key(detail, model) for detail in details if detail["type"] == "extra_forbidden"}
    # A mistyped key is one mistake: the key that it should be is not reported as missing.
    reported = [detail for detail in details if detail["type"] != "missing" or detail["loc"] not in mistyped]
    return None, [_error(detail, model, path, block) for detail in reported]


def _intended_key(detail: ErrorDetails, model: type[BaseModel]) -> tuple[int | str | None, ...]:
    """Return the path of the known key that is most like an unknown one."""
    loc = detail["loc"]
    return (*loc[:-1], nearest(re.split("[: ;=]", str(loc[-1]))[0], _known_keys(model, loc)))


def _known_keys(model: type[BaseModel], loc: KeyPath) -> set[str]:
    """Return the keys that a `model` allows beside the one at `loc`."""
    part = next((PARTS[str(key)] for key in reversed(loc[:-1]) if key in PARTS), model)
    return {*part.model_fields, *(KINDS if model is Options else ())}


def _error(detail: ErrorDetails, model: type[BaseModel], path: KeyPath, block: Block) -> PageError:
    """Return an error of pydantic as a message with its position."""
    is_key = detail["loc"][-1:] == ("[key]",)
    loc = detail["loc"][:-1] if is_key else detail["loc"]
    path = (*path, *loc)
    if detail["type"] == "missing":
        text = f'missing key "{path[-1]}"; add a line "{path[-1]}: …" below this one'
        return PageError(Code.MISSING_KEY, text, block.keys[path[:-1]])
    if detail["type"] == "extra_forbidden":
        key, known = str(path[-1]), _known_keys(model, loc)
        if problem := missing_space(key) or missing_colon(key, known):
            return PageError(Code.BAD_YAML, problem, block.keys[path])
        # A key at the top may be a fact that is not indented.
        advice = "indent it, delete it, or use one of" if model is Options else "delete it, or use one of"
        text = f"unknown key {quoted(key)}{did_you_mean(key, known, advice)}"
        return PageError(Code.UNKNOWN_KEY, text, block.keys[path])
    code, text = _value_error(detail, path)
    if path not in block.positions:  # the short form of a part: its first key was not typed
        path = path[:-1]
    return PageError(code, text, block.keys[path] if is_key else block.positions[path])


def _value_error(detail: ErrorDetails, path: KeyPath) -> tuple[Code, str]:
    """Return code and text of the message about an invalid value."""
    error_type, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if value == "":
        return Code.EMPTY_VALUE, MISSING_VALUE
    if error_type in CODES:
        return CODES[error_type], detail["msg"]
    if error_type in ("literal_error", "enum") and isinstance(value, str):
        known = set(re.findall(r"'([^']+)'", context["expected"]))
        key = next(part for part in reversed(path) if isinstance(part, str))
        return Code.UNKNOWN_VALUE, f'{quoted(value)} is not a value of "{key}"{did_you_mean(value, known)}'
    if error_type == "string_too_long":
        text = f"this text has {len(str(value))} characters; shorten it to at most {context['max_length']}"
        return Code.TOO_LONG, text
    if error_type in ("tuple_type", "model_type", "dict_type"):
        shape = shape_problem(value, str(path[-1]), error_type == "tuple_type")
        return Code.WRONG_TYPE, shape or WRONG_TYPE[error_type]
    return Code.WRONG_TYPE, WRONG_TYPE.get(error_type, detail["msg"])
