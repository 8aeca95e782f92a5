"""JSON Schemas of front matter, with the ids that exist, and the `schema` command that prints them.

A schema is that of the model. A text may look like a number to YAML, because our reader takes each value as
the text that was typed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.json_schema import REFERENCES, Ids, describe_value
from partnerships_data.pages.entry import expected_entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS, Options
from partnerships_data.releases.sentences import REGIONS


def known_ids(sources: SourceTree) -> Ids:
    """Return the ids that a page may refer to. A page with errors has an id, too; it is also its name."""
    ids: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for name in sorted(sources.content):
        if expected := expected_entry(name.removesuffix(".md")):
            kind, id = expected
            entry = sources.catalog.get(kind, id)
            ids[kind][id] = entry.name if entry else id
    return ids


def front_matter_schema(kind: str, ids: Ids) -> dict[str, Any]:
    """Return the schema of the front matter of a page of this kind."""
    facts = _typed_loosely(KINDS[kind].model_json_schema())
    definitions = facts.pop("$defs", {})
    if "Region" in definitions:
        definitions["Region"]["enumDescriptions"] = [REGIONS[region] for region in Region]
    for key, value in facts["properties"].items():
        if known := ids[REFERENCES[key]] if key in REFERENCES else {}:
            facts["properties"][key] = _naming(value, known, describe_value(value, definitions))
    properties = _typed_loosely(Options.model_json_schema())["properties"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",  # the version that tools for YAML support
        "title": f"The facts of one {kind}",
        "type": "object",
        "properties": {kind: facts, **properties},
        "required": [kind],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _typed_loosely(value: Any) -> Any:
    """Return a schema in which a text may look like a number or a boolean."""
    if isinstance(value, list):
        return [_typed_loosely(item) for item in value]
    if not isinstance(value, dict):
        return value
    loose = {key: _typed_loosely(item) for key, item in value.items()}
    if loose.get("type") == "string" and "enum" not in loose:
        loose["type"] = ["string", "number", "boolean"]
    return loose


def _naming(value: dict[str, Any], known: Mapping[str, str], taken: str) -> dict[str, Any]:
    """Return the schema of a key that only takes known ids."""
    match value:
        case {"type": "array"}:
            return {**value, "items": _one_of(known)}
        case {"type": "object", "additionalProperties": reason}:
            reasons = {id: {"description": name, **reason} for id, name in known.items()}
            kept = {key: item for key, item in value.items() if key != "propertyNames"}
            return {**kept, "$comment": taken, "properties": reasons, "additionalProperties": False}
        case _:
            return {"description": value["description"], **_one_of(known)}


def _one_of(known: Mapping[str, str]) -> dict[str, Any]:
    return {"enum": list(known), "enumDescriptions": list(known.values())}


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("kind", nargs="?", choices=KINDS, help="the kind of page (with --to: default all)")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write KIND.json into a folder instead of printing it"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print one schema, or write schemas."""
    kinds: Sequence[str] = [arguments.kind] if arguments.kind else list(KINDS)
    if not arguments.kind and not arguments.to:
        raise UsageError(f"name a kind of page: {', '.join(KINDS)}")
    ids = known_ids(SourceTree.from_folder(root))
    # The keys stay in the order of the model, which editors show.
    texts = {
        kind: json.dumps(front_matter_schema(kind, ids), ensure_ascii=False, indent=2) + "\n"
        for kind in kinds
    }
    if not arguments.to:
        sys.stdout.write(texts[arguments.kind])
        return 0
    try:
        arguments.to.mkdir(parents=True, exist_ok=True)
        for kind, text in texts.items():
            (arguments.to / f"{kind}.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{arguments.to} cannot be written to: {error.strerror}") from None
    return 0
