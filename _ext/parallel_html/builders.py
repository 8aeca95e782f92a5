"""The HTML builders: Sphinx's own, with work shared out so that all processors have some to the end.

Sphinx resolves each page in its main process, finds the words for the search there, and lets workers do the
rest; but most of the work on these pages is in resolving, where placeholders become what other pages state.
Here a worker does all that is to be done for a page, and hands back what the main process needs to finish:
which pictures are shown, and what the search is to know.

`make -C tests/measure bench` measures the effect.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks, make_chunks

from parallel_html.caching import keep_what_is_there

logger = logging.getLogger(__name__)

MIN_PAGES_FOR_WORKERS = 5  # pages: less work than to share them out
# What the search index keeps by page, and by word with the pages where it stands.
BY_PAGE = ("_titles", "_filenames", "_all_titles", "_index_entries")
BY_WORD = ("_mapping", "_title_mapping")


def _page_of(message: Any) -> str:
    return str(getattr(message, "location", "")).partition(".md:")[0]


class SharedWork(StandaloneHTMLBuilder):
    """What the two builders have in common."""

    def shared_out(
        self, work: Callable[[Sequence[str]], Any], shares: Sequence[Sequence[str]], what: str, colour: str
    ) -> list[tuple[Sequence[str], Any]]:
        """Return shares of the pages with what `work` made of each, sorted by their first pages."""
        progress = status_iterator(shares, what, colour, len(shares), self.config.verbosity)
        found: list[tuple[Sequence[str], Any]] = []

        def done(share: Sequence[str], result: Any) -> None:
            found.append((share, result))
            next(progress)

        tasks = ParallelTasks(self._app.parallel)
        keep_what_is_there()
        told: Any
        with nullcontext() if self._app._exception_on_warning else logging.pending_warnings() as told:
            for share in shares:
                tasks.add_task(work, share, done)
            tasks.join()
            if told:
                told.buffer.sort(key=_page_of)  # else who is ready first would speak first
        logger.info("")
        return sorted(found, key=lambda each: each[0][0])

    def init_highlighter(self) -> None:
        """Make a formatter of code for each set of options, not for each block."""
        super().init_highlighter()
        make, made = self.highlighter.get_formatter, dict[str, Any]()

        def formatter(**options: Any) -> Any:
            key = repr(sorted(options.items()))
            return made[key] if key in made else made.setdefault(key, make(**options))

        self.highlighter.get_formatter = formatter  # type: ignore[method-assign]

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare; templates do not change any more, and docutils need not look for styles of its own."""
        super().prepare_writing(docnames)
        self.templates.environment.auto_reload = False
        self.docsettings.stylesheet_path = self._settings.stylesheet_path = []
        self._titles: dict[str, dict[str, str]] = {}
        self.written = docnames

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Load the index of the search, if it is to change."""
        if docnames:
            super().load_indexer(docnames)

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render the title of a page once, not on each page that names it."""
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        key = str(node)
        if key not in self._titles:
            self._titles[key] = super().render_partial(node)
        return self._titles[key]

    # -- reading --------------------------------------------------------------------------------------------

    def _read_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        """Read pages, and merge what was found when all have been read.

        Sphinx merges in between, so that later workers inherit what earlier ones found, and hand it back.
        """
        if len(docnames) <= MIN_PAGES_FOR_WORKERS:
            self._read_serial(list(docnames))
            return
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)
        shares = make_chunks(docnames, self._app.parallel)
        what = __("reading sources... ")
        for share, found in self.shared_out(self._environment_of, shares, what, "purple"):
            self.env.merge_info_from(share, pickle.loads(found), self._app)

    def _environment_of(self, docnames: Sequence[str]) -> bytes:
        self.env._app = self._app
        for docname in docnames:
            self.read_doc(docname, _cache=False)
        return pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

    # -- writing --------------------------------------------------------------------------------------------

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write pages."""
        if not self.parallel_ok:
            super().write_documents(docnames)
            return
        lists = {name for name in docnames if name.rpartition("/")[2] == "index"}
        first, *others = sorted(docnames - lists or lists)
        self._write_pages([first])  # which compiles the templates, for all workers
        # The longest come first, while workers inherit least, and each alone.
        long = sorted(lists - {first}.union(others))
        shares = [*([name] for name in long), *make_chunks(others, self._app.parallel)]
        what = __("writing output... ")
        for _share, (images, words) in self.shared_out(self._written, shares, what, "darkgreen"):
            self.images.update(images)
            for name in BY_PAGE:
                getattr(self.indexer, name).update(words[name])
            for name in BY_WORD:
                known = getattr(self.indexer, name)
                for word, where in words[name].items():
                    known.setdefault(word, set()).update(where)

    def _written(self, docnames: Sequence[str]) -> tuple[dict[str, str], dict[str, Any]]:
        """Write pages; return the images that they show, and the words for the search."""
        self.images = {}
        for name in (*BY_PAGE, *BY_WORD):
            setattr(self.indexer, name, {})
        self._write_pages(docnames)
        return self.images, {name: getattr(self.indexer, name) for name in (*BY_PAGE, *BY_WORD)}

    def _write_pages(self, docnames: Sequence[str]) -> None:
        for docname in docnames:
            self.phase = BuildPhase.RESOLVING
            doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
            self.phase = BuildPhase.WRITING
            self.write_doc_serialized(docname, doctree)
            self.write_doc(docname, doctree)

    def finish(self) -> None:
        """Make what is made of all pages, if any was written; else all of it is there."""
        if self.written:
            super().finish()


class HTMLBuilder(SharedWork):
    """`html`."""


class DirectoryBuilder(SharedWork, DirectoryHTMLBuilder):
    """`dirhtml`: each page in a folder of its own."""


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Do not write a page again because of pages in its hidden table of contents.

    A hidden table of contents shows on a page only as navigation, around the text.
    """
    env = app.env
    hidden = {
        name
        for name in set().union(*env.files_to_rebuild.values())
        if all(tree["hidden"] for tree in env.tocs[name].findall(addnodes.toctree))
    }
    env.files_to_rebuild = {name: pages - hidden for name, pages in env.files_to_rebuild.items()}
