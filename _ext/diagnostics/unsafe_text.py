"""Characters and URLs that texts of contributors may not contain."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Control characters, line ends that editors do not show, characters that XML does not allow, and characters
# that change the direction of the text around them, which can make one name look like another.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def forbidden(character: str) -> str:
    """Return the message about a forbidden character."""
    return f"the character U+{ord(character):04X} is not allowed; delete it"


def is_web_url(value: str) -> bool:
    """Return whether a text is the URL of a page on the web, without a user name or misleading characters."""
    try:
        url = urlsplit(value)
        is_valid = url.scheme in ("https", "http") and "." in (url.hostname or "") and url.username is None
    except ValueError:
        return False
    return is_valid and not re.search(r'[\s"<>\\^`{|}]', value) and not FORBIDDEN.search(value)
