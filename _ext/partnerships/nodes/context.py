"""The context of a view, and the placeholder of a view while pages are read.

Views return ordinary nodes. Sphinx resolves the references among them, for every builder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.config import Config
from sphinx.locale import get_translation

from partnerships.domain import PartnershipsDomain
from partnerships.labels import REGIONS, date_in_words
from partnerships.nodes.builders import bullets, ended, fill, paragraph, separated, web_link
from partnerships.urls import builds_website
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Member

_ = get_translation("partnerships")


@dataclass(frozen=True)
class ViewContext:
    """The data that a view can show, and the references that it can make."""

    domain: PartnershipsDomain
    config: Config
    docname: str  # of the page that shows the view
    options: dict[str, Any]  # of the directive

    @property
    def on_website(self) -> bool:
        """Whether the view is part of a website; otherwise, of a book or another format."""
        return builds_website(self.domain.builder)

    @property
    def catalog(self) -> Catalog:
        """The catalog of all entries."""
        return self.domain.catalog

    @property
    def entry(self) -> Entry | None:
        """The entry of the page that shows the view; None if it has none or has errors."""
        stated: Entry | None = self.domain.data["pages"][self.docname].entry
        entry = stated and self.catalog.get(stated.kind, stated.id)
        return entry if entry and entry.docname == self.docname else None

    def date(self, value: str) -> str:
        """Return a date in words of the site's language."""
        return date_in_words(value, self.config.language)

    def url(self, page: str) -> str:
        """Return the URL of a page of the website, which need not be a document; empty in other formats."""
        return self.domain.builder.get_relative_uri(self.docname, page) if self.on_website else ""

    def reference(self, kind: str, target: str, text: str, **attributes: str) -> nodes.Node:
        """Return a reference to an object of the domain, such as the role `kind` makes."""
        return addnodes.pending_xref(
            "",
            nodes.inline("", text, classes=["xref", f"partnerships-{kind}"]),
            refdomain=self.domain.name,
            reftype=kind,
            reftarget=target,
            refexplicit=True,
            refwarn=True,
            refdoc=self.docname,
            **attributes,
        )

    def link(self, entry: Entry, text: str = "", anchor: str = "", title: str = "") -> nodes.Node:
        """Return a reference to an entry's page; its text is the entry's name unless `text` is given."""
        attributes = {"anchor": anchor} if anchor else {}
        if title:
            attributes["reftitle"] = title
        return self.reference(entry.kind, entry.id, text or entry.name, **attributes)

    def links(self, entries: Iterable[Entry]) -> list[nodes.Node]:
        """Return references to entries, separated by commas; partnerships that have ended are marked."""
        return separated([nodes.inline("", "", self.link(entry), *ended(entry)) for entry in entries])

    def chips(self, priorities: Iterable[Entry]) -> nodes.bullet_list | nodes.paragraph | None:
        """Return references to priorities, a list in HTML and a line elsewhere; None if there are none."""
        references = [self.link(priority) for priority in priorities]
        if references and self.domain.builder.format == "html":
            return bullets(([paragraph(reference)] for reference in references), "chips")
        return paragraph(separated(references)) if references else None

    def people(self, people: Iterable[tuple[Member, Entry]]) -> list[nodes.Node]:
        """Return names of people with references to their units, separated by commas."""
        text = _("{person} ({unit})")
        names = (fill(text, person=member.name, unit=self.link(unit)) for member, unit in people)
        return separated([nodes.inline("", "", *name) for name in names])

    def region_links(self, regions: Iterable[Region]) -> list[nodes.Node]:
        """Return references to regions, or their names if no page lists them, separated by commas."""
        names = {region: str(REGIONS[region]) for region in regions}
        if not self.domain.regions:
            return separated([nodes.Text(name) for name in names.values()])
        return separated([self.reference("region", region.value, name) for region, name in names.items()])

    def source(self, source: Source) -> nodes.paragraph:
        """Return a link to a source, with the date on which a person read it and a link to its copy."""
        shown = paragraph(web_link(source))
        if source.read:
            shown += nodes.Text(_(" (read on %s)") % self.date(source.read))
        if source.archived:
            copy = nodes.reference("", _("archived copy"), refuri=source.archived, internal=False)
            shown += [nodes.Text(" · "), copy]
        return shown

    def reason(self, partner: Entry, priority: Entry) -> list[nodes.Node]:
        """Return the nodes of the reason why a partnership serves a priority."""
        reason = self.domain.reason(partner, priority)
        for node in reason:
            for reference in node.findall(addnodes.pending_xref):
                reference["refdoc"] = self.docname
        return reason


class view(nodes.General, nodes.Element):
    """The placeholder of a view.

    Its `name` is a key of `VIEWS`. Its `docname` is the page on which it was written, because some builders
    join all pages in one document.
    """
