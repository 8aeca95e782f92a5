"""Characters and URLs that no text from contributors may contain."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Control characters, ends of lines that no editor shows as such, what no XML file can hold, and characters
# that override the direction of the text around them, by which one name can be made to look like another.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def forbidden(character: str) -> str:
    """Return the message about a character that no text may hold."""
    return f"the character U+{ord(character):04X} cannot stand in a text; delete it"


def is_web_url(value: str) -> bool:
    """Return whether this is the address of a page on the web, with nothing in it that misleads."""
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("https", "http") and "." in (parts.hostname or "") and parts.username is None
    except ValueError:
        return False
    return sound and not re.search(r'[\s"<>\\^`{|}]', value) and not FORBIDDEN.search(value)
