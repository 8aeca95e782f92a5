"""What a view gets to see, and the nodes that views are made of.

Views return ordinary nodes; references among them are left to Sphinx, which resolves them for every builder.
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
from partnerships.nodes.builders import ended, paragraph, separated
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import Member

_ = get_translation("partnerships")


@dataclass(frozen=True)
class ViewContext:
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


class view(nodes.General, nodes.Element):
    """The placeholder of a view.

    Its `name` is a key of `VIEWS`. Its `docname` is the page on which it was written, because some builders
    join all pages in one document.
    """
