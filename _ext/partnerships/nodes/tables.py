"""Tables: functions that make them, and in HTML the `scope` of their header cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from partnerships.nodes.builders import Inline, paragraph

TABLE_WIDTH = 72  # in characters of plain text; other formats only use the proportions
MIN_COLUMN_WIDTH = 12


def table(
    id: str, caption: str, header: Sequence[Inline], rows: Iterable[nodes.row], classes: Sequence[str] = ()
) -> nodes.table:
    """Return a table with the given id; its first row and its first column are headers."""
    group = nodes.tgroup("", cols=len(header))
    width = max(MIN_COLUMN_WIDTH, TABLE_WIDTH // len(header))
    for column in range(len(header)):
        group += nodes.colspec("", colwidth=width, stub=int(column == 0))
    group += nodes.thead("", row(header))
    group += nodes.tbody("", *rows)
    return nodes.table("", nodes.title("", caption), group, ids=[id], classes=list(classes))


def row(cells: Sequence[Inline], *classes: str) -> nodes.row:
    """Return a row; each cell is an `entry`, a text, a sequence of inline nodes, a paragraph or a list."""
    table_row = nodes.row("", classes=list(classes))
    for cell in cells:
        if isinstance(cell, nodes.entry):
            table_row += cell
            continue
        block = cell if isinstance(cell, nodes.paragraph | nodes.bullet_list) else paragraph(cell)
        table_row += nodes.entry("", block)
    return table_row


def heading_row(text: Inline, columns: int) -> nodes.row:
    """Return a row with one cell across all columns, the header of the rows below it."""
    cell = nodes.entry("", paragraph(text), morecols=columns - 1, scope="col")
    return nodes.row("", cell, classes=["group"])


def visit_entry(translator: HTML5Translator, cell: nodes.entry) -> None:
    """Begin a cell as docutils does, with the `scope` of a header cell."""
    table_row: Any = cell.parent
    in_head = isinstance(table_row.parent, nodes.thead)
    columns = [node for node in table_row.parent.parent.children if isinstance(node, nodes.colspec)]
    in_stub = bool(columns[table_row.column].get("stub"))
    table_row.column += 1 + cell.get("morecols", 0)
    attributes: dict[str, Any] = {"class": " ".join(["head"] * in_head + ["stub"] * in_stub)}
    for name, extra in (("rowspan", "morerows"), ("colspan", "morecols")):
        if cell.get(extra):
            attributes[name] = str(cell[extra] + 1)
    tag = "td"
    if in_head or in_stub:
        tag, attributes["scope"] = "th", cell.get("scope") or ("col" if in_head else "row")
    translator.body.append(translator.starttag(cell, tag, "", **attributes))
    translator.context.append(f"</{tag}>\n")
