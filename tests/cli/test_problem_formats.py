"""Problems as text for people, as workflow commands for GitHub, and as JSON for tools."""

from __future__ import annotations

import json

import pytest

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships_cli.problem_formats import excerpt, format_for_github, format_for_people, format_for_tools


def test_github_format_escapes_special_characters() -> None:
    odd = Problem("partners/a,b:c%.md", 1, 2, Code.UNKNOWN_KEY, "100%\r\nsure: ::error::")
    assert format_for_github([odd], {}, "") == (
        "::error file=partners/a%2Cb%3Ac%25.md,line=1,col=2,title=unknown-key::100%25%0D%0Asure: ::error::\n"
    )
    assert json.loads(format_for_tools([odd], {}, ""))[0]["url"] == ""
    assert format_for_people([odd], {}, "").splitlines()[-2:] == [
        "1 problem in 1 page",
        "  unknown-key: python -m partnerships_cli check --explain unknown-key",
    ]


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("kind: firm", 7, ["    kind: firm", "          ^"]),
        ("\tkind: firm", 8, ["    \tkind: firm", "    \t      ^"]),
        ("名前: 会社", 5, ["    名前: 会社", "          ^"]),
        ("e\N{COMBINING ACUTE ACCENT}a: b", 6, ["    e\N{COMBINING ACUTE ACCENT}a: b", "        ^"]),
        ("a\x1b[31mb \u202ec", 9, ["    a\ufffd[31mb \ufffdc", "            ^"]),
        ("x" * 80 + "y" * 80, 81, ["    …" + "x" * 50 + "y" * 49 + "…", "    " + " " * 51 + "^"]),
        ("", 1, []),
    ],
)
def test_excerpt_puts_the_caret_below_the_column(line: str, column: int, shown: list[str]) -> None:
    assert excerpt(["first", line], 2, column) == shown
