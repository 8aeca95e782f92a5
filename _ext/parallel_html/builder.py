"""The builder `html`, in workers if the build is parallel."""

import gc
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import progress_message
from sphinx.util.parallel import ParallelTasks
from sphinx.writers.html5 import HTML5Translator

from parallel_html import search_words
from parallel_html.private_names import has_names

MIN_PAGES_FOR_WORKERS = 20  # starting workers and merging their results takes as long as some pages


class HTMLBuilder(StandaloneHTMLBuilder):
    """Resolves and writes pages in workers; what post-transforms keep there for later is lost."""

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.application = app
        self.finished = Path(app.doctreedir, f"parallel-html-{self.name}.txt")  # the pages that are finished

    def prepare_writing(self, docnames: Set[str]) -> None:
        if docnames:
            self.finished.unlink(missing_ok=True)
        super().prepare_writing(docnames)

    def finish(self) -> None:
        """Write what is made from all pages, unless no page was written or removed since the last time."""
        pages = "\n".join(sorted(self.env.all_docs))
        if not self.finished.is_file() or self.finished.read_text(encoding="utf-8") != pages:
            super().finish()
            self.finished.write_text(pages, encoding="utf-8")

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Return the HTML of a node; a page shows many titles that are only text and need no translator."""
        if isinstance(node, nodes.title) and all(isinstance(child, nodes.Text) for child in node.children):
            return {"fragment": "", "title": node.astext().translate(HTML5Translator.special_characters)}
        return super().render_partial(node)

    def in_workers(self, message: str, work: Callable[[list[str]], Any], docnames: list[str]) -> list[Any]:
        """Return shares of the pages, sorted, with the result of `work` for each."""
        results: list[Any] = []
        number = 4 * self.application.parallel  # of shares; large pages, often neighbors, are in several
        tasks = ParallelTasks(self.application.parallel)
        gc.collect()
        gc.freeze()  # garbage collection in a worker would copy its memory
        with progress_message(message):
            for first in range(min(number, len(docnames))):
                tasks.add_task(work, docnames[first::number], lambda *result: results.append(result))
            tasks.join()
        return sorted(results, key=lambda result: result[0][0])

    def write_documents(self, docnames: Set[str]) -> None:
        self.parallel_ok = self.parallel_ok and len(docnames) >= MIN_PAGES_FOR_WORKERS
        if not self.parallel_ok or not has_names(self.indexer, *search_words.BY_PAGE, *search_words.BY_WORD):
            super().write_documents(docnames)
            return
        first, *others = sorted(docnames)
        self._write_pages([first])  # compiles the templates for all workers
        for _, (images, words) in self.in_workers(__("writing output"), self._write_in_worker, others):
            self.images.update(images)
            search_words.add(self.indexer, words)

    def _write_in_worker(self, docnames: list[str]) -> tuple[dict[str, str], dict[str, Any]]:
        """Write pages; return their images and words, which the main process needs."""
        self.images = {}
        search_words.take(self.indexer)  # those of other pages
        self._write_pages(docnames)
        return self.images, search_words.take(self.indexer)

    def _write_pages(self, docnames: list[str]) -> None:
        for docname in docnames:
            self.phase = BuildPhase.RESOLVING
            doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
            self.phase = BuildPhase.WRITING
            self.write_doc_serialized(docname, doctree)
            self.write_doc(docname, doctree)
