"""Keeps Python's garbage collector away from objects that live as long as the build."""

import atexit
import gc

from sphinx.application import Sphinx


def pause() -> None:
    """Pause garbage collection until the environment is loaded, and when the process ends."""
    gc.disable()
    atexit.register(gc.freeze)


def on_builder_inited(app: Sphinx) -> None:
    """Collect again, but not what is in memory now, and rarely: a page has thousands of nodes."""
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Collect everything again: this process may build another site."""
    gc.unfreeze()
