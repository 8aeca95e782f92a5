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
from .model import Member
from .page import Entry
from .values import Region
from .words import REGIONS, date_in_words

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
        return self._reference(entry.kind, entry.id, text or entry.name, **optional)

    def people(self, who: Iterable[tuple[Member, Entry]]) -> list[nodes.Node]:
        """Return the names of people with references to their units, separated by commas."""
        names = (paragraph(f"{member.name} (", self.link(unit), ")").children for member, unit in who)
        return separated([nodes.inline("", "", *each) for each in names])

    def region_links(self, regions: Iterable[Region]) -> list[nodes.Node]:
        """Return references to where the partners and people of each region are listed, if anywhere."""
        return separated(
            [
                self._reference("region", each.value, str(REGIONS[each]))
                if each in self.domain.regions
                else nodes.Text(str(REGIONS[each]))
                for each in regions
            ]
        )

    def _reference(self, kind: str, id: str, text: str, **more: str) -> nodes.Node:
        return addnodes.pending_xref(
            "",
            nodes.inline("", text, classes=["xref", f"partnerships-{kind}"]),
            refdomain=self.domain.name,
            reftype=kind,
            reftarget=id,
            refexplicit=True,
            refwarn=True,
            refdoc=self.docname,
            **more,
        )

    def links(self, entries: Iterable[Entry]) -> list[nodes.Node]:
        """Return references to the pages of several entries, separated by commas, marking what has ended."""
        return separated([nodes.inline("", "", self.link(each), *ended(each)) for each in entries])

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


def ended(entry: Entry) -> list[nodes.Node]:
    """Return the mark of a partnership that has ended."""
    over = getattr(entry.facts, "ended", False)
    return [nodes.inline("", _(" (ended)"), classes=["ended"])] if over else []


def separated(parts: Sequence[nodes.Node], separator: str = "") -> list[nodes.Node]:
    """Return `parts` with commas, or another separator, between them."""
    separator = separator or _(", ")
    return [node for part in parts for node in (nodes.Text(separator), part)][1:]


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


def heading(level: int, *parts: Inline, id: str = "") -> nodes.Node:
    """Return a heading within a view, which is not part of the page's table of contents."""
    node = nodes.rubric("", ids=[id] if id else [])
    node["heading-level"] = level
    for part in parts:
        node += nodes.Text(part) if isinstance(part, str) else part
    return node


def definitions(
    rows: Iterable[tuple[nodes.term, Iterable[nodes.Node]]], *classes: str
) -> nodes.definition_list:
    """Return a list of terms with block nodes below each."""
    items = (nodes.definition_list_item("", term, nodes.definition("", *body)) for term, body in rows)
    return nodes.definition_list("", *items, classes=list(classes))


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
