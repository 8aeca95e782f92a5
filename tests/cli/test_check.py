"""`python -m partnerships_cli check`: problems of all pages, in three formats."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builders import ROOT, Site, run_command
from diagnostics.codes import Code
from large_site import write_large_site

BASE = "https://example.org/en/latest/"


# -- Formats -------------------------------------------------------------------------------------------------

TYPO = 'partners/beta.md:7:5: unknown-priority: "raech" is not the id of a priority; did you mean "reach"?'


def test_text_format_shows_lines_carets_counts_and_links(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    site.edit("partners/acme.md", "company", "firm")
    done = run_command(site.source, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'partners/acme.md:4:9: unknown-value: "firm" is not a value of "kind"; '
        "use one of: association, community, company, intergovernmental, nonprofit",
        "      kind: firm",
        "            ^",
        'partners/acme.md:6:3: unknown-key: unknown key "sinse"; did you mean "since"?',
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


def test_json_and_github_formats(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    done = run_command(
        site.source, "check", "--format", "json", READTHEDOCS_CANONICAL_URL="https://example.net/x"
    )
    url = "https://example.net/x/about/messages.html#unknown-priority"
    text = '"raech" is not the id of a priority; did you mean "reach"?'
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


# -- Explanations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", Code)
def test_explain_prints_the_section_of_the_manual(code: Code) -> None:
    done = run_command(ROOT, "check", "--explain", code.value)
    assert (done.returncode, done.stderr) == (0, "")
    heading, blank, *section = done.stdout.splitlines()
    assert (heading, blank) == (code.value, "")
    assert " ".join(section).startswith(" ".join(code.meaning.split()[:3]))
    manual = (ROOT / "about/messages.md").read_text(encoding="utf-8")
    assert f"\n## `{code.value}`\n\n" + "\n".join(section) in manual
    assert not [line for line in section if line.startswith("## ")]


def test_explain_needs_no_manual_and_knows_all_codes(site: Site) -> None:
    done = run_command(site.source, "check", "--explain", "unknown-key")
    assert done.stdout == f"unknown-key\n\n{Code.UNKNOWN_KEY.meaning}\n"
    done = run_command(site.source, "check", "--explain", "unknown-kee")
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid choice: 'unknown-kee'" in done.stderr


def test_explanations_are_linked_where_something_answers(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    last = run_command(site.source, "check", SITE_URL="").stdout.splitlines()[-1]
    assert last == "  unknown-priority: python -m partnerships_cli check --explain unknown-priority"
    site.write("_build/html/about/messages.html", "the manual that was built")
    last = run_command(site.source, "check", SITE_URL="").stdout.splitlines()[-1]
    built = (site.source / "_build/html/about/messages.html").as_uri()
    assert last == f"  unknown-priority: {built}#unknown-priority"
    assert run_command(site.source, "check").stdout.splitlines()[-1].startswith(f"  unknown-priority: {BASE}")
    for form in ("github", "json"):  # for people and tools on other machines
        assert "file:" not in run_command(site.source, "check", "--format", form, SITE_URL="").stdout


# -- Usage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("check", "partners/delta.md"),
            "partners/delta.md does not exist or is not a file; type the path of a page",
        ),
        (("check", "partners"), "partners does not exist or is not a file; type the path of a page"),
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
def test_incorrect_usage_is_explained_in_one_line(
    site: Site, arguments: tuple[str, ...], message: str
) -> None:
    (site.source.parent / "outside.md").write_text("# Outside\n", encoding="utf-8")
    done = run_command(site.source, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert message in line


def test_check_needs_a_site(tmp_path: Path) -> None:
    done = run_command(tmp_path, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"python -m partnerships_cli check: there is no site in {tmp_path}: run this in the folder that holds conf.py"
    ]
    assert list(tmp_path.iterdir()) == []


def test_check_reports_an_unreadable_record_of_a_version(site: Site) -> None:
    site.write("releases/2026.12.json", '{"schema_version": 1')
    done = run_command(site.source, "check")
    assert done.returncode == 1
    assert done.stdout.startswith("releases/2026.12.json:1:1: bad-snapshot: ")
    assert run_command(site.source, "check", "partners/acme.md").returncode == 0


# -- Problems ------------------------------------------------------------------------------------------------


def test_check_does_not_import_sphinx(tmp_path: Path) -> None:
    write_large_site(tmp_path, 300, 190)
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    done = run_command(tmp_path, "check")
    number = len(list(tmp_path.rglob("*.md")))
    assert (done.returncode, done.stdout) == (0, f"{number} pages checked, no problems found\n")
    imported = run_command(tmp_path, "check", PYTHONPROFILEIMPORTTIME="1").stderr
    assert "page_checks.checker" in imported
    assert (
        re.findall(r"\| +((?:sphinx|docutils|myst_parser|urllib3?\.request|jinja2)\S*)$", imported, re.M)
        == []
    )


def test_a_mistyped_id_is_not_also_a_misspelling(site: Site) -> None:
    site.edit("partners/acme.md", "    reach:", "    thriving-movment:")
    done = run_command(site.source, "check", "--format", "json")
    assert [(problem["code"], problem["line"]) for problem in json.loads(done.stdout)] == [
        ("unknown-priority", 8)
    ]


def test_check_says_that_there_are_no_problems(site: Site) -> None:
    done = run_command(site.source, "check")
    assert (done.returncode, done.stderr) == (0, "")
    number = len(list(site.source.rglob("*.md")))
    assert done.stdout == f"{number} pages checked, no problems found\n"
    done = run_command(site.source, "check", "partners/acme.md")
    assert done.stdout == "1 page checked, no problems found\n"


def test_check_and_build_report_the_same_problems(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    site.edit("announcements/2018-team.md", "date: 2018", "date: soon")
    done = run_command(site.source, "check")
    assert done.returncode == 1
    checked = [line for line in done.stdout.splitlines() if re.match(r"[a-z]+/.*:\d", line)]
    assert checked == [
        'announcements/2018-team.md:3:9: bad-date: "soon" is not a date; type it as 2026-11-23, 2026-11 or 2026',
        'partners/acme.md:6:3: unknown-key: unknown key "sinse"; did you mean "since"?',
        'partners/beta.md:7:5: unknown-priority: "raech" is not the id of a priority; did you mean "reach"?',
    ]
    built = [re.sub(r" WARNING: (.*) \[partnerships\.(.*)\]", r" \2: \1", line) for line in site.build()]
    assert built == checked


def test_check_reports_only_on_the_given_pages(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    done = run_command(site.source, "check", "partners/beta.md", "partners/gamma.md")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("partners/beta.md:")
    assert "partners/acme.md" not in done.stdout
    assert run_command(site.source, "check", "partners/gamma.md").returncode == 0


def test_check_reports_a_page_that_is_not_utf_8(site: Site) -> None:
    (site.source / "partners/acme.md").write_bytes(b"---\npartner:\n  name: Caf\xe9\n---\n# Caf\xe9\n")
    done = run_command(site.source, "check")
    message = "partners/acme.md:3:12: not-text: this page is not UTF-8 text; save it as UTF-8"
    assert done.stdout.splitlines()[0] == message


def test_byte_order_mark_and_windows_line_ends_are_accepted(site: Site) -> None:
    path = site.source / "partners/acme.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run_command(site.source, "check").returncode == 0
    assert site.build() == []
