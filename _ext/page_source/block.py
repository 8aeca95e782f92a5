"""The block of front matter of a page: its values, their positions, and its errors."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.codes import Code
from diagnostics.positions import Position

Tree = str | list["Tree"] | dict[str, "Tree"]
KeyPath = tuple[str | int, ...]  # to a value: ("alignment", "thriving-movement"), ("members", 0, "role")

TypedText = tuple[int, str]  # the line of the page on which a text begins, and its lines


class PageError(Exception):
    """An error in a page: its code, the text of its message and its position."""

    def __init__(self, code: Code, text: str, position: Position) -> None:
        super().__init__(text)
        self.code, self.text, self.position = code, text, position


@dataclass(slots=True)
class Block:
    """The values of a front matter block, their positions, and the errors that did not stop the reading."""

    values: dict[str, Tree] = field(default_factory=dict)
    keys: dict[KeyPath, Position] = field(default_factory=dict)  # of each key, and of each item of a list
    positions: dict[KeyPath, Position] = field(default_factory=dict)  # of each value
    texts: dict[KeyPath, TypedText] = field(default_factory=dict)  # of each value over several lines
    errors: list[PageError] = field(default_factory=list)
    text: str = ""
    is_complete: bool = True  # whether no line was left out that could not be read
