"""What each key of front matter takes, in words, from the JSON Schema of the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SCHEMA_FOLDER = "_build/schema"  # where `make schema` writes the schemas
# The keys that hold ids of other pages -> the kind of these pages. A test compares them with the models.
REFERENCES: Mapping[str, str] = {
    "unit": "unit",
    "alignment": "priority",
    "partners": "partner",
    "priorities": "priority",
    "units": "unit",
}
Ids = Mapping[str, Mapping[str, str]]  # kind -> id -> name


def describe_value(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Return what a key takes, from its JSON Schema, in inline Markdown."""
    match schema:
        case {"$comment": str(words)}:
            return words
        case {"$ref": str(reference)}:
            return describe_value(definitions[reference.rpartition("/")[2]], definitions)
        case {"anyOf": [value, {"type": "null"}]}:
            return describe_value(value, definitions)
        case {"anyOf": [text, {"properties": _} as keys]}:
            return f"{describe_value(text, definitions)}, or {describe_value(keys, definitions)}"
        case {"properties": dict(keys)}:
            return f"the keys {_words(keys)}"
        case {"enum": list(words)}:
            return f"one of {_words(words)}"
        case {"type": "array", "items": items}:
            return f"a list, each item {describe_value(items, definitions)}"
        case {"additionalProperties": dict(value)}:
            return f"a line for each id, with {describe_value(value, definitions)}"
        case {"type": "integer"}:
            return "a whole number"
        case {"maxLength": int(length)}:
            return f"a text of at most {length} characters"
        case _:
            return "a text"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
