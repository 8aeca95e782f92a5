"""`python -m partnerships_cli diff`: how two states of the site differ."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builders import ROOT, Site, commit_all, make_ten_changes, run_command, run_git
from partnerships_cli.compared_catalog import compared_catalog
from partnerships_cli.diff_report import sentence
from partnerships_cli.markdown_text import markdown_text, plain_text
from partnerships_cli.source_tree import SourceTree
from partnerships_data.releases.changes import Change, ChangeKind, EntryRef
from partnerships_data.releases.comparison import compare
from partnerships_data.releases.sentences import SENTENCES


@pytest.fixture
def repository(site: Site) -> Site:
    """The small site with two units and a source, in a repository of its own."""
    site.edit(
        "partners/beta.md", "  unit: global\n", "  unit: global\n  sources: [https://example.org/beta]\n"
    )
    site.edit(
        "partners/beta.md",
        "tools: Builds tools.",
        "tools:\n      reason: Builds tools.\n      basis: stated\n      sources: [https://example.org/tools]",
    )
    site.write(
        "team/local.md",
        "---\nunit:\n  name: Local unit\n  focus: Works nearby.\n  members:\n"
        "    - {name: Bo Example, role: Manager}\n    - {name: Cy Example, role: Associate}\n---\n# Local unit\n",
    )
    run_git(site.source, "init", "-q")
    commit_all(site, "Base")
    return site


EXPECTED = [
    ("partner-added", ["delta"], "", "Policy"),
    ("partner-ended", ["acme"], "", "2026-05"),
    ("partner-renamed", ["acme"], "Acme", "Acme & <Sons>"),
    ("partner-unit", ["gamma"], "Global unit", "Local unit"),
    ("partner-changed", ["beta"], "", "sources"),
    ("partner-changed", ["gamma"], "", "website"),
    ("alignment-dropped", ["beta", "reach"], "Brings a few readers.", ""),
    ("alignment-reworded", ["beta", "tools"], "Builds tools.", "Builds better tools."),
    ("alignment-inferred", ["beta", "tools"], "", ""),
    ("evidence-lost", ["beta", "tools"], "", ""),
    ("person-joined", ["local"], "", "Di Example, Advisor"),
    ("person-removed", ["local"], "Bo Example, Manager", ""),
    ("person-moved", ["global", "local"], "", "Cy Example, Associate"),
    ("person-role", ["global"], "Ada Example, Manager", "Director"),
    ("announcement-added", ["2026-delta"], "", ""),
    ("announcement-moved", ["2018-the-team"], "2018-team", "2018-the-team"),
    ("announcement-changed", ["2019-05-01-acme-joins"], "", "summary"),
    ("priority-changed", ["tools"], "", "goal"),
    ("priority-abandoned", ["reach"], "", ""),
]


def test_diff_reports_each_change_once(repository: Site, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    repository.build()
    before.write_text(repository.read("html/api/catalog.json"), encoding="utf-8")
    base = run_git(repository.source, "rev-parse", "HEAD")
    make_ten_changes(repository)
    head = commit_all(repository, "Change")
    for sides in ((base, head), ("HEAD~1", "."), (str(before), "HEAD")):
        done = run_command(repository.source, "diff", "--json", *sides)
        assert (done.returncode, done.stderr) == (0, ""), sides
        document = json.loads(done.stdout)
        found = [
            (change["what"], [entry["id"] for entry in change["about"]], change["before"], change["after"])
            for change in document["changes"]
        ]
        assert sorted(found) == sorted(EXPECTED), sides
        assert document["left_out"] == []
    shown = run_command(repository.source, "diff", base, head).stdout
    facts = shown.partition("## Prose")[0]
    lines = [line for line in facts.splitlines() if line.startswith("- ")]
    values = [line for line in lines if re.match(r"- .*: .* → ", line)]
    assert "- Beta: alignment: Tools: sources: https://\N{WORD JOINER}example.org/tools → \\(none\\)" in lines
    changed = [kind for kind, *_rest in EXPECTED if kind.endswith("-changed")]
    assert len(lines) - len(values) == len(EXPECTED) - len(changed)
    assert len(lines) == len(set(lines))
    assert "- Acme &amp; &lt;Sons\\> was previously named “Acme”." in lines
    assert "- Reach no longer has a partnership without a recorded end." in lines
    assert "- Cy Example, Associate moved from Local unit to Global unit." in lines
    assert "- Beta is no longer recorded as supporting Reach. (before: Brings a few readers.)" in lines
    assert [line for line in shown.splitlines() if line.startswith("#")] == [
        "# What this change does",
        "## Partners",
        "## Alignment",
        "## People",
        "## Announcements",
        "## Priorities",
    ]


def test_diff_reports_renamed_and_removed_pages(repository: Site) -> None:
    (repository.source / "partners/acme.md").rename(repository.source / "partners/acme-group.md")
    repository.edit("partners/acme-group.md", "  unit:", "  formerly: [acme]\n  unit:")
    repository.edit("announcements/2019-05-01-acme-joins.md", "[acme]", "[acme-group]")
    repository.edit("announcements/2019-05-01-acme-joins.md", "{partner}`acme`", "Acme")
    repository.edit("index.md", "{partner}`acme`", "Acme")
    (repository.source / "announcements/2018-team.md").unlink()
    shown = run_command(repository.source, "diff", "HEAD", ".").stdout.partition("## Prose")[0]
    assert [line for line in shown.splitlines() if line.startswith("- ")] == [
        "- announcements/2018\\-team: add formerly: \\[2018\\-team\\] to the page that replaces it, if any",
        "- The page of Acme has a new URL. (acme → acme\\-group)",
        "- The announcement “The team grows” was withdrawn.",
    ]


def test_diff_shows_values_and_what_is_new(repository: Site) -> None:
    repository.edit("partners/gamma.md", "  unit:", "  regions: [south-asia, worldwide]\n  unit:")
    repository.edit("team/global.md", "base: Accra, Ghana", "base: Nairobi, Kenya")
    repository.edit("team/local.md", "Bo Example, role: Manager", "Bo Example, role: Manager, left: 2026-05")
    repository.edit("team/local.md", "    - {name: Cy Example, role: Associate}\n", "")
    repository.edit(
        "partners/acme.md",
        "  alignment:\n",
        "  alignment:\n    policy: {reason: Good laws., basis: stated, sources: [https://example.org/a]}\n",
    )
    repository.write(
        "partners/delta.md",
        "---\npartner:\n  name: Delta\n  kind: company\n  unit: local\n  alignment:\n"
        "    policy: {reason: Better laws., basis: stated, sources: [https://example.org/d]}\n"
        "  sources: [{url: https://example.org/e, read: 2026-11}]\n---\n# Delta\n",
    )
    lines = _plain_lines(repository, "HEAD", ".")
    for line in (
        "- Gamma: regions: (none) → South Asia, Worldwide",
        "- Global unit: members: Ada Example: base: Accra, Ghana → Nairobi, Kenya",
        "- A colleague left Local unit: Bo Example, Manager. (2026-05)",
        "- Cy Example, Associate is no longer listed in Local unit.",
        "- Delta is a new partner. (Policy)",
        "  - unit: local",
        "  - alignment: Policy: reason: Better laws.",
        "  - alignment: Policy: basis: stated",
        "  - alignment: Policy: sources: https://example.org/d",
        "  - sources: https://example.org/e, 2026-11",
        "- Acme now supports Policy: Good laws.",
        "- Acme: alignment: Policy: basis: (none) → stated",
        "- Acme: alignment: Policy: sources: (none) → https://example.org/a",
    ):
        assert line in lines, line
    assert "These URLs will lead nowhere:" not in lines


def test_diff_recognizes_an_announcement_by_date_and_title(repository: Site) -> None:
    folder = repository.source / "announcements"
    (folder / "2018-team.md").rename(folder / "2018-the-team.md")
    assert _plain_lines(repository, "HEAD", ".") == [
        "What this change does",
        "These URLs will lead nowhere:",
        "- announcements/2018-team: add formerly: [2018-team] to announcements/2018-the-team.md",
        "Announcements",
        "- The announcement The team grows has a new URL. (2018-team → 2018-the-team)",
    ]


def test_diff_shows_prose_with_numbers_and_names_first(repository: Site) -> None:
    page = "partners/acme.md"
    repository.edit(
        page, "Prose of Acme.", f"The start is in 2018.\n{'Some text. ' * 9}\nAsk Ada now.\nOld end."
    )
    commit_all(repository, "Prose")
    repository.edit(page, "Old end", "Mild end")
    repository.edit(page, "The start is in", "A beginning was in")
    repository.edit(page, "in 2018", "in 2019")
    prose = [
        "What this change does",
        "No fact of the directory changes.",
        "Prose of partners/acme.md",
        "The sources of this page did not change.",
        "- “The start is in 2018. Some text. Some” → “A beginning was in 2019. Some text. Some”",
        "- “Ask Ada now. Old end.” → “Ask Ada now. Mild end.”",
    ]
    assert _plain_lines(repository, "HEAD", ".") == prose
    repository.edit(page, "Mild end.", "Mild [end](https://example.org/new).")
    assert "The sources of this page did not change." not in _plain_lines(repository, "HEAD", ".")


def test_diff_first_lists_changed_files_of_the_program(repository: Site) -> None:
    program = ("_ext/new.py", ".github/workflows/checks.yml", "Makefile", "requirements/site.txt")
    for name in (*program, "partners/new.txt", "_static/photos/ada.jpg", "README.md"):
        repository.write(name, "\n")
    repository.edit("conf.py", "\n", "\n\n")
    expected = sorted([f"- {name}" for name in (*program, "conf.py", "partners/new.txt")])
    introduction = "This change also touches the program. Read these files line by line:"
    assert _plain_lines(repository, "HEAD", ".")[1:-1] == [introduction, *expected]
    commit_all(repository, "Program")
    assert _plain_lines(repository, "HEAD~1", "HEAD")[1:-1] == [introduction, *expected]
    assert introduction not in _plain_lines(repository, "HEAD", ".")


def test_diff_is_plain_on_a_terminal(repository: Site) -> None:
    repository.rename("partners/beta.md", "Beta", "B_eta & <b>")
    terminal, other_end = os.openpty()
    command = [sys.executable, "-m", "partnerships_cli", "diff", "HEAD", "."]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    subprocess.run(command, cwd=repository.source, env=env, stdout=other_end, check=True)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    os.close(other_end)
    assert "- B_eta & <b> was previously named “Beta”.\r\n" in shown


def _plain_lines(site: Site, *sides: str) -> list[str]:
    """Return the lines of a report as a terminal shows them, without empty ones."""
    done = run_command(site.source, "diff", *sides)
    assert (done.returncode, done.stderr) == (0, "")
    return [line for line in plain_text(done.stdout).splitlines() if line]


def test_diff_shows_the_end_of_a_long_reason(repository: Site) -> None:
    """A reason has at most 500 characters."""
    long = " ".join(["Builds tools for many people."] * 16)
    repository.edit("partners/gamma.md", "  unit:", f"  alignment:\n    tools: {long}\n  unit:")
    commit_all(repository, "A long reason")
    repository.edit("partners/gamma.md", f"{long}\n", f"{long} Not yet.\n")
    [line] = [line for line in _plain_lines(repository, "HEAD", ".") if "Gamma" in line]
    assert "people. Not yet." in line


def test_a_new_alignment_is_one_change(repository: Site) -> None:
    repository.edit("partners/acme.md", "  alignment:\n", "  alignment:\n    tools: Makes tools.\n")
    done = json.loads(run_command(repository.source, "diff", "--json", "HEAD", ".").stdout)
    [change] = done["changes"]
    assert (change["what"], [entry["id"] for entry in change["about"]]) == (
        "alignment-added",
        ["acme", "tools"],
    )


def test_diff_without_changes_and_with_problems(repository: Site) -> None:
    assert (
        run_command(repository.source, "diff", "HEAD", ".").stdout
        == "# What this change does\n\nNo fact of the directory changes.\n"
    )
    repository.edit("partners/beta.md", "kind:", "knd:")
    shown = run_command(repository.source, "diff", "HEAD", ".").stdout
    assert "gone" not in shown
    assert shown.endswith("are not compared:\n\n- partner beta\n")


@pytest.mark.parametrize(
    ("sides", "message"),
    [
        (("nowhere", "HEAD"), '"nowhere" is not a git revision, a folder with conf.py or a catalog file'),
        (("HEAD", "partners"), '"partners" is not a git revision'),
        (("HEAD", "index.md"), "index.md is not a catalog file"),
        (("HEAD", "other.json"), "other.json has schema_version 1; only 2 is supported"),
        (("HEAD", "record.json"), "record.json is the record of a version"),
        (("HEAD", "half.json"), "half.json is not a catalog file"),
        (("HEAD",), "the following arguments are required: head"),
        (("--", "--output=x", "HEAD"), '"--output=x" is not a git revision'),
        (("empty", "HEAD"), 'there is no site in the revision "empty"'),
    ],
)
def test_diff_explains_what_it_cannot_compare(repository: Site, sides: tuple[str, ...], message: str) -> None:
    repository.write("other.json", '{"schema_version": 1}')
    repository.write("record.json", '{"schema_version": 2, "released": "2026"}')
    repository.write("half.json", '{"schema_version": 2, "partners": [3]}')
    tree = run_git(repository.source, "mktree", "--missing")
    run_git(
        repository.source, "tag", "empty", run_git(repository.source, "commit-tree", tree, "-m", "Nothing")
    )
    done = run_command(repository.source, "diff", *sides)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert message in line
    assert not (repository.source / "x").exists()


def test_diff_outside_a_repository(site: Site) -> None:
    done = run_command(site.source, "diff", "HEAD", ".", GIT_CEILING_DIRECTORIES=str(site.source.parent))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


# -- Markdown ------------------------------------------------------------------------------------------------


def test_a_catalog_does_not_differ_from_itself() -> None:
    this = compared_catalog(SourceTree.from_folder(ROOT), ROOT).catalog
    assert compare(this, this) == ()
    other = [
        partner.model_copy(update={"url": f"https://example.net/{partner.id}"}) for partner in this.partners
    ]
    assert compare(this, this.model_copy(update={"partners": other})) == ()


def test_sentences_have_titles_and_reasons_without_their_markup(repository: Site) -> None:
    title = "# The *Signpost* interviews AT&amp;T"
    repository.edit("announcements/2018-team.md", "# The team grows", title)
    repository.edit("partners/beta.md", "Builds tools.", "Builds *good* [tools](beta.md).")
    commit_all(repository, "Change")
    for sides in (("HEAD~1", "HEAD"), ("HEAD~1", ".")):
        done = run_command(repository.source, "diff", *sides)
        lines = [line for line in done.stdout.splitlines() if line.startswith("- ")]
        assert lines == [
            "- The reason why Beta supports Tools is now: Builds good tools. (before: Builds tools.)",
            "- The announcement The Signpost interviews AT&amp;T was previously titled “The team grows”.",
        ]
    repository.build()
    published = str(repository.out / "html/api/catalog.json")
    same = run_command(repository.source, "diff", published, "HEAD")
    assert "No fact of the directory changes." in same.stdout


@pytest.mark.parametrize("kind", ChangeKind)
def test_sentence_of_each_kind_shows_all_values(kind: ChangeKind) -> None:
    about = (EntryRef("partner", "acme", "Acme"), EntryRef("priority", "reach", "Reach"))
    text = sentence(Change(kind, about, "this", "that"))
    assert not re.search(r"[{}%]", text)
    assert "Acme" in text or "{0}" not in SENTENCES[kind]
    assert ("this" in text, "that" in text) == (True, True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[a](https://evil.example)", "\\[a\\]\\(https://\N{WORD JOINER}evil.example\\)"),
        ("<img src=x>", "&lt;img src=x\\>"),
        ("@somebody\n# x", "@\N{WORD JOINER}somebody \\# x"),
        ("*a* _b_ `c` |d|", "\\*a\\* \\_b\\_ \\`c\\` \\|d\\|"),
        ("www.example.org", "www.\N{WORD JOINER}example.org"),
        ("1. FC Kiwi", "1\\. FC Kiwi"),
        ("2020) x", "2020\\) x"),
        ("x" * 1200, "x" * 1000 + "…"),
    ],
)
def test_text_of_contributors_is_escaped(typed: str, shown: str) -> None:
    assert markdown_text(typed) == shown
    change = Change(ChangeKind.PARTNER_ADDED, (EntryRef("partner", "acme", typed),))
    assert sentence(change) == f"{shown} is a new partner."
