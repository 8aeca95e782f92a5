"""Writes fewer pages again: `BuildEnvironment.files_to_rebuild`.

Sphinx writes a page again when a page in its table of contents changed, even if the table is hidden.
Seen in Sphinx 9.0, without an upstream issue. Without the name, Sphinx writes more pages.
"""

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from parallel_html.private_names import has_names


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Do not write pages again because of their hidden tables of contents."""
    if has_names(app.env, "files_to_rebuild"):
        for parents in app.env.files_to_rebuild.values():
            for docname in sorted(parents):
                if all(toctree["hidden"] for toctree in app.env.tocs[docname].findall(addnodes.toctree)):
                    parents.discard(docname)
