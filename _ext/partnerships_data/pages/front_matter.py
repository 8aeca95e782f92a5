"""Reading, first half: the block between the two `---` lines of a page, as texts with positions.

Everything that YAML could do behind an editor's back is refused here: anchors, aliases, tags, duplicate keys,
guesses about types (a scalar stays the text that was typed). No other reader of front matter sees the block,
because `split` hands on a page in which it is blank. Pure.
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
Path = tuple[
    str | int, ...
]  # where a value stands: ("alignment", "thriving-movement"), ("members", 0, "role")
Event = Any  # of PyYAML, whose types leave open whether an event has a position

MAX_NESTING = 6  # no fact is nested deeper
FENCES = ("---", "...")
MAX_ITEMS = 200  # items of a list, keys of a mapping
MAX_LENGTH = 50_000  # characters; the page of a unit with a hundred people has fewer
# YAML's complaints that stand where the text went on, not where what has no end begins.
UNFINISHED = ("could not find expected ':'", "did not find expected ','", "found unexpected end of stream")
# The limit of PyYAML 6.0.4, which looks further ahead than its events go: ours was exceeded before.
NESTED = "exceeded maximum nesting depth"


class FrontMatterError(Exception):
    """A fault of the block itself: its code, the text of the message and the place."""

    def __init__(self, code: Code, text: str, position: Position) -> None:
        super().__init__(text)
        self.code, self.text, self.position = code, text, position


@dataclass(frozen=True, slots=True)
class Block:
    """The values of a front matter block, where they stand, and the faults that did not hinder reading."""

    values: dict[str, Tree] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)  # of each key, and of each item of a list
    positions: dict[Path, Position] = field(default_factory=dict)  # of each value
    errors: list[FrontMatterError] = field(default_factory=list)


def split(text: str) -> tuple[str | None, str, FrontMatterError | None]:
    """Split a page into its block, without fences, and the page with as many blank lines in its stead.

    Whatever any reader of Markdown could take for front matter is blanked, also when it is an error.
    """
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("%")), 0)
    if not lines[first].lstrip("\ufeff \t").startswith("---"):
        return None, text, None
    end = next((n for n in range(first + 1, len(lines)) if lines[n].startswith(FENCES)), None)
    if first != 0 or lines[first].rstrip() != "---":
        message = 'front matter begins on line 1, with a line of exactly "---"'
        error = FrontMatterError(Code.MISPLACED_FRONT_MATTER, message, (first + 1, 1))
    elif end is None:
        message = 'the front matter that begins here never ends; close it with a line of exactly "---"'
        error = FrontMatterError(Code.UNCLOSED_FRONT_MATTER, message, (1, 1))
    elif lines[end].rstrip() != "---":
        message = f'"{lines[end].strip()[:40]}" stands where front matter ends; type exactly "---"'
        error = FrontMatterError(Code.UNCLOSED_FRONT_MATTER, message, (end + 1, 1))
    else:
        return "\n".join(lines[1:end]), _blanked(lines, end), None
    # Blank all up to the title, which nobody takes for a fact; without one, up to the last fence.
    title = next((n for n in range(end or first + 1, len(lines)) if lines[n].startswith("# ")), len(lines))
    fences = [n for n in range(first + 1, title) if lines[n].startswith(FENCES)]
    return None, _blanked(lines, fences[-1] if fences else title - 1), error


def _blanked(lines: list[str], end: int) -> str:
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


def parse(text: str) -> Block:
    """Read a block's YAML.

    :raises FrontMatterError: if it is not one plain mapping of texts, lists and mappings.
    """
    if len(text) > MAX_LENGTH:
        message = f"these facts have {len(text)} characters; at most {MAX_LENGTH} are allowed"
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
        if error.problem == NESTED and error.problem_mark:
            return parse(text[: error.problem_mark.index])
        unfinished = str(error.problem).startswith(UNFINISHED)
        mark = error.context_mark if unfinished else error.problem_mark
        position = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        hint = "; put a text with a colon or a quote in it between double quotes"
        raise FrontMatterError(Code.BAD_YAML, f"this is no YAML: {error.problem}{hint}", position) from None
    match documents:
        case []:
            return block
        case [dict(values)]:
            block.values.update(values)
            return block
        case _:
            raise FrontMatterError(Code.BAD_YAML, 'write facts as one block of "key: value" lines', (2, 1))


def _place(event: Event) -> Position:
    return event.start_mark.line + 2, event.start_mark.column + 1  # line 1 is the opening fence


def _value(event: Event, events: Iterator[Event], path: Path, block: Block) -> Tree:
    """Return the value that begins with `event`, taking as many of `events` as belong to it."""
    position = block.positions[path] = _place(event)
    if event.anchor is not None:  # of an alias, too
        raise FrontMatterError(Code.FORBIDDEN_YAML, "anchors and aliases (& and *) are not allowed", position)
    if event.tag is not None:
        raise FrontMatterError(Code.FORBIDDEN_YAML, "tags (!) are not allowed", position)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if len(path) >= MAX_NESTING:
        raise FrontMatterError(Code.FORBIDDEN_YAML, "no fact is nested as deep as this", position)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, path, block)
    return _mapping(events, path, block)


def _list(events: Iterator[Event], path: Path, block: Block) -> list[Tree]:
    items: list[Tree] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        here = (*path, len(items))
        _limit(len(items), event)
        block.keys[here] = _place(event)
        items.append(_value(event, events, here, block))
    return items


def _limit(count: int, event: Event) -> None:
    if count == MAX_ITEMS:
        raise FrontMatterError(Code.TOO_LONG, f"at most {MAX_ITEMS} items are allowed here", _place(event))


def _mapping(events: Iterator[Event], path: Path, block: Block) -> dict[str, Tree]:
    mapping: dict[str, Tree] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise FrontMatterError(Code.BAD_YAML, "a key is a single word", _place(event))
        here = (*path, str(event.value))
        _limit(len(mapping), event)
        if here in block.keys:
            message = f"{quoted(event.value)} is already on line {block.keys[here][0]}; keep one of the two"
            block.errors.append(FrontMatterError(Code.DUPLICATE_KEY, message, _place(event)))
            _value(next(events), events, here, Block())
            continue
        block.keys[here] = _place(event)
        mapping[str(event.value)] = _value(next(events), events, here, block)
    return mapping
