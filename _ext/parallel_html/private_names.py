"""The check of private names, which any version of Sphinx or MyST can change."""

from sphinx.locale import __
from sphinx.util import logging

logger = logging.getLogger(__name__)


def has_names(owner: object, *names: str) -> bool:
    """Return whether an object has all attributes; log the first one that it lacks."""
    missing = [name for name in names if not hasattr(owner, name)]
    if missing:
        logger.info(__("parallel_html: no %s in %s, so builds take longer"), missing[0], owner)
    return not missing
