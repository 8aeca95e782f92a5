"""What is the same for every page, made once; and memory, in which nothing is looked for in vain.

For each page Sphinx lets docutils describe all its options anew, one by one, and read docutils.conf; MyST
does so again, for a document that it throws away. That is a third of the time of reading a page, and nothing
of it depends on the page. `spare` changes private functions, and leaves alone what has another name by now:
then nothing is spared, and all the rest is as it was.

Python looks through all of its memory for what can be thrown away, each time that it has grown by a quarter.
While the environment is loaded, there is nothing of the kind; nor is there later in what was loaded; nor does
it matter when the process ends. That was nearly half of the time of a build in which nothing changed.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import myst_parser.mdit_to_docutils.base
import sphinx.builders.html
import sphinx.util.docutils
from docutils.frontend import Values
from docutils.utils import DependencyList
from sphinx.application import Sphinx


def spare() -> None:
    """Make the settings of documents, and the check sums of styles and scripts, once for a build."""
    gc.disable()  # until the environment is loaded
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    for module, name, once in (
        (sphinx.util.docutils, "_get_settings", _settings_once),
        (myst_parser.mdit_to_docutils.base, "make_document", cache),
        (sphinx.builders.html, "_file_checksum", cache),
    ):
        make = getattr(module, name, None)
        if make is not None and not hasattr(make, "__wrapped__"):
            setattr(module, name, once(make))


def _settings_once(make: Callable[..., Values]) -> Callable[..., Values]:
    """Return what makes copies of the settings, as long as it is asked for the same."""
    known: dict[tuple[Any, ...], tuple[dict[str, Any], Values]] = {}

    @wraps(make)
    def settings(*components: Any, defaults: Any, **more: Any) -> Values:
        kinds = (each if isinstance(each, type) else type(each) for each in components)
        key = (*kinds, *sorted(more.items()))
        if key not in known or known[key][0] != defaults:  # which name the build's environment, too
            known[key] = dict(defaults), make(*components, defaults=defaults, **more)
        copy = known[key][1].copy()
        copy.record_dependencies = DependencyList()
        return copy

    return settings


def keep_what_is_there() -> None:
    """Look for nothing to throw away in what is in memory now.

    A worker that did would copy all that it was born with.
    """
    gc.freeze()


def on_builder_inited(app: Sphinx) -> None:
    """Look through memory from now on, but not through the environment."""
    keep_what_is_there()
    gc.enable()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Let go of what was kept: this process may build again."""
    gc.unfreeze()
