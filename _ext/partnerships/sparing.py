"""What is the same for every page, made once.

For each page Sphinx lets docutils describe all its options anew, one by one, and read docutils.conf; MyST
does so again, for a document that it throws away. That is a third of the time of reading a page, and nothing
of it depends on the page. `spare` changes private functions, and leaves alone what has another name by now:
then nothing is spared, and all the rest is as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import myst_parser.mdit_to_docutils.base
import sphinx.builders.html
import sphinx.util.docutils
from docutils.frontend import Values
from docutils.utils import DependencyList


def spare() -> None:
    """Make the settings of documents, and the check sums of styles and scripts, once for a build."""
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
