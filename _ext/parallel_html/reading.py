"""Reads pages in workers and merges what they have read at the end: `Builder._read_parallel`.

Sphinx merges in between; later workers inherit that, and return it once more. Seen in Sphinx 9.0, after
sphinx#13624, #13632 and #13645. Without the name, Sphinx reads in its own way.
"""

import pickle

from sphinx.builders import Builder
from sphinx.locale import __

from parallel_html.builder import MIN_PAGES_FOR_WORKERS, HTMLBuilder
from parallel_html.private_names import has_names


def install() -> None:
    """Replace the method of the builder."""
    if has_names(Builder, "_read_parallel"):
        HTMLBuilder._read_parallel = read_in_workers  # type: ignore[assignment, method-assign]


def read_in_workers(builder: HTMLBuilder, docnames: list[str], nproc: int) -> None:
    """Read pages into the environment."""

    def read(docnames: list[str]) -> bytes:
        for docname in docnames:
            builder.read_doc(docname)
        return pickle.dumps(builder.env, pickle.HIGHEST_PROTOCOL)

    for docname in docnames:
        builder.events.emit("env-purge-doc", builder.env, docname)
        builder.env.clear_doc(docname)
    if len(docnames) < MIN_PAGES_FOR_WORKERS:
        for docname in docnames:
            builder.read_doc(docname)
        return
    for share, environment in builder.in_workers(__("reading sources"), read, docnames):
        builder.env.merge_info_from(share, pickle.loads(environment), builder.application)
