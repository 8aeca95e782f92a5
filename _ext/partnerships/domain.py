"""The Sphinx domain: cross-references to partners, team units, priorities, announcements and regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from diagnostics.problem import Problem
from partnerships.domain_data import DomainData
from partnerships.labels import REGIONS
from partnerships_data.pages.field_types import Region


class PartnershipsDomain(DomainData):
    """Entries, regions and people as objects that pages can refer to."""

    name = "partnerships"
    label = "Partnerships"
    object_types: ClassVar[dict[str, ObjType]] = {
        "partner": ObjType("partner", "partner"),
        "unit": ObjType("team unit", "unit"),
        "priority": ObjType("priority", "priority"),
        "announcement": ObjType("announcement", "announcement"),
        "region": ObjType("region", "region"),
        "person": ObjType("person"),  # for the search; no role refers to people
    }
    roles: ClassVar[dict[str, Any]] = {
        # "published": a file that the build writes, such as `feeds/announcements.xml`; `outputs` resolves it
        name: XRefRole(innernodeclass=nodes.inline, warn_dangling=True)
        for name in ("partner", "unit", "priority", "announcement", "region", "published")
    }

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield all entries, people and regions, for the search and for other sites."""
        for entry in self.catalog.entries():
            yield entry.id, entry.name, entry.kind, entry.docname, "", 1
        for unit in self.catalog.units:
            for member in unit.facts.members:
                yield member.name, member.name, "person", unit.docname, "people", 1
        for region, docname in self.regions.items():
            yield region.value, str(REGIONS[region]), "region", docname, f"region-{region}", 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return a reference to an object, if there is one."""
        known = self.object(typ, target)
        if known is None:
            return None
        name, docname, anchor = known
        if not node["refexplicit"]:
            contnode = nodes.inline("", name, classes=contnode["classes"])
        return make_refnode(builder, fromdocname, docname, anchor, contnode)

    def object(self, kind: str, id: str) -> tuple[str, str, str] | None:
        """Return the name, the page and the anchor of an object; None if there is no such object."""
        if kind == "region" and id in self.regions:
            region = Region(id)
            return str(REGIONS[region]), self.regions[region], f"region-{id}"
        if kind not in self.catalog.by_kind:
            return None
        entry = self.catalog.get(kind, id)
        return None if entry is None else (entry.name, entry.docname, "")

    def resolve_any_xref(self, *arguments: Any) -> list[tuple[str, nodes.reference]]:
        """Return no references: pages say of which kind their targets are."""
        return []


def domain_of(env: BuildEnvironment) -> PartnershipsDomain:
    """Return the domain of an environment."""
    return cast(PartnershipsDomain, env.domains[PartnershipsDomain.name])


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Keep Sphinx from reporting references of this domain in Markdown, which the checker reports."""
    is_checked = app.env.doc2path(node["refdoc"]).suffix == ".md"
    return (is_checked and isinstance(domain, PartnershipsDomain)) or None


def on_refused(app: Sphinx, docname: str, problem: Problem) -> bool:
    """Store what a page may not contain as a problem of the page."""
    domain_of(app.env).note_problem(docname, problem)
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(PartnershipsDomain)
    app.connect("safe-markdown-refused", on_refused)
    app.connect("warn-missing-reference", on_warn_missing_reference)
