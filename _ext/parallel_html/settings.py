"""Copies the settings of docutils: `_get_settings` of `sphinx.util.docutils`, `get_default_settings` of MyST.

For each page, Sphinx processes all options, and MyST does so for a document that it does not use. Seen in
Sphinx 9.0 (sphinx#10337 once shared them) and MyST-Parser 5.2. Without the names, builds take longer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from docutils.frontend import Values
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base
from sphinx.util import docutils

from parallel_html.private_names import has_names

FUNCTIONS = ((docutils, "_get_settings"), (base, "get_default_settings"))


def install() -> None:
    """Copy settings made from equal arguments, until the process ends."""
    for module, name in FUNCTIONS:
        if has_names(module, name) and not hasattr(getattr(module, name), "__wrapped__"):
            setattr(module, name, _with_copies(getattr(module, name)))


def _with_copies(get_settings: Callable[..., Values]) -> Callable[..., Values]:
    known: dict[tuple[Any, ...], tuple[dict[str, Any], Values]] = {}

    @wraps(get_settings)
    def copy_settings(*components: Any, **options: Any) -> Values:
        kinds = (part if isinstance(part, type) else type(part) for part in components)
        defaults = options.get("defaults", {})  # they name the environment, too
        key = (*kinds, *sorted(item for item in options.items() if item[0] != "defaults"))
        if key not in known or known[key][0] != defaults:
            known[key] = dict(defaults), get_settings(*components, **options)
        settings = known[key][1].copy()
        settings.record_dependencies = DependencyList()
        return settings

    return copy_settings
