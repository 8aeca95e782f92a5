"""JSON is the same text for the same value, in every file and output."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stable_files.stable_json import json_bytes, json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda values: st.lists(values) | st.dictionaries(st.text("abcé"), values),
)


@given(st.dictionaries(st.text("abcé"), VALUES))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    backwards = dict(reversed(value.items()))
    assert json_bytes(value) == json_bytes(backwards)
    assert json.loads(json_bytes(value)) == value


def test_files_are_indented_keep_their_characters_and_end_with_a_line_end() -> None:
    assert json_bytes({"b": "é", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'.encode()
    assert json_bytes({"b": 1, "a": 2}, indent=1) == b'{\n "a": 2,\n "b": 1\n}\n'


def test_text_may_be_on_one_line() -> None:
    assert json_text({"b": 1, "a": "é"}, indent=None) == '{"a": "é", "b": 1}'
