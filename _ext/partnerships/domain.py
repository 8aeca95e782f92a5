"""The Sphinx domain: cross-references to partners, team units, priorities, announcements and regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships.domain_data import DomainData
from partnerships.labels import REGIONS
from partnerships_data.catalog.consistency import UNKNOWN, unknown_id
from partnerships_data.pages.entry import expected_entry

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)


class PartnershipsDomain(DomainData):
    """Entries, regions and people as objects that pages can refer to."""

    name = "partnerships"
    label = "Partnerships"
    object_types: ClassVar[dict[str, ObjType]] = {
        "partner": ObjType(_("partner"), "partner"),
        "unit": ObjType(_("team unit"), "unit"),
        "priority": ObjType(_("priority"), "priority"),
        "announcement": ObjType(_("announcement"), "announcement"),
        "region": ObjType(_("region"), "region"),
        "person": ObjType(_("person")),  # for the search; there is no role for people
    }
    roles: ClassVar[dict[str, Any]] = {
        **{
            kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True)
            for kind, object_type in object_types.items()
            if object_type.roles
        },
        # A file that the build writes, such as `feeds/announcements.xml`; `outputs` resolves it.
        "published": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Return the name of an object type in search results, without the domain's name."""
        return str(type.lname)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield all entries, people and regions, for the search and for other sites."""
        for kind, entries in self.catalog.by_kind.items():
            for entry in entries.values():
                yield entry.id, entry.name, kind, entry.docname, "", 1
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
        return make_refnode(
            builder, fromdocname, docname, node.get("anchor", anchor), contnode, node.get("reftitle")
        )

    def object(self, kind: str, id: str) -> tuple[str, str, str] | None:
        """Return the name, the page and the anchor of an object; None if there is no such object."""
        if kind == "region":
            region = next((region for region in self.regions if region == id), None)
            if region is None:
                return None
            return str(REGIONS[region]), self.regions[region], f"region-{id}"
        if kind not in self.catalog.by_kind:
            return None
        entry = self.catalog.get(kind, id)
        return None if entry is None else (entry.name, entry.docname, "")

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return references to all objects with this id, whatever their kind."""
        references = {
            f"{self.name}:{kind}": self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            for kind, object_type in self.object_types.items()
            if object_type.roles
        }
        return [(role, reference) for role, reference in references.items() if reference]


def domain_of(env: BuildEnvironment) -> PartnershipsDomain:
    """Return the domain of an environment."""
    return cast(PartnershipsDomain, env.domains[PartnershipsDomain.name])


def warn_unknown_reference(env: BuildEnvironment, node: addnodes.pending_xref, code: Code, text: str) -> None:
    """Log a warning at the target of a reference that cannot be resolved."""
    domain, docname = domain_of(env), node["refdoc"]
    first_line = get_source_line(node)[1] or 1
    line, column = domain.position(docname, first_line, node["reftarget"], opening="`")
    location = f"{env.doc2path(docname)}:{line}:{column}"
    logger.warning("%s", text, location=location, type=domain.name, subtype=code.value)


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Name the nearest id for a reference to an object that does not exist."""
    kind, target = node["reftype"], node["reftarget"]
    if not isinstance(domain, PartnershipsDomain) or kind not in domain.object_types:
        return None
    if (kind, target) in map(expected_entry, domain.data["pages"]):
        return True  # that page has an error, which is reported
    known = {id for id, _name, other, *_place in domain.get_objects() if other == kind}
    text = unknown_id(kind, target, known)
    if kind == "announcement" and (app.srcdir / f"announcements/{target}.md").is_file():
        text = f'"{target}" is a draft, which is not part of the site; delete its line "draft: true"'
    warn_unknown_reference(app.env, node, UNKNOWN.get(kind, Code.UNKNOWN_VALUE), text)
    return True


def on_refused(app: Sphinx, docname: str, problem: Problem) -> bool:
    """Store what a page may not contain as a problem of the page; report at once what is not on a page."""
    if docname:
        domain_of(app.env).note_problem(docname, problem)
    else:
        location, code = f"{app.srcdir / problem.path}:{problem.line}", problem.code.value
        logger.warning("%s", problem.text, location=location, type=PartnershipsDomain.name, subtype=code)
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(PartnershipsDomain)
    app.connect("safe-markdown-refused", on_refused)
    app.connect("warn-missing-reference", on_warn_missing_reference)
