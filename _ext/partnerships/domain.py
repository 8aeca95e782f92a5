"""What can be referred to, and where a reference leads; what the pages state is kept in `drawer`."""

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
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean
from partnerships.domain_data import Drawer
from partnerships.nodes.labels import REGIONS
from partnerships.outputs.published_files import address
from partnerships_data.catalog.consistency import UNKNOWN
from partnerships_data.pages.entry import expected_entry

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)


class PartnershipsDomain(Drawer):
    """Partners, team units, priorities and announcements as objects that can be referred to."""

    name = "partnerships"
    label = "Partnerships"
    object_types: ClassVar[dict[str, ObjType]] = {
        "partner": ObjType(_("partner"), "partner"),
        "unit": ObjType(_("team unit"), "unit"),
        "priority": ObjType(_("priority"), "priority"),
        "announcement": ObjType(_("announcement"), "announcement"),
        "region": ObjType(_("region"), "region"),
        "person": ObjType(_("person")),  # to be found by the search, not to be referred to
    }
    roles: ClassVar[dict[str, Any]] = {
        **{
            kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True)
            for kind, of_kind in object_types.items()
            if of_kind.roles
        },
        # A file that the build writes, such as `feeds/announcements.xml`.
        "published": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }

    # -- references -----------------------------------------------------------------------------------------

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Return what a kind of object is called where one was found, without "Partnerships"."""
        return str(type.lname)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield all entries and people, for the search and for other sites."""
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
        """Return the reference to an entry's page, or to a file of the site, if there is one."""
        if typ == "published":
            return self._published(builder, fromdocname, target, node, contnode)
        found = self._object(typ, target)
        if found is None:
            return None
        name, docname, anchor = found
        if not node["refexplicit"]:
            contnode = nodes.inline("", name, classes=contnode["classes"])
        return make_refnode(
            builder, fromdocname, docname, node.get("anchor", anchor), contnode, node.get("reftitle")
        )

    def _object(self, kind: str, id: str) -> tuple[str, str, str] | None:
        """Return the name, the page and the anchor of what can be referred to."""
        if kind == "region":
            region = next((each for each in self.regions if each == id), None)
            return None if region is None else (str(REGIONS[region]), self.regions[region], f"region-{id}")
        entry = self.catalog.get(kind, id)
        return None if entry is None else (entry.name, entry.docname, "")

    @property
    def has_dangling(self) -> bool:
        """Whether a reference on some page leads nowhere."""
        stated: set[tuple[str, str]] = set().union(*self.data["references"].values())
        return any(
            id not in self.files if kind == "published" else self._object(kind, id) is None
            for kind, id in stated
        )

    def _published(
        self, builder: Builder, fromdocname: str, path: str, node: addnodes.pending_xref, contnode: Element
    ) -> nodes.reference | None:
        if path not in self.files:
            return None
        if not (found := address(builder, self.site, path, fromdocname)):
            raise NoUri(path)
        reference = nodes.reference("", "", contnode, internal=False, refuri=found)
        if title := node.get("reftitle"):
            reference["reftitle"] = title
        return reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the references to entries of this id, of whatever kind."""
        found = []
        for kind in (each for each in self.object_types if each in self.roles):
            if reference := self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode):
                found.append((f"{self.name}:{kind}", reference))
        return found


def domain_of(env: BuildEnvironment) -> PartnershipsDomain:
    """Return the domain of this build."""
    return cast(PartnershipsDomain, env.domains[PartnershipsDomain.name])


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Say which word was meant, where a reference in the text leads nowhere."""
    if not isinstance(domain, PartnershipsDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    if kind == "published":
        code, known, noun = Code.UNKNOWN_FILE, set(domain.files), "published file"
    else:
        known = {id for id, _name, of_kind, *_place in domain.get_objects() if of_kind == kind}
        code, noun = UNKNOWN.get(kind, Code.UNKNOWN_VALUE), kind
        if (kind, target) in map(expected_entry, domain.data["pages"]):
            return True  # that page has an error, which was reported
    text = f'"{target}" is no {noun}{did_you_mean(target, known)}'
    if kind == "announcement" and (app.srcdir / f"announcements/{target}.md").is_file():
        text = f'"{target}" is a draft and not part of the site; without its line "draft: true" it will be'
    docname = node["refdoc"]
    line, column = domain.position(docname, get_source_line(node)[1] or 1, target, opening="`")
    location = f"{domain.env.doc2path(docname)}:{line}:{column}"
    logger.warning("%s", text, location=location, type=domain.name, subtype=code.value)
    return True
