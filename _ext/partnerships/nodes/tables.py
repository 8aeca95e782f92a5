"""Tables: functions that make them, and in HTML the `scope` of their header cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from partnerships.nodes.builders import Inline, paragraph

TABLE_WIDTH = 72  # in characters of plain text; other formats only use the proportions
MIN_COLUMN_WIDTH = 12

Row = Sequence[Inline] | nodes.row


class table_cell(nodes.entry):
    """A cell of a table in HTML; a header cell if it has a `scope`.

    Every other format writes it as the `entry` that it is.
    """


def table(id: str, caption: str | nodes.title, header: Sequence[Inline], rows: Iterable[Row]) -> nodes.table:
    """Return a table with the given id; its first row and its first column are headers."""
    title = caption if isinstance(caption, nodes.title) else nodes.title("", caption)
    group = nodes.tgroup("", cols=len(header))
    width = max(MIN_COLUMN_WIDTH, TABLE_WIDTH // len(header))
    for column in range(len(header)):
        group += nodes.colspec("", colwidth=width, stub=int(column == 0))
    group += nodes.thead("", row(header))
    group += nodes.tbody("", *(cells if isinstance(cells, nodes.row) else row(cells) for cells in rows))
    return nodes.table("", title, group, ids=[id], classes=[id])


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


class ScopeHeaders(SphinxPostTransform):
    """State the scope of header cells, in the tables of views and of prose."""

    default_priority = 950  # after views have become tables
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace each `entry` by a `table_cell`."""
        for table_row in list(self.document.findall(nodes.row)):
            group: Any = table_row.parent.parent
            stubs = [spec.get("stub") for spec in group.children if isinstance(spec, nodes.colspec)]
            entries: list[Any] = list(table_row.children)
            column = 0
            for entry in entries:
                entry.replace_self(_scoped(entry, bool(stubs[column])))
                column += 1 + entry.get("morecols", 0)


def _scoped(entry: Any, in_stub: bool) -> table_cell:
    """Return the cell for an entry, with the classes that docutils gives to header cells."""
    cell = table_cell("", *entry.children, **entry.attributes)
    in_head = isinstance(entry.parent.parent, nodes.thead)
    if in_head or in_stub:
        cell["scope"] = entry.get("scope") or ("col" if in_head else "row")
    cell["classes"] = ["head"] * in_head + ["stub"] * in_stub + entry["classes"]
    return cell


def visit_table_cell(translator: HTML5Translator, node: table_cell) -> None:
    """Begin a cell as docutils does, with its scope."""
    attributes = {"scope": node["scope"]} if "scope" in node else {}
    for name, extra in (("rowspan", "morerows"), ("colspan", "morecols")):
        if node.get(extra):
            attributes[name] = str(node[extra] + 1)
    translator.body.append(translator.starttag(node, _tag(node), "", **attributes))


def depart_table_cell(translator: HTML5Translator, node: table_cell) -> None:
    """End a cell."""
    translator.body.append(f"</{_tag(node)}>\n")


def _tag(node: table_cell) -> str:
    return "th" if "scope" in node else "td"


def setup_tables(app: Sphinx) -> None:
    """Register the cells of HTML tables, and the transform that makes them."""
    app.add_node(table_cell, html=(visit_table_cell, depart_table_cell))
    app.add_post_transform(ScopeHeaders)
