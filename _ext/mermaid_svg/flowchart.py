"""Flowcharts and their Mermaid code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from docutils import nodes

# More are hard to read, and with long labels an image would exceed 40 kB (merman 0.9).
MAX_BOXES = 11
MAX_LABEL_LENGTH = 100  # characters
MAX_HEADING_WIDTH = 26  # characters in a line; a frame around one column of boxes is as wide as that


@dataclass(frozen=True)
class Box:
    """A rectangle with a label; merman draws other shapes with tens of kilobytes."""

    id: str  # letters, digits and underscores; Mermaid reads hyphens as arrows
    label: str
    link: nodes.Node | None = None  # a reference, resolved or pending
    rounded: bool = False

    @property
    def code(self) -> str:
        return f"{self.id}({_quoted(self.label)})" if self.rounded else f"{self.id}[{_quoted(self.label)}]"


@dataclass(frozen=True)
class Group:
    """Boxes in a frame with a label; without a label, there is no frame."""

    id: str
    label: str
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Flowchart:
    """A flowchart from left to right."""

    title: str
    description: str
    groups: Sequence[Group]
    edges: Sequence[tuple[str, str]] = ()  # ids of boxes or groups

    @property
    def boxes(self) -> Iterator[Box]:
        return (box for group in self.groups for box in group.boxes)

    @property
    def code(self) -> str:
        lines = ["flowchart LR", f"accTitle: {_plain(self.title)}", f"accDescr: {_plain(self.description)}"]
        for group in self.groups:
            boxes, heading = [box.code for box in group.boxes], _quoted(group.label, MAX_HEADING_WIDTH)
            lines += [f"subgraph {group.id}[{heading}]", *boxes, "end"] if group.label else boxes
        lines += [f"{start} --> {end}" for start, end in self.edges]
        return "\n".join(lines) + "\n"


def _quoted(label: str, width: int = MAX_LABEL_LENGTH) -> str:
    """Return a label between double quotes; long ones are cut, and put on lines of that width."""
    if len(label) > MAX_LABEL_LENGTH:
        label = f"{wrap(label, MAX_LABEL_LENGTH - 1)[0]}…"
    return '"' + "<br/>".join(_plain(line) for line in wrap(label, width)) + '"'


def _plain(text: str) -> str:
    """Return a text in which Mermaid sees no markup: invisible word joiners separate what could become it."""
    # Renderers differ in how they unescape.
    text = escape(text, quote=False).replace('"', "”")
    return "".join(f"{sign}\N{WORD JOINER}" if sign in "#$%\\`" else sign for sign in text)
