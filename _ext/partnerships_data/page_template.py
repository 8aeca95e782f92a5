"""The text of a new page: required keys to fill in, optional keys as comments."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from partnerships_data.catalog.json_schema import REFERENCES, SCHEMA_FOLDER, Ids, takes
from partnerships_data.pages.front_matter import FrontMatterError, parse
from partnerships_data.pages.models import KINDS
from partnerships_data.pages.reader import FILL_IN_MARK

RENAMING_KEYS = frozenset({"formerly", "id"})  # keys that only a page that was renamed can need


MAX_IDS_LISTED = 8  # ids that a comment lists


PROSE: Mapping[str, str] = {
    "partner": "what the partnership is, in a few sentences; name the source of each statement.",
    "unit": "how the unit works, and with whom, in a few sentences.",
    "priority": "what the priority is about, in a few sentences; name the source of each statement.",
    "announcement": "what happened, in a few sentences.",
}


def template(kind: str, values: Mapping[str, str], ids: Ids) -> str:
    """Return a page of this kind.

    :param values: what is known, by its key; under "title" the heading
    :param ids: what the page may point to
    """
    model = KINDS[kind].model_json_schema()
    definitions, required = model.get("$defs", {}), model["required"]
    keys = describe_keys(kind, ids)
    # For servers of YAML that an editor hands the front matter; ours (`language_server`) does not need it.
    lines = ["---", f"# yaml-language-server: $schema=../{SCHEMA_FOLDER}/{kind}.json", f"{kind}:"]
    for key in required:
        known = values.get(key)
        lines += [] if known else _comment(keys[key])
        lines.append(f"  {key}: {scalar(known) if known else FILL_IN_MARK}")
    optional = [key for key in keys if key not in required and key not in RENAMING_KEYS]
    if optional:
        lines += _comment('All keys below are optional. Delete the "# " in front of those that you use.')
    for key in optional:
        lines += ["  #", *_comment(keys[key])]
        lines += [f"  # {line}" for line in _sample(key, model["properties"][key], definitions, ids)]
    title = values.get("title") or values.get("name") or FILL_IN_MARK
    lines += ["---", f"# {escaped(title)}", "", f"{FILL_IN_MARK}: {PROSE[kind]}", ""]
    return "\n".join(lines)


def describe_keys(kind: str, ids: Ids) -> dict[str, str]:
    """Return one line for each key of a kind: what it means and takes."""
    model = KINDS[kind].model_json_schema()
    definitions = model.get("$defs", {})
    return {key: _describe_key(key, value, definitions, ids) for key, value in model["properties"].items()}


def _describe_key(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> str:
    taken = takes(value, definitions)
    if key in REFERENCES:
        kind = REFERENCES[key]
        few = 0 < len(ids[kind]) <= MAX_IDS_LISTED
        id = f"one of {', '.join(ids[kind])}" if few else f"the id of a page in {KINDS[kind].folder}/"
        taken = f"a list, each item {id}" if value.get("type") == "array" else id
    meaning = " ".join(value["description"].split())
    return f"{meaning} Takes {taken}.".replace("`", "")


def _comment(text: str) -> list[str]:
    indent = "  # "
    return textwrap.wrap(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _sample(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> Iterator[str]:
    """Yield a key as it looks when it is used, without its values."""
    yield f"{key}:"
    match value:
        case {"type": "object"}:
            yield from (f"  {id}:" for id in ids[REFERENCES[key]])
        case {"type": "array", "items": {"$ref": reference}} if "properties" in (
            item := definitions[reference.rpartition("/")[2]]
        ):
            first, *more = item["required"]
            yield from (f"  - {first}:", *(f"    {name}:" for name in more))


def scalar(text: str) -> str:
    """Return a text as YAML; plain if it can stand so."""
    try:
        plain = parse(f"key: {text}").values == {"key": text}
    except FrontMatterError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def escaped(text: str) -> str:
    """Return a text as Markdown in which no character means anything."""
    return re.sub(r"([\\`*_\[\]<>{}#$])", r"\\\1", text)
