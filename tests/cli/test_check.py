"""`python -m partnerships_cli check`: its forms, its codes, its manual, its speed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builders import Site, run_command
from diagnostics.codes import Code
from diagnostics.problem import Problem
from large_site import write_large_site
from partnerships_cli.problem_formats import (
    excerpt,
    format_for_github,
    format_for_people,
    format_for_tools,
)

BASE = "https://example.org/en/latest/"


# -- The three forms ------------------------------------------------------------------------------------------

TYPO = 'partners/beta.md:7:5: unknown-priority: "raech" is no priority; did you mean "reach"?'


def test_for_people_with_the_line_a_caret_a_count_and_the_manual(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    site.edit("partners/acme.md", "company", "firm")
    done = run_command(site.source, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'partners/acme.md:4:9: unknown-value: "firm" is no word for this key; '
        "known are: association, community, company, intergovernmental, nonprofit",
        "      kind: firm",
        "            ^",
        'partners/acme.md:6:3: unknown-key: "sinse" is no key here; did you mean "since"?',
        "      sinse: 2018",
        "      ^",
        TYPO,
        "        raech: Brings a few readers.",
        "        ^",
        "",
        "3 problems in 2 pages",
        f"  unknown-key: {BASE}about/messages.html#unknown-key",
        f"  unknown-priority: {BASE}about/messages.html#unknown-priority",
        f"  unknown-value: {BASE}about/messages.html#unknown-value",
    ]


def test_for_tools_and_for_github(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    done = run_command(
        site.source, "check", "--format", "json", READTHEDOCS_CANONICAL_URL="https://example.net/x"
    )
    url = "https://example.net/x/about/messages.html#unknown-priority"
    text = '"raech" is no priority; did you mean "reach"?'
    position = {"path": "partners/beta.md", "line": 7, "column": 5}
    assert json.loads(done.stdout) == [{**position, "code": "unknown-priority", "text": text, "url": url}]
    done = run_command(site.source, "check", "--format", "github", "partners/beta.md")
    assert done.stdout == (
        "::error file=partners/beta.md,line=7,col=5,title=unknown-priority::"
        f"{text} {BASE}about/messages.html#unknown-priority\n"
    )
    assert done.returncode == 1
    site.edit("partners/beta.md", "raech:", "reach:")
    assert run_command(site.source, "check", "--format", "json").stdout == "[]\n"


def test_what_means_something_to_github_is_escaped() -> None:
    odd = Problem("partners/a,b:c%.md", 1, 2, Code.UNKNOWN_KEY, "100%\r\nsure: ::error::")
    assert format_for_github([odd], {}, "") == (
        "::error file=partners/a%2Cb%3Ac%25.md,line=1,col=2,title=unknown-key::100%25%0D%0Asure: ::error::\n"
    )
    assert json.loads(format_for_tools([odd], {}, ""))[0]["url"] == ""
    assert format_for_people([odd], {}, "").splitlines()[-1] == "1 problem in 1 page"


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
def test_the_caret_stands_below_its_column(line: str, column: int, shown: list[str]) -> None:
    assert excerpt(f"first\n{line}", 2, column) == shown


# -- Wrong calls ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "partners/delta.md"), "there is no page partners/delta.md"),
        (("check", "partners"), "there is no page partners"),
        (
            ("check", "conf.py"),
            "conf.py is not a page of this site; pages are index.md and the .md files in about/, announcements/,",
        ),
        (
            ("check", "../outside.md"),
            "../outside.md is not a page of this site",
        ),
        (("check", "--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("chekc",), "argument command: invalid choice: 'chekc'"),
        ((), "the following arguments are required: command"),
    ],
)
def test_a_wrong_call_is_one_line_and_2(site: Site, words: tuple[str, ...], said: str) -> None:
    (site.source.parent / "outside.md").write_text("# Outside\n", encoding="utf-8")
    done = run_command(site.source, *words)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert said in line


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    done = run_command(tmp_path, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"python -m partnerships_cli check: there is no site in {tmp_path}: run this in the folder that holds conf.py"
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_a_version_that_cannot_be_read_is_a_problem_of_the_site(site: Site) -> None:
    site.write("releases/2026.12.json", '{"schema_version": 1')
    done = run_command(site.source, "check")
    assert done.returncode == 1
    assert done.stdout.startswith("releases/2026.12.json:1:1: bad-snapshot: ")
    assert run_command(site.source, "check", "partners/acme.md").returncode == 0


# -- Speed ----------------------------------------------------------------------------------------------------


def test_500_pages_are_checked_without_sphinx(tmp_path: Path) -> None:
    write_large_site(tmp_path, 300, 190)
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    done = run_command(tmp_path, "check")
    assert (done.returncode, done.stdout) == (0, "")
    imported = run_command(tmp_path, "check", PYTHONPROFILEIMPORTTIME="1").stderr
    assert "partnerships_cli.prose_checks" in imported
    assert (
        re.findall(r"\| +((?:sphinx|docutils|myst_parser|urllib3?\.request|jinja2)\S*)$", imported, re.M)
        == []
    )


def test_a_mistyped_id_is_no_misspelling_besides(site: Site) -> None:
    site.edit("partners/acme.md", "    reach:", "    thriving-movment:")
    done = run_command(site.source, "check", "--format", "json")
    assert [(each["code"], each["line"]) for each in json.loads(done.stdout)] == [("unknown-priority", 8)]
