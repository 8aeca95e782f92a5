"""Copies the settings of docutils for each page: `sphinx.util.docutils._get_settings`.

Sphinx processes all options and reads docutils.conf for each page. Seen in Sphinx 9.0; sphinx#10337 once
made it share them. Without the name, each page has settings of its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from docutils.frontend import Values
from docutils.utils import DependencyList
from sphinx.util import docutils

from parallel_html.private_names import has_names


def install() -> None:
    """Copy settings made from equal arguments, until the process ends."""
    if has_names(docutils, "_get_settings") and not hasattr(docutils._get_settings, "__wrapped__"):
        docutils._get_settings = _with_copies(docutils._get_settings)


def _with_copies(get_settings: Callable[..., Values]) -> Callable[..., Values]:
    known: dict[tuple[Any, ...], tuple[dict[str, Any], Values]] = {}

    @wraps(get_settings)
    def copy_settings(*components: Any, defaults: Any, **options: Any) -> Values:
        kinds = (part if isinstance(part, type) else type(part) for part in components)
        key = (*kinds, *sorted(options.items()))
        if key not in known or known[key][0] != defaults:  # the defaults name the environment, too
            known[key] = dict(defaults), get_settings(*components, defaults=defaults, **options)
        settings = known[key][1].copy()
        settings.record_dependencies = DependencyList()
        return settings

    return copy_settings
