"""The first step of reading a page: its front matter becomes texts with positions.

What YAML could do without the editor's knowledge is an error here: anchors, aliases, tags, repeated keys and
guesses about types (a scalar stays the text that was typed). No other reader of front matter sees the block,
because `split` returns the page with blank lines instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from diagnostics.codes import Code
from diagnostics.positions import Position, position_at
from diagnostics.problem import quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden

Tree = str | list["Tree"] | dict[str, "Tree"]
KeyPath = tuple[str | int, ...]  # to a value: ("alignment", "thriving-movement"), ("members", 0, "role")
Event = Any  # of PyYAML, whose types do not say that each event has a position

MAX_NESTING = 6  # levels of keys and lists
MAX_ITEMS = 200  # items of a list, keys of a mapping
MAX_LENGTH = 50_000  # characters; the page of a unit with a hundred people has fewer
FENCES = ("---", "...")
# Errors of PyYAML whose context, not whose own position, is where the unfinished value begins.
UNFINISHED = ("could not find expected ':'", "did not find expected ','", "found unexpected end of stream")
# PyYAML 6.0.4 has a limit of its own. It looks ahead of its events, so our limit was exceeded before.
PYYAML_NESTING_ERROR = "exceeded maximum nesting depth"
YAML_ADVICE = "put a text with a colon or a quote in it between double quotes"


class FrontMatterError(Exception):
    """An error in the front matter: its code, the text of its message and its position in the page."""

    def __init__(self, code: Code, text: str, position: Position) -> None:
        super().__init__(text)
        self.code, self.text, self.position = code, text, position


@dataclass(frozen=True, slots=True)
class Block:
    """The values of a front matter block, their positions, and the errors that did not stop the reading."""

    values: dict[str, Tree] = field(default_factory=dict)
    keys: dict[KeyPath, Position] = field(default_factory=dict)  # of each key, and of each item of a list
    positions: dict[KeyPath, Position] = field(default_factory=dict)  # of each value
    errors: list[FrontMatterError] = field(default_factory=list)


def split(text: str) -> tuple[str | None, str, FrontMatterError | None]:
    """Return the front matter without its fences, the page with blank lines in its place, and an error.

    Whatever a reader of Markdown could take for front matter is blanked, also if it is an error.
    """
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("%")), 0)
    if not lines[first].lstrip("\ufeff \t").startswith("---"):
        return None, text, None
    end = next((n for n in range(first + 1, len(lines)) if lines[n].startswith(FENCES)), None)
    error = _fence_error(lines, first, end)
    if error is None and end is not None:
        return "\n".join(lines[1:end]), _blanked(lines, end), None
    # Blank everything above the title, which cannot be a fact; without a title, up to the last fence.
    title = next((n for n in range(end or first + 1, len(lines)) if lines[n].startswith("# ")), len(lines))
    fences = [n for n in range(first + 1, title) if lines[n].startswith(FENCES)]
    return None, _blanked(lines, fences[-1] if fences else title - 1), error


def _fence_error(lines: list[str], first: int, end: int | None) -> FrontMatterError | None:
    """Return what is wrong with the line `first`, which opens front matter, or the line `end`."""
    if first != 0 or lines[first].rstrip() != "---":
        text = 'front matter must begin on line 1; type a line of exactly "---" there'
        return FrontMatterError(Code.MISPLACED_FRONT_MATTER, text, (first + 1, 1))
    if end is None:
        text = 'this front matter does not end; type a line of exactly "---" below it'
        return FrontMatterError(Code.UNCLOSED_FRONT_MATTER, text, (1, 1))
    if lines[end].rstrip() != "---":
        text = f'"{lines[end].strip()[:40]}" does not end the front matter; type exactly "---"'
        return FrontMatterError(Code.UNCLOSED_FRONT_MATTER, text, (end + 1, 1))
    return None


def _blanked(lines: list[str], end: int) -> str:
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


def parse(text: str) -> Block:
    """Return the values of a block.

    :raises FrontMatterError: if it is not one plain mapping of texts, lists and mappings
    """
    if len(text) > MAX_LENGTH:
        message = f"this front matter has {len(text)} characters; shorten it to at most {MAX_LENGTH}"
        raise FrontMatterError(Code.TOO_LONG, message, (1, 1))
    if found := FORBIDDEN.search(text):
        raise FrontMatterError(Code.BAD_CHARACTER, forbidden(found[0]), position_at(text, found.start(), 2))
    block = Block()
    events = yaml.parse(text, Loader=yaml.CBaseLoader)
    try:
        documents = [
            _value(event, events, (), block) for event in events if isinstance(event, yaml.NodeEvent)
        ]
    except yaml.MarkedYAMLError as error:
        if error.problem == PYYAML_NESTING_ERROR and error.problem_mark:
            return parse(text[: error.problem_mark.index])
        raise _yaml_error(error, text) from None
    match documents:
        case []:
            return block
        case [dict(values)]:
            block.values.update(values)
            return block
        case _:
            message = 'the front matter is not a block of keys; write "key: value" lines'
            raise FrontMatterError(Code.BAD_YAML, message, (2, 1))


def _yaml_error(error: yaml.MarkedYAMLError, text: str) -> FrontMatterError:
    """Return an error of PyYAML in the words of contributors."""
    is_unfinished = str(error.problem).startswith(UNFINISHED)
    mark = error.context_mark if is_unfinished else error.problem_mark
    if mark is None:
        return FrontMatterError(Code.BAD_YAML, f"invalid YAML: {error.problem}", (1, 1))
    lines = text.split("\n")
    line = mark.line + 2  # line 1 is the opening fence
    if mark.line < len(lines) and lines[mark.line].startswith("\t"):
        message = f"line {line} begins with a tab; use two spaces"
    else:
        message = f"invalid YAML: {error.problem}; {YAML_ADVICE}"
    return FrontMatterError(Code.BAD_YAML, message, (line, mark.column + 1))


def _position(event: Event) -> Position:
    return event.start_mark.line + 2, event.start_mark.column + 1  # line 1 is the opening fence


def _value(event: Event, events: Iterator[Event], path: KeyPath, block: Block) -> Tree:
    """Return the value that begins with `event`, and consume the `events` that belong to it."""
    position = block.positions[path] = _position(event)
    if event.anchor is not None:  # of an alias, too
        message = (
            'anchors and aliases are not allowed; put a text that begins with "&" or "*" in double quotes'
        )
        raise FrontMatterError(Code.FORBIDDEN_YAML, message, position)
    if event.tag is not None:
        message = 'tags are not allowed; put a text that begins with "!" in double quotes'
        raise FrontMatterError(Code.FORBIDDEN_YAML, message, position)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if len(path) >= MAX_NESTING:
        message = "values are nested too deeply here; remove the inner levels"
        raise FrontMatterError(Code.FORBIDDEN_YAML, message, position)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, path, block)
    return _mapping(events, path, block)


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
            raise FrontMatterError(Code.BAD_YAML, message, _position(event))
        key = str(event.value)
        key_path = (*path, key)
        _check_count(len(mapping), event)
        if key_path in block.keys:
            message = f"key {quoted(key)} is already on line {block.keys[key_path][0]}; delete one of the two"
            block.errors.append(FrontMatterError(Code.DUPLICATE_KEY, message, _position(event)))
            _value(next(events), events, key_path, Block())
            continue
        block.keys[key_path] = _position(event)
        mapping[key] = _value(next(events), events, key_path, block)
    return mapping


def _check_count(count: int, event: Event) -> None:
    """Raise an error if a list or a mapping has `count` items already, and that is the limit."""
    if count == MAX_ITEMS:
        message = f"too many items; delete this one and all after it, so that at most {MAX_ITEMS} remain"
        raise FrontMatterError(Code.TOO_LONG, message, _position(event))
