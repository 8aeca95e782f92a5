"""Flowcharts in Mermaid's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TypeVar

from partnerships_data.pages.entry import Entry

MAX_SVG_BYTES = 39_000  # bytes of a picture, as `Diagram.weight` estimates them


MAX_LABEL_LENGTH = 100  # characters of a label


T = TypeVar("T")


@dataclass(frozen=True)
class Box:
    """A box with a text."""

    id: str
    text: str
    entry: Entry | None = None  # to whose page it leads
    rounded: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes it takes: measured, with the renderer, over labels of several scripts."""
        label = _clipped(self.text)
        words, size = len(label.split()), len(label.encode())
        return 540 + len(self.id) + max(90 * words, 8 * size) + 3 * size


@dataclass(frozen=True)
class Group:
    """Boxes that belong together; without a text of its own it has no frame."""

    id: str
    text: str
    boxes: Sequence[Box]

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        return Box(self.id, self.text).weight + sum(box.weight for box in self.boxes)


@dataclass(frozen=True)
class Diagram:
    """A flowchart from left to right."""

    title: str
    description: str
    groups: Sequence[Group]
    edges: Sequence[tuple[str, str]] = ()  # ids of boxes or groups
    stacked: bool = False  # the boxes of each group stand one below the other, in their order

    @property
    def boxes(self) -> Iterator[Box]:
        """All boxes."""
        return (box for group in self.groups for box in group.boxes)

    @property
    def weight(self) -> int:
        """About how many bytes the picture will have; rather too many than too few."""
        arrows = sum(560 + 2 * (len(start) + len(end)) for start, end in self.edges)
        unseen = sum(100 + 2 * len(box.id) for box in self.boxes) if self.stacked else 0
        return 11_000 + sum(group.weight for group in self.groups) + arrows + unseen

    @property
    def code(self) -> str:
        """The diagram in Mermaid's language."""
        lines = ["flowchart LR", f"accTitle: {_label(self.title)}", f"accDescr: {_label(self.description)}"]
        for group in self.groups:
            lines += [f'subgraph {group.id}["{_label(_clipped(group.text))}"]'] if group.text else []
            lines += ["direction TB"] if self.stacked else []
            lines += [
                f"{box.id}{'(' if box.rounded else '['}" + f'"{_label(_clipped(box.text))}"'
                f"{')' if box.rounded else ']'}"
                for box in group.boxes
            ]
            if self.stacked:
                lines += [f"{one.id} ~~~ {next_.id}" for one, next_ in pairwise(group.boxes)]
            lines += ["end"] if group.text else []
        return "\n".join([*lines, *(f"{start} --> {end}" for start, end in self.edges)]) + "\n"


def _clipped(text: str) -> str:
    """Return a text that is short enough for a box, cut between words if it has any."""
    if len(text) <= MAX_LABEL_LENGTH:
        return text
    head, space, _rest = text[: MAX_LABEL_LENGTH - 1].rpartition(" ")
    return f"{head if space else text[: MAX_LABEL_LENGTH - 1]}…"


def _label(text: str) -> str:
    """Return a text that Mermaid takes for nothing but text, also between double quotes.

    Mermaid has no escape for these characters that every renderer knows; an invisible word joiner behind
    one keeps it from beginning anything.
    """
    text = escape(text, quote=False).replace('"', "”")
    return "".join(f"{each}\N{WORD JOINER}" if each in "#%\\`" else each for each in text)


def _divided(items: Sequence[T], weight: Callable[[Sequence[T]], int]) -> Iterator[Sequence[T]]:
    """Yield `items` in parts, each as large as `LARGEST` allows, of one item at least."""
    start = 0
    for end in range(1, len(items) + 1):
        if end == len(items) or weight(items[start : end + 1]) > MAX_SVG_BYTES:
            yield items[start:end]
            start = end
