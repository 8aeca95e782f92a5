"""What a view gets to see, and the nodes that views are made of.

Views return ordinary nodes; references among them are left to Sphinx, which resolves them for every builder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.config import Config
from sphinx.locale import get_translation

from .catalog import Catalog
from .domain import PartnershipsDomain
from .page import Entry
from .words import date_in_words

_ = get_translation("partnerships")

Inline = nodes.Node | str | Sequence[nodes.Node]


@dataclass(frozen=True)
class Sight:
    """All that a view may look at."""

    domain: PartnershipsDomain
    config: Config
    docname: str  # of the page on which the view stands
    options: dict[str, Any]  # of the directive

    @property
    def catalog(self) -> Catalog:
        """All facts."""
        return self.domain.catalog

    @property
    def entry(self) -> Entry | None:
        """The entry of the page on which the view stands; none if the page has errors."""
        stated: Entry | None = self.domain.data["pages"][self.docname].entry
        entry = stated and self.catalog.get(stated.kind, stated.id)
        return entry if entry and entry.docname == self.docname else None

    def link(self, entry: Entry, text: str = "", anchor: str = "", title: str = "") -> nodes.Node:
        """Return a reference to an entry's page, under its name unless there is a `text`."""
        optional = {key: value for key, value in (("anchor", anchor), ("reftitle", title)) if value}
        return addnodes.pending_xref(
            "",
            nodes.inline("", text or entry.name, classes=["xref", f"partnerships-{entry.kind}"]),
            refdomain=self.domain.name,
            reftype=entry.kind,
            reftarget=entry.id,
            refexplicit=True,
            refwarn=True,
            refdoc=self.docname,
            **optional,
        )

    def links(self, entries: Iterable[Entry]) -> list[nodes.Node]:
        """Return references to the pages of several entries, separated by commas."""
        return separated([self.link(each) for each in entries])

    def date(self, value: str) -> str:
        """Return a date in words of the site's language."""
        return date_in_words(value, self.config.language)

    def reason(self, partner: Entry, priority: Entry) -> list[nodes.Node]:
        """Return the reason why a partnership serves a priority, ready to stand on this page."""
        reason = self.domain.reason(partner, priority)
        for part in reason:
            for reference in part.findall(addnodes.pending_xref):
                reference["refdoc"] = self.docname
        return reason


def separated(parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return `parts` with commas between them."""
    comma = _(", ")
    return [node for part in parts for node in (nodes.Text(comma), part)][1:]


def paragraph(*parts: Inline, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph of texts and inline nodes."""
    node = nodes.paragraph("", classes=list(classes))
    for part in parts:
        node += nodes.Text(part) if isinstance(part, str) else part
    return node


def web_link(url: str) -> nodes.reference:
    """Return a reference to another site, under its address without what people do not read out."""
    parts = urlsplit(url)
    text = unquote(f"{parts.netloc.removeprefix('www.')}{parts.path}").rstrip("/")
    return nodes.reference("", text, refuri=url, internal=False)


def heading(level: int, *parts: Inline) -> nodes.Node:
    """Return a heading within a view, which is not part of the page's table of contents."""
    node = nodes.rubric("")
    node["heading-level"] = level
    for part in parts:
        node += nodes.Text(part) if isinstance(part, str) else part
    return node


def bullets(items: Iterable[Iterable[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """Return a list; each item is a sequence of block nodes."""
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), classes=list(classes))


def fields(rows: Iterable[tuple[str, Inline]]) -> nodes.field_list:
    """Return a list of named facts, each a line or a list."""
    field_list = nodes.field_list()
    for name, value in rows:
        body = value if isinstance(value, nodes.bullet_list) else paragraph(value)
        field_list += nodes.field("", nodes.field_name("", name), nodes.field_body("", body))
    return field_list


def table(
    id: str, caption: str | nodes.title, header: Sequence[Inline], rows: Iterable[Sequence[Inline]]
) -> nodes.table:
    """Return a table, `id` being its address on the page; its first row and its first column are headers."""
    title = caption if isinstance(caption, nodes.title) else nodes.title("", caption)
    group = nodes.tgroup("", cols=len(header))
    group += [nodes.colspec("", colwidth=1, stub=int(n == 0)) for n in range(len(header))]
    group += nodes.thead("", _row(header))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", title, group, ids=[id], classes=[id])


def _row(cells: Sequence[Inline]) -> nodes.row:
    blocks = (cell if isinstance(cell, nodes.paragraph) else paragraph(cell) for cell in cells)
    return nodes.row("", *(nodes.entry("", block) for block in blocks))
