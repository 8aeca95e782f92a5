"""YAML without its traps: a block of plain texts, lists and mappings, with a position for each value.

Anchors, aliases, tags, repeated keys and null are errors. Types are not guessed: a scalar stays the text that
was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from diagnostics.codes import Code
from diagnostics.positions import Position
from diagnostics.problem import quoted
from page_source.block import Block, KeyPath, PageError, Tree, TypedText
from page_source.markup_slips import value_slips
from page_source.yaml_lines import HASH, QUOTE_ADVICE

Event = Any  # of PyYAML, whose types do not say that each event has a position

MAX_NESTING = 6  # levels of keys and lists
MAX_ITEMS = 200  # items of a list, keys of a mapping
# Errors of PyYAML whose context, not whose own position, is where the unfinished value begins.
UNFINISHED = ("could not find expected ':'", "did not find expected ','", "found unexpected end of stream")
# PyYAML 6.0.4 has a limit of its own. It looks ahead of its events, so our limit was exceeded before.
PYYAML_NESTING_ERROR = "exceeded maximum nesting depth"
CANNOT_BE_READ = 'this line cannot be read; type "key: value", with two spaces before each level'
BACKSLASH = r'a "\" is special between double quotes; type "\\"'
COMMENT = re.compile(r"[ \t]+#")
NULLS = frozenset({"~", "null", "Null", "NULL"})


def read_yaml(text: str) -> tuple[Block, PageError | None]:
    """Return the values of a text, and the error that stopped the reading."""
    block = Block(text=text)
    events = yaml.parse(text, Loader=yaml.CBaseLoader)
    try:
        documents = [
            _value(event, events, (), block) for event in events if isinstance(event, yaml.NodeEvent)
        ]
    except PageError as error:
        return block, error
    except yaml.MarkedYAMLError as error:
        if error.problem == PYYAML_NESTING_ERROR and error.problem_mark:
            return read_yaml(text[: error.problem_mark.index])
        return block, _yaml_error(error, text)
    match documents:
        case []:
            return block, None
        case [dict(values)]:
            block.values.update(values)
            return block, None
        case _:
            message = 'the front matter is not a block of keys; write "key: value" lines'
            return Block(is_complete=False, errors=[PageError(Code.BAD_YAML, message, (2, 1))]), None


def _yaml_error(error: yaml.MarkedYAMLError, text: str) -> PageError:
    """Return an error of PyYAML in the words of contributors."""
    problem = str(error.problem)
    mark = error.context_mark if problem.startswith(UNFINISHED) else error.problem_mark
    if mark is None:
        return PageError(Code.BAD_YAML, CANNOT_BE_READ, (2, 1))
    line = min(mark.line, text.count("\n"))
    message = BACKSLASH if "escape" in problem else CANNOT_BE_READ
    return PageError(Code.BAD_YAML, message, (line + 2, mark.column + 1))


def _position(event: Event) -> Position:
    return event.start_mark.line + 2, event.start_mark.column + 1  # line 1 is the opening fence


def _value(event: Event, events: Iterator[Event], path: KeyPath, block: Block) -> Tree:
    """Return the value that begins with `event`, and consume the `events` that belong to it."""
    position = block.positions[path] = _position(event)
    if event.anchor is not None:  # of an alias, too
        message = f"anchors and aliases are not allowed; {QUOTE_ADVICE}"
        raise PageError(Code.FORBIDDEN_YAML, message, position)
    if event.tag is not None:
        message = f"tags are not allowed; {QUOTE_ADVICE}"
        raise PageError(Code.FORBIDDEN_YAML, message, position)
    if isinstance(event, yaml.ScalarEvent):
        _check_scalar(event, path, block)
        return str(event.value)
    if len(path) >= MAX_NESTING:
        message = "values are nested too deeply here; remove the inner levels"
        raise PageError(Code.FORBIDDEN_YAML, message, position)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, path, block)
    return _mapping(events, path, block)


def _check_scalar(event: Event, path: KeyPath, block: Block) -> None:
    """Report null, and a text without quotes that ends at a comment; note a text over several lines."""
    value, is_plain = event.value, event.implicit[0]
    if is_plain and value in NULLS:
        message = f'"{value}" is not a value; write one, or delete the line'
        block.errors.append(PageError(Code.EMPTY_VALUE, message, _position(event)))
    end = event.end_mark
    if is_plain and (comment := COMMENT.match(block.text, end.index)):
        position = end.line + 2, end.column + len(comment[0])
        block.errors.append(PageError(Code.BAD_YAML, HASH, position))
    if end.line > event.start_mark.line:
        block.texts[path] = _typed_text(event, block)


def _typed_text(event: Event, block: Block) -> TypedText:
    """Return a text over several lines as it was typed, and report the slips below its first line."""
    first, *others = block.text[event.start_mark.index : event.end_mark.index].split("\n")
    for number, line in enumerate(others[:MAX_ITEMS], event.start_mark.line + 3):
        text = line.strip()
        for slip in value_slips(text):
            position = number, line.index(text) + slip.position[1]
            block.errors.append(PageError(slip.code, slip.text, position))
    is_block = event.style in ("|", ">")  # whose first line has no text
    lines = others if is_block else [first, *others]
    typed = "\n".join(line.strip() for line in lines).strip()
    return _position(event)[0] + is_block, typed.strip(event.style) if event.style in ("'", '"') else typed


def _list(events: Iterator[Event], path: KeyPath, block: Block) -> list[Tree]:
    items: list[Tree] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        item_path = (*path, len(items))
        _check_count(len(items), event)
        block.keys[item_path] = _position(event)
        items.append(_value(event, events, item_path, block))
    return items


def _mapping(events: Iterator[Event], path: KeyPath, block: Block) -> dict[str, Tree]:
    mapping: dict[str, Tree] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            message = "this key is not a single word; type one word and a colon"
            raise PageError(Code.BAD_YAML, message, _position(event))
        key = str(event.value)
        key_path = (*path, key)
        _check_count(len(mapping) + len(block.errors), event)
        if key_path in block.keys:
            message = f"key {quoted(key)} is already on line {block.keys[key_path][0]}; delete one of the two"
            block.errors.append(PageError(Code.DUPLICATE_KEY, message, _position(event)))
            _value(next(events), events, key_path, Block())
            continue
        block.keys[key_path] = _position(event)
        mapping[key] = _value(next(events), events, key_path, block)
    return mapping


def _check_count(count: int, event: Event) -> None:
    """Raise an error if a list or a mapping has `count` items already, and that is the limit."""
    if count >= MAX_ITEMS:
        message = f"too many items; delete this one and those after it: at most {MAX_ITEMS} are allowed"
        raise PageError(Code.TOO_LONG, message, _position(event))
