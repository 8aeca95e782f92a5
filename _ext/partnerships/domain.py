"""The drawer in which Sphinx keeps what the pages state, and the references to them.

While pages are read, maybe by several workers, each leaves its `Page` here, keyed by its name; merging and
purging are two lines each. Everything that concerns more than one page is computed afresh from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from hashlib import sha256
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from .catalog import UNKNOWN, Catalog
from .front_matter import Path
from .messages import Code, Problem, did_you_mean
from .model import replaced
from .outputs import FILES, address
from .page import Entry, Page, declared

_ = get_translation("partnerships")
logger = logging.getLogger(__name__)


class PartnershipsDomain(Domain):
    """Partners, team units, priorities and announcements as objects that can be referred to."""

    name = "partnerships"
    label = "Partnerships"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},  # docname -> Page
        "digests": {},  # docname -> a number of the text that was read; none if it was no text
        "reasons": {},  # docname -> priority id -> the nodes of the reason, translated
        "viewers": {},  # docname -> True, for pages that show what other pages state
    }
    object_types: ClassVar[dict[str, ObjType]] = {
        "partner": ObjType(_("partner"), "partner"),
        "unit": ObjType(_("team unit"), "unit"),
        "priority": ObjType(_("priority"), "priority"),
        "announcement": ObjType(_("announcement"), "announcement"),
    }
    roles: ClassVar[dict[str, Any]] = {
        **{kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in object_types},
        # A file that the build writes, such as `feeds/announcements.xml`.
        "published": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }

    _computed: tuple[Catalog, list[Problem]] | None = None

    # -- one page at a time ---------------------------------------------------------------------------------

    def note_page(self, page: Page, digest: int | None) -> None:
        """Remember what a page states, and of which text."""
        self.data["digests"][page.docname] = digest
        self._note(page)

    def _note(self, page: Page) -> None:
        self.data["pages"][page.docname] = page
        self._computed = None

    def note_problem(self, docname: str, line: int, code: Code, text: str) -> None:
        """Remember what is wrong with a page below its front matter."""
        page: Page = self.data["pages"][docname]
        if all((each.line, each.code, each.text) != (line, code, text) for each in page.problems):
            problem = Problem(f"{docname}.md", line, 1, code, text)
            self._note(replace(page, entry=None, problems=tuple(sorted([*page.problems, problem]))))

    def note_shown(
        self,
        docname: str,
        title: str,
        texts: Mapping[Path, str],
        reasons: Mapping[str, Sequence[nodes.Node]],
    ) -> None:
        """Remember what a page states as its readers see it.

        :param title: its heading, without markup
        :param texts: those of its facts that were translated, by their paths
        :param reasons: a partner's reasons with their markup, by priority
        """
        page: Page = self.data["pages"][docname]
        if page.entry:
            facts = page.entry.facts
            for path, text in texts.items():
                facts = replaced(facts, path, text)
            self._note(replace(page, entry=replace(page.entry, title=title, facts=facts)))
            self.data["reasons"][docname] = {
                id: [_detached(node) for node in reason] for id, reason in reasons.items()
            }

    def note_viewer(self, docname: str) -> None:
        """Remember that a page shows what other pages state."""
        self.data["viewers"][docname] = True

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for drawer in self.initial_data:
            self.data[drawer].pop(docname, None)
        self._computed = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another worker read."""
        for drawer in self.initial_data:
            self.data[drawer].update({doc: it for doc, it in otherdata[drawer].items() if doc in docnames})
        self._computed = None

    # -- all pages ------------------------------------------------------------------------------------------

    @property
    def viewers(self) -> list[str]:
        """The pages that show what other pages state, sorted."""
        return sorted(self.data["viewers"])

    @property
    def catalog(self) -> Catalog:
        """What all pages that are in order state together."""
        return self._compute()[0]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the pages, sorted."""
        return self._compute()[1]

    def _compute(self) -> tuple[Catalog, list[Problem]]:
        if self._computed is None:
            folder = self.env.srcdir / "_static" / "photos"
            photos = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
            self._computed = Catalog.of(self.data["pages"].values(), photos)
        return self._computed

    def reason(self, partner: Entry, priority: Entry) -> list[nodes.Node]:
        """Return fresh nodes of the reason why a partnership serves a priority."""
        shown = self.data["reasons"][partner.docname][priority.id]
        return [node.deepcopy() for node in shown]

    def fingerprint(self) -> str:
        """Return a digest of everything that a page can show of other pages."""
        digest = sha256()
        for entries in self.catalog.by_kind.values():
            for entry in entries.values():
                digest.update(repr((entry.kind, entry.docname, entry.title, entry.facts)).encode())
                for reason in self.data["reasons"].get(entry.docname, {}).values():
                    digest.update("".join(node.pformat() for node in reason).encode())
        return digest.hexdigest()

    def check_consistency(self) -> None:
        """Say everything that is wrong with the pages, in one order, whoever read them."""
        for problem in self.problems:
            location = f"{self.env.srcdir / problem.path}:{problem.line}:{problem.column}"
            logger.warning("%s", problem.text, location=location, type=self.name, subtype=problem.code.value)

    # -- references -----------------------------------------------------------------------------------------

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield all entries, for the search and for other sites."""
        for kind, entries in self.catalog.by_kind.items():
            for entry in entries.values():
                yield entry.id, entry.name, kind, entry.docname, "", 1

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
            return self._published(builder, fromdocname, target, contnode)
        entry = self.catalog.get(typ, target)
        if entry is None:
            return None
        if not node["refexplicit"]:
            contnode = nodes.inline("", entry.name, classes=contnode["classes"])
        return make_refnode(
            builder, fromdocname, entry.docname, node.get("anchor"), contnode, node.get("reftitle")
        )

    def _published(
        self, builder: Builder, fromdocname: str, path: str, contnode: Element
    ) -> nodes.reference | None:
        if path not in FILES:
            return None
        return nodes.reference("", "", contnode, internal=False, refuri=address(builder, path, fromdocname))

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
        for kind in self.object_types:
            if reference := self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode):
                found.append((f"{self.name}:{kind}", reference))
        return found


def _detached(node: nodes.Node) -> nodes.Node:
    """Return a copy that does not hang on to its page, which would be stored with it."""
    copy = node.deepcopy()
    for each in copy.findall():
        each.document = None  # type: ignore[assignment]
    return copy


def domain_of(env: BuildEnvironment) -> PartnershipsDomain:
    """Return the domain of this build."""
    return cast(PartnershipsDomain, env.domains[PartnershipsDomain.name])


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Say which word was meant, where a reference in the text leads nowhere."""
    if not isinstance(domain, PartnershipsDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    if kind == "published":
        code, known, noun = Code.UNKNOWN_FILE, set(FILES), "published file"
    else:
        code, known, noun = UNKNOWN[kind], set(domain.catalog.by_kind[kind]), kind
        if (kind, target) in map(declared, domain.data["pages"]):
            return True  # that page has an error, which was reported
    text = f'"{target}" is no {noun}{did_you_mean(target, known)}'
    logger.warning("%s", text, location=node, type=domain.name, subtype=code.value)
    return True
