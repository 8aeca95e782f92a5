"""The tables of keys in the manual, which are made from the model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from builders import ROOT
from partnerships_data.catalog.json_schema import REFERENCES, describe_value
from partnerships_data.pages.models import KINDS, PARTS

MODELS: Mapping[str, type[BaseModel]] = {
    **KINDS,
    **{model.__name__.lower(): model for model in PARTS.values()},
}
TABLE = re.compile(r"^% keys: ([a-z]+)\n(?:\n(?:\|.*\n)+)?", re.MULTILINE)


def pages_with_tables() -> list[Path]:
    """Return the pages of the manual with a line such as `% keys: partner` above a table."""
    return [path for path in sorted(ROOT.glob("about/**/*.md")) if TABLE.search(path.read_text("utf-8"))]


def with_tables(text: str) -> str:
    """Return the text of a page with the tables that belong to the model as it is now."""
    return TABLE.sub(lambda match: f"% keys: {match[1]}\n\n{key_table(match[1])}", text)


def key_table(name: str) -> str:
    """Return the table of the keys of a kind of page, or of a part of one; required keys come first."""
    schema = MODELS[name].model_json_schema()
    definitions = schema.get("$defs", {})
    schema = next((keys for keys in schema.get("anyOf", ()) if "properties" in keys), schema)
    required = schema.get("required", ())
    rows = ["| Key | Required | Takes | Meaning |", "|---|---|---|---|"]
    for key, value in sorted(schema["properties"].items(), key=lambda item: item[0] not in required):
        cells = (
            f"`{key}`",
            "yes" if key in required else "no",
            _taken(key, value, definitions),
            " ".join(value["description"].split()),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "".join(f"{row}\n" for row in rows)


def _taken(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Return what a key takes; the ids of pages are not texts of any kind."""
    id = f"the id of a page in `{KINDS[REFERENCES[key]].folder}/`" if key in REFERENCES else ""
    if not id or value.get("type") == "object":
        return describe_value(value, definitions)
    return f"a list, each item {id}" if value.get("type") == "array" else id
