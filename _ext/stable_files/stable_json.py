"""JSON that is the same text each time for the same value."""

from __future__ import annotations

import json


def json_text(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON with sorted keys.

    :param indent: spaces for each level; None: everything on one line
    """
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True)


def json_bytes(value: object, indent: int = 2) -> bytes:
    """Return a value as the content of a JSON file, which ends with a line end."""
    return f"{json_text(value, indent)}\n".encode()
