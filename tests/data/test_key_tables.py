"""The manual's tables of keys say what the model says."""

from __future__ import annotations

import re

from key_tables import MODELS, pages_with_tables, with_tables

TEXTS = [page.read_text(encoding="utf-8") for page in pages_with_tables()]


def test_the_manual_has_the_table_of_each_model_once() -> None:
    assert sorted(re.findall(r"^% keys: ([a-z]+)$", "\n".join(TEXTS), re.MULTILINE)) == sorted(MODELS)


def test_the_tables_are_those_of_the_model() -> None:
    assert [with_tables(text) for text in TEXTS] == TEXTS, "run tests/corpora/renew_messages.py"
