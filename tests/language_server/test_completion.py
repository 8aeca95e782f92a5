"""What can be typed at a position in the facts of a page."""

from __future__ import annotations

import re

import pytest

from builders import SMALL_SITE
from language_server.completion import explain, in_facts, suggest
from partnerships_cli.schema import front_matter_schema, known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.models import KINDS

IDS = known_ids(SourceTree.from_folder(SMALL_SITE))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("partner", "---\n▮", {"partner", "orphan", "nosearch", "tocdepth"}),
        ("partner", "---\npartner:\n  name: A\n▮", {"orphan", "nosearch", "tocdepth"}),
        ("partner", "---\npartner:\n  na▮me: A", "name"),
        ("partner", "---\npartner:\n  # sin▮", set()),
        ("partner", "---\npartner:\n  name: not kin▮", set()),
        ("partner", "---\npartner:\n  kind:▮", set()),
        ("partner", "---\npartner:\n  nonsense: ▮", set()),
        ("partner", "---\npartner:\n  alignment:\n    reach: Be▮", set()),
        ("partner", "---\norphan: ▮", {"true"}),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      regions: [wor▮", "worldwide"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      regions:\n        - ▮", "worldwide"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n    - na▮", "name"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      ro▮", "role"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n  fo▮", "focus"),
        ("announcement", "---\nannouncement:\n  units: [▮", {"global"}),
    ],
)
def test_suggestions_at_a_position(kind: str, text: str, expected: set[str] | str) -> None:
    lines, column = text.replace("▮", "").split("\n"), text.split("\n")[-1].index("▮")
    assert in_facts(lines, len(lines) - 1)
    start, found = suggest(front_matter_schema(kind, IDS), lines, len(lines) - 1, column)
    assert re.fullmatch(r"\w*", lines[-1][start:column])
    words = {suggestion.word for suggestion in found}
    assert expected in words if isinstance(expected, str) else words == expected


def test_in_facts_is_false_outside_of_front_matter() -> None:
    assert [in_facts(["---", "a: b", "---", "# Title", "---", ""], line) for line in range(6)] == [
        False, True, False, False, False, False,
    ]  # fmt: skip
    assert not in_facts(["# Title", "---", ""], 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_suggested_and_explained(kind: str) -> None:
    facts = front_matter_schema(kind, IDS)
    _start, found = suggest(facts, ["---", f"{kind}:", "  "], 2, 2)
    assert [suggestion.word for suggestion in found] == list(KINDS[kind].model_fields)
    for key, field in KINDS[kind].model_fields.items():
        explanation = explain(facts, ["---", f"{kind}:", f"  {key}: x"], 2, 4)
        assert explanation.startswith(str(field.description))
        assert "\n\nTakes " in explanation
