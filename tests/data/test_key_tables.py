"""The manual's tables of keys say what the model says."""

from __future__ import annotations

import re

import pytest

from key_tables import MODELS, key_table, pages_with_tables, with_tables
from language_server.completion import explain
from partnerships_cli.schema import front_matter_schema
from partnerships_data.catalog.json_schema import REFERENCES
from partnerships_data.page_template import MAX_IDS_LISTED, describe_keys
from partnerships_data.pages.models import KINDS

TEXTS = [page.read_text(encoding="utf-8") for page in pages_with_tables()]


def test_the_manual_has_the_table_of_each_model_once() -> None:
    assert sorted(re.findall(r"^% keys: ([a-z]+)$", "\n".join(TEXTS), re.MULTILINE)) == sorted(MODELS)


def test_the_tables_are_those_of_the_model() -> None:
    assert [with_tables(text) for text in TEXTS] == TEXTS, "run tests/corpora/renew_messages.py"


@pytest.mark.parametrize("kind", KINDS)
def test_manual_schema_hover_and_template_say_the_same(kind: str) -> None:
    many = {other: {f"id-{number}": "Name" for number in range(MAX_IDS_LISTED + 1)} for other in KINDS}
    schema, template = front_matter_schema(kind, many), describe_keys(kind, many)
    for row in key_table(kind).splitlines()[2:]:
        key, _required, taken, meaning = row.strip("| ").split(" | ")
        key = key.strip("`")
        description = schema["properties"][kind]["properties"][key]["description"]
        hover = explain(schema, ["---", f"{kind}:", f"  {key}: x"], 2, 4)
        assert " ".join(description.split()) == meaning
        if key in REFERENCES and key != "alignment":  # an editor shows the ids instead
            assert " ".join(hover.split()).startswith(f"{meaning} Takes ")
            assert "one of `id-0`, `id-1`" in hover
        else:
            assert " ".join(hover.split()) == f"{meaning} Takes {taken}."
        ids = "; each id is the id of a page in priorities/" if key == "alignment" else ""
        assert template[key] == f"{meaning} Takes {taken}{ids}.".replace("`", "")
