"""Reading pages: which are read, and how their facts reach the domain.

Drafts, and pages that are not UTF-8 text, are excluded before Sphinx looks for pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from partnerships.build.consistency import all_problems
from partnerships.domain import domain_of
from partnerships.translation import with_fact_texts
from partnerships_data.pages.entry import Page
from partnerships_data.pages.front_matter import FrontMatterError, parse, split
from partnerships_data.pages.models import Announcement
from partnerships_data.pages.reader import read_page, unreadable_page
from partnerships_data.source_tree import page_paths


@dataclass
class ExcludedPages:
    """The pages that one build leaves out, found before Sphinx looks for pages."""

    undecodable: list[Page] = field(default_factory=list)

    def on_config_inited(self, app: Sphinx, config: Config) -> None:
        """Exclude drafts, unless they are wanted, and pages that are not UTF-8 text."""
        root = Path(app.srcdir)
        self.undecodable.clear()
        excluded = []
        for path in sorted(page_paths(root)):
            name, content = path.relative_to(root).as_posix(), _content(path)
            if _decoded(content) is None:
                self.undecodable.append(unreadable_page(name.removesuffix(".md"), content))
                excluded.append(name)
            elif not config.partnerships_drafts and _is_draft(name, content):
                excluded.append(name)
        config.exclude_patterns = [*config.exclude_patterns, *excluded]

    def on_env_get_outdated(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Return pages to read although Sphinx takes them for unchanged.

        A file that was put back has its old time, and Sphinx compares times only. A page with a problem is
        read by every build until it is right, because a second build must not pass in silence.
        """
        domain = domain_of(env)
        for docname in domain.data["pages"].keys() - env.found_docs - removed:
            domain.clear_doc(docname)  # was not UTF-8 text
        digests = domain.data["digests"]
        outdated = {
            docname
            for docname in env.found_docs
            if _digest(_content(env.doc2path(docname))) != digests.get(docname)
        }
        faulty = {problem.path.removesuffix(".md") for problem in all_problems(domain)}
        faulty |= {page.docname for page in self.undecodable}
        outdated |= faulty
        if faulty - env.found_docs:  # problems are only reported if some page is read_page
            outdated |= set(domain.viewers[:1])
        return sorted(outdated - added)

    def on_env_before_read_docs(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Give the domain the problems of pages that are not UTF-8 text."""
        for page in self.undecodable:
            domain_of(env).note_page(page, None)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b"\xff"  # as good as not UTF-8


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _digest(content: bytes) -> int | None:
    """Return the checksum of a page's text as Sphinx reads it; None if it is not UTF-8."""
    text = _decoded(content)
    return None if text is None else crc32(text.replace("\r\n", "\n").replace("\r", "\n").encode())


def _is_draft(name: str, content: bytes) -> bool:
    """Return whether a page states that it is a draft, even if other facts of it are wrong."""
    if not name.startswith(f"{Announcement.folder}/") or b"draft:" not in content:
        return False
    block, _, _ = split(content.decode("utf-8-sig", "replace"))
    try:
        facts = parse(block or "").values.get("announcement")
    except FrontMatterError:
        return False  # the build reports it
    return isinstance(facts, dict) and facts.get("draft", "false") != "false"


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take the facts out of a page, so that no other reader of front matter sees them."""
    digest = crc32(content[0].encode())
    page, text = read_page(content[0], docname)
    domain_of(app.env).note_page(page, digest)
    content[0] = with_fact_texts(text) if page.entry else text


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Give Sphinx the options of a page."""
    page: Page = domain_of(app.env).data["pages"][app.env.docname]
    app.env.metadata[app.env.docname] |= page.options.model_dump(exclude_defaults=True)


def setup_reading(app: Sphinx) -> None:
    """Connect reading."""
    excluded = ExcludedPages()
    app.connect("config-inited", excluded.on_config_inited)
    app.connect("env-get-outdated", excluded.on_env_get_outdated)
    app.connect("env-before-read-docs", excluded.on_env_before_read_docs)
    app.connect("source-read", on_source_read, priority=100)  # before whatever reads the text
    app.connect("doctree-read", on_doctree_read)
