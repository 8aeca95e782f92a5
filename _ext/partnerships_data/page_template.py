"""The text of a new page: required keys to fill in, optional keys as comments."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from page_source.fill_in import FILL_IN_MARK
from page_source.front_matter import parse
from partnerships_data.catalog.json_schema import REFERENCES, SCHEMA_FOLDER, Ids, describe_value
from partnerships_data.pages.models import KINDS

RENAMING_KEYS = frozenset({"formerly", "id"})  # keys that only a renamed page can need
MAX_IDS_LISTED = 8  # in a comment
FILE_NAMES = {kind: f"name-of-the-{kind}.md" for kind in KINDS}  # suggested for a new page
FILE_NAMES["announcement"] = "2026-01-31-a-few-words.md"
PROSE: Mapping[str, str] = {
    "partner": "what the partnership is, in a few sentences; name the source of each statement.",
    "unit": "how the unit works, and with whom, in a few sentences.",
    "priority": "what the priority is about, in a few sentences; name the source of each statement.",
    "announcement": "what happened, in a few sentences.",
}


def new_page(kind: str, values: Mapping[str, str], ids: Ids) -> str:
    """Return the text of a page of this kind.

    :param values: the known values by key, and the heading under "title"
    :param ids: the ids that the page may refer to
    """
    model = KINDS[kind].model_json_schema()
    definitions, required = model.get("$defs", {}), model["required"]
    keys = describe_keys(kind, ids)
    # For YAML language servers; our own does not need it.
    lines = ["---", f"# yaml-language-server: $schema=../{SCHEMA_FOLDER}/{kind}.json", f"{kind}:"]
    for key in required:
        known = values.get(key)
        lines += [] if known else _comment(keys[key])
        lines.append(f"  {key}: {yaml_scalar(known) if known else FILL_IN_MARK}")
    optional = [key for key in keys if key not in required and key not in RENAMING_KEYS]
    if optional:
        lines += _comment('All keys below are optional. Delete the "# " in front of those that you use.')
    for key in optional:
        lines += ["  #", *_comment(keys[key])]
        lines += [f"  # {line}" for line in _sample(key, model["properties"][key], definitions, ids)]
    title = values.get("title") or values.get("name") or FILL_IN_MARK
    lines += ["---", f"# {escape_markdown(title)}", "", f"{FILL_IN_MARK}: {PROSE[kind]}", ""]
    return "\n".join(lines)


def describe_keys(kind: str, ids: Ids) -> dict[str, str]:
    """Return one line for each key of a kind: its meaning, and what it takes."""
    model = KINDS[kind].model_json_schema()
    definitions = model.get("$defs", {})
    return {key: _describe_key(key, value, definitions, ids) for key, value in model["properties"].items()}


def _describe_key(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> str:
    taken = describe_value(value, definitions)
    if key in REFERENCES:
        kind = REFERENCES[key]
        few = 0 < len(ids[kind]) <= MAX_IDS_LISTED
        id = f"one of {', '.join(ids[kind])}" if few else f"the id of a page in {KINDS[kind].folder}/"
        shapes = {"array": f"a list, each item {id}", "object": f"{taken}; each id is {id}"}
        taken = shapes.get(value.get("type", ""), id)
    return f"{' '.join(value['description'].split())} Takes {taken}.".replace("`", "")


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="  # ", subsequent_indent="  # ", break_on_hyphens=False)


def _sample(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> Iterator[str]:
    """Yield the lines of a key, without its values: brackets for a list, all keys of a part."""
    item = value.get("items", {})
    part = definitions.get(item.get("$ref", "").rpartition("/")[2], item)
    if value.get("type") == "object":
        yield f"{key}:"
        yield from (f"  {id}:" for id in ids[REFERENCES[key]])
    elif "properties" in part:
        yield f"{key}:"
        for name, shape in part["properties"].items():
            indent = "    " if name != next(iter(part["properties"])) else "  - "
            yield f"{indent}{name}:{' []' if shape.get('type') == 'array' else ''}"
    else:
        yield f"{key}: []" if value.get("type") == "array" else f"{key}:"


def yaml_scalar(text: str) -> str:
    """Return a text as YAML, in quotes only if it needs them."""
    block = parse(f"key: {text}")
    is_plain = block.values == {"key": text} and not block.errors
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def escape_markdown(text: str) -> str:
    """Return a text with all Markdown markup escaped."""
    return re.sub(r"([\\`*_\[\]<>{}#$&]|(?<=')')", r"\\\1", text)
