"""Tables: nodes for every builder, and in HTML header cells that say what they head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes

from partnerships.nodes.builders import Inline, paragraph

Row = Sequence[Inline] | nodes.row


def table(id: str, caption: str | nodes.title, header: Sequence[Inline], rows: Iterable[Row]) -> nodes.table:
    """Return a table, `id` being its address on the page; its first row and its first column are headers."""
    title = caption if isinstance(caption, nodes.title) else nodes.title("", caption)
    group = nodes.tgroup("", cols=len(header))
    width = max(12, 72 // len(header))  # in characters; only plain text takes it for more than a proportion
    group += [nodes.colspec("", colwidth=width, stub=int(n == 0)) for n in range(len(header))]
    group += nodes.thead("", row(header))
    group += nodes.tbody("", *(each if isinstance(each, nodes.row) else row(each) for each in rows))
    return nodes.table("", title, group, ids=[id], classes=[id])


def row(cells: Sequence[Inline], *classes: str) -> nodes.row:
    """Return a row; each cell is a text, a sequence of inline nodes, a paragraph or a list."""
    blocks = (
        cell if isinstance(cell, nodes.paragraph | nodes.bullet_list) else paragraph(cell) for cell in cells
    )
    return nodes.row("", *(nodes.entry("", block) for block in blocks), classes=list(classes))


def heading_row(text: Inline, columns: int) -> nodes.row:
    """Return a row that is one header for the rows below it, as wide as the table."""
    cell = nodes.entry("", paragraph(text), morecols=columns - 1, scope="col")
    return nodes.row("", cell, classes=["group"])


def visit_entry_html(translator: Any, node: nodes.entry) -> None:
    """Write a cell as docutils does, and what a header cell is the header of."""
    row: Any = node.parent
    in_head = isinstance(row.parent, nodes.thead)
    in_stub = row.parent.parent.stubs[row.column]
    spans = {"rowspan": node.get("morerows", 0) + 1, "colspan": node.get("morecols", 0) + 1}
    row.column += spans["colspan"]
    attributes = {name: str(number) for name, number in spans.items() if number > 1}
    if in_head or in_stub:
        attributes["scope"] = node.get("scope") or ("col" if in_head else "row")
    tag = "th" if in_head or in_stub else "td"
    classes = ["head"] * in_head + ["stub"] * bool(in_stub)
    translator.body.append(translator.starttag(node, tag, "", classes=classes, **attributes))
    translator.context.append(f"</{tag}>\n")
