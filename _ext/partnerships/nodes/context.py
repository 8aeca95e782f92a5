"""The context of a view, and the placeholder of a view while pages are read.

Views return ordinary nodes. Their links have the URLs of the builder, because what a view shows exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.config import Config
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from partnerships.domain import PartnershipsDomain
from partnerships.labels import REGIONS, date_in_words
from partnerships.nodes.builders import bullets, ended, fill, paragraph, separated, web_link
from partnerships.nodes.website import priority_chip
from partnerships.urls import builds_website, file_url
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Member

_ = get_translation("partnerships")


@dataclass(frozen=True)
class ViewContext:
    """The data that a view can show, and the links that it can make."""

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
        stated = self.domain.page(self.docname).entry
        entry = stated and self.catalog.get(stated.kind, stated.id)
        return entry if entry and entry.docname == self.docname else None

    def date(self, value: str) -> str:
        """Return a date in words of the site's language."""
        return date_in_words(value, self.config.language)

    def url(self, page: str) -> str:
        """Return the URL of a page of the website, which need not be a document; empty in other formats."""
        return self.domain.builder.get_relative_uri(self.docname, page) if self.on_website else ""

    def link(self, entry: Entry, text: str = "", anchor: str = "", title: str = "") -> nodes.Node:
        """Return a link to an entry's page; its text is the entry's name unless `text` is given."""
        content: nodes.Node = nodes.Text(text or entry.name)
        if entry.kind == "priority":
            content = priority_chip(self.domain.builder, entry, text or entry.name)
        return self.page_link(entry.docname, anchor, content, title)

    def page_link(self, page: str, anchor: str, content: nodes.Node, title: str = "") -> nodes.Node:
        """Return a link to a page; only its content if the output does not contain the page."""
        try:
            return make_refnode(self.domain.builder, self.docname, page, anchor, content, title)
        except NoUri:
            return content

    def file_link(self, path: str, text: str, title: str) -> nodes.Node:
        """Return a link to a published file; only its text if the file has no URL."""
        if url := file_url(self.domain.builder, self.domain.site, path, self.docname):
            return nodes.reference("", text, refuri=url, reftitle=title, internal=False)
        return nodes.Text(text)

    def links(self, entries: Iterable[Entry]) -> list[nodes.Node]:
        """Return links to entries, separated by commas; partnerships that have ended are marked."""
        return separated([[self.link(entry), *ended(entry)] for entry in entries])

    def chips(self, priorities: Iterable[Entry]) -> nodes.bullet_list | nodes.paragraph | None:
        """Return links to priorities, a list in HTML and a line elsewhere; None if there are none."""
        links = [self.link(priority) for priority in priorities]
        if links and self.domain.builder.format == "html":
            return bullets(([paragraph(link)] for link in links), "chips")
        return paragraph(separated(links)) if links else None

    def people(self, people: Iterable[tuple[Member, Entry]]) -> list[nodes.Node]:
        """Return names of people with links to their units, separated by commas."""
        text = _("{person} ({unit})")
        return separated([fill(text, person=member.name, unit=self.link(unit)) for member, unit in people])

    def region_links(self, regions: Iterable[Region]) -> list[nodes.Node]:
        """Return links to regions, or their names if no page lists them, separated by commas."""
        links = []
        for region in regions:
            name, page = nodes.Text(str(REGIONS[region])), self.domain.regions.get(region)
            links.append(self.page_link(page, f"region-{region}", name) if page else name)
        return separated(links)

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
    """The placeholder of the view `name`, with the `docname` of its page: books join all pages."""
