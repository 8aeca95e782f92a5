"""An optional Sphinx extension that makes HTML builds faster; the files are the same without it.

Each private name of Sphinx or MyST has a module. If it is gone, that speed-up is off and the log says so.
"""

import atexit
import gc

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from parallel_html import builder, hidden_toctrees, reading, settings


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace the builder `html`, and make things once that are the same for every page."""
    gc.disable()  # until the environment is loaded
    atexit.register(gc.freeze)  # a process that ends need not collect garbage
    reading.install()
    settings.install()
    app.add_builder(builder.HTMLBuilder, override=True)
    app.connect("builder-inited", collect_rarely)
    app.connect("write-started", hidden_toctrees.on_write_started)
    app.connect("build-finished", lambda app, exception: gc.unfreeze(), priority=920)  # for the next build
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def collect_rarely(app: Sphinx) -> None:
    """Collect garbage again, but not what is in memory now, and rarely: a page has thousands of nodes."""
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
