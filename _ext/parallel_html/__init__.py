"""An optional Sphinx extension that makes HTML builds faster; the files are the same without it.

Each private name of Sphinx or MyST has a module. If it is gone, that speed-up is off and the log says so.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from parallel_html import builder, garbage_collection, hidden_toctrees, reading, settings


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace the builder `html`, and make things once that are the same for every page."""
    garbage_collection.pause()
    reading.install()
    settings.install()
    app.add_builder(builder.HTMLBuilder, override=True)
    app.connect("builder-inited", garbage_collection.on_builder_inited)
    app.connect("write-started", hidden_toctrees.on_write_started)
    app.connect("build-finished", garbage_collection.on_build_finished, priority=920)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
