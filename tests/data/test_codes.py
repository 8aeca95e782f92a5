"""The list of codes."""

from __future__ import annotations

from diagnostics.codes import Code


def test_every_code_is_kebab_case_and_has_a_meaning() -> None:
    assert all(code.value == code.name.lower().replace("_", "-") and code.meaning for code in Code)
