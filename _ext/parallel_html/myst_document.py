"""Makes MyST's default document once: `myst_parser.mdit_to_docutils.base.make_document`.

MyST makes it for each page, with all settings of docutils, and does not use it. Seen in MyST-Parser 5.2,
without an upstream issue. Without the name, it is made for each page.
"""

from functools import cache

from myst_parser.mdit_to_docutils import base

from parallel_html.private_names import has_names


def install() -> None:
    """Make one document, until the process ends."""
    if has_names(base, "make_document") and not hasattr(base.make_document, "__wrapped__"):
        base.make_document = cache(base.make_document)
