"""Reading pages: which are read, and how their facts and problems reach the domain and the log."""

from __future__ import annotations

from glob import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from page_checks.checker import checker_of
from page_checks.files import photo_name_problems, symbolic_link_problems
from partnerships.build.consistency import all_problems, on_env_check_consistency
from partnerships.domain import domain_of
from partnerships.translation import with_fact_texts
from partnerships_data.excluded_files import ScannedPages, scan_pages, text_digest
from partnerships_data.pages.entry import Page
from partnerships_data.pages.models import Options


def exclude_other_files(app: Sphinx, config: Config) -> None:
    """Leave out symbolic links, and files in the folder of photos whose names are not those of photos."""
    root = Path(app.srcdir)
    for problem in (*symbolic_link_problems(root), *photo_name_problems(root)):
        # Sphinx compares a static file's path below the static folder, which it calls ".".
        below = problem.path.partition("/")[2]
        below = below if "/" in below else f"./{below}"
        config.exclude_patterns = [*config.exclude_patterns, escape(problem.path), escape(below)]


class PageSelection:
    """Which pages one build reads."""

    scanned: ScannedPages  # set when the configuration is known

    def on_config_inited(self, app: Sphinx, config: Config) -> None:
        """Exclude drafts, unless they are wanted, and pages that are not UTF-8 text."""
        self.scanned = scan_pages(Path(app.srcdir), config.partnerships_drafts)
        config.exclude_patterns = [*config.exclude_patterns, *map(escape, self.scanned.excluded)]

    def on_env_get_outdated(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Return pages to read although Sphinx takes them for unchanged.

        A file that was put back has its old time, and Sphinx compares times only. A page with a problem is
        read by every build until it is right, because a second build must not pass in silence.
        """
        domain, root, drafts = domain_of(env), Path(env.srcdir), self.scanned.drafts
        domain.data["drafts"] = {name: checker_of(root).read(drafts[name], name)[0] for name in drafts}
        for docname in domain.data["pages"].keys() - env.found_docs - removed:
            domain.clear_doc(docname)  # was not UTF-8 text
        digests = domain.data["digests"]
        outdated = {name for name, digest in self.scanned.digests.items() if digest != digests.get(name)}
        faulty = {problem.path.removesuffix(".md") for problem in all_problems(domain)}
        faulty |= {page.docname for page in self.scanned.undecodable}
        if faulty - env.found_docs:  # problems are only reported if some page is read
            outdated |= set(domain.viewers[:1])
        return sorted((outdated | faulty) - added)

    def on_env_before_read_docs(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Give the domain the pages that the build leaves out, which can have problems, too."""
        for page in self.scanned.undecodable:
            domain_of(env).note_page(page, None)


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take the facts out of a page, so that no other reader of front matter sees them."""
    digest = text_digest(content[0])
    page, text = Page(docname, None, Options(), ()), content[0]
    if app.env.doc2path(docname).suffix == ".md":
        page, text = checker_of(Path(app.srcdir)).read(text, docname)
    domain_of(app.env).note_page(page, digest)
    content[0] = with_fact_texts(text) if page.entry else text


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Give Sphinx the options of a page, and the date of its facts."""
    page = domain_of(app.env).page(app.env.docname)
    metadata = app.env.metadata[app.env.docname]
    metadata |= page.options.model_dump(exclude_defaults=True)
    if page.entry and page.entry.last_changed:
        metadata["date"] = page.entry.last_changed


def setup_reading(app: Sphinx) -> None:
    """Connect reading, and the report of all problems."""
    selection = PageSelection()
    app.connect("config-inited", exclude_other_files)
    app.connect("config-inited", selection.on_config_inited)
    app.connect("env-get-outdated", selection.on_env_get_outdated)
    app.connect("env-before-read-docs", selection.on_env_before_read_docs)
    app.connect("source-read", on_source_read, priority=100)  # before whatever else reads the text
    app.connect("doctree-read", on_doctree_read)
    app.connect("env-check-consistency", on_env_check_consistency)
