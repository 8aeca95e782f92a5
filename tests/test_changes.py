"""What a change means: the comparison of two catalogs, and the reviewer's brief."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, Site
from partnerships.brief import SENTENCES, markdown, markdown_text, of_sources, sentence
from partnerships.changes import Change, Items, What, compare
from partnerships.sources import Sources
from test_check import run


def git(folder: Path, *words: str) -> str:
    settings = [
        "-c",
        "user.name=A Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "init.defaultBranch=main",
    ]
    done = subprocess.run(["git", *settings, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(site: Site, message: str) -> str:
    git(site.source, "add", "-A")
    git(site.source, "commit", "-q", "-m", message)
    return git(site.source, "rev-parse", "HEAD")


@pytest.fixture
def repository(site: Site) -> Site:
    """The small site with two units and a source, in a repository of its own."""
    site.edit(
        "partners/beta.md", "  unit: global\n", "  unit: global\n  sources: [https://example.org/beta]\n"
    )
    site.write(
        "team/local.md",
        "---\nunit:\n  name: Local unit\n  focus: Works nearby.\n  members:\n"
        "    - {name: Bo Example, role: Manager}\n    - {name: Cy Example, role: Associate}\n---\n# Local unit\n",
    )
    git(site.source, "init", "-q")
    commit(site, "Base")
    return site


def ten_kinds(site: Site) -> None:
    """Change what the brief must tell of, each once."""
    site.edit("partners/acme.md", "  since: 2018\n", "  since: 2018\n  until: 2026-05\n")
    site.edit("partners/acme.md", "name: Acme", "name: Acme & <Sons>")
    site.edit("partners/beta.md", "    reach: Brings a few readers.\n", "")
    site.edit("partners/beta.md", "Builds tools.", "Builds better tools.")
    site.edit("partners/beta.md", "  sources: [https://example.org/beta]\n", "")
    site.edit("partners/gamma.md", "unit: global", "unit: local\n  website: https://example.org")
    site.write(
        "partners/delta.md",
        "---\npartner:\n  name: Delta\n  kind: company\n  unit: local\n  alignment:\n    policy: Better laws.\n---\n# Delta\n",
    )
    site.edit(
        "team/local.md",
        "    - {name: Bo Example, role: Manager}\n",
        "    - {name: Di Example, role: Advisor}\n",
    )
    site.edit("team/local.md", "    - {name: Cy Example, role: Associate}\n", "")
    site.edit("team/global.md", "role: Manager", "role: Director")
    site.edit(
        "team/global.md", "    - name: Ada", "    - {name: Cy Example, role: Associate}\n    - name: Ada"
    )
    site.edit("announcements/2019-05-01-acme-joins.md", "Acme joins.", "Acme has joined.")
    (site.source / "announcements/2018-team.md").rename(site.source / "announcements/2018-the-team.md")
    site.write(
        "announcements/2026-delta.md",
        "---\nannouncement:\n  date: 2026\n  kind: event\n  summary: Delta.\n  partners: [delta]\n---\n# Delta comes\n",
    )
    site.edit("priorities/tools.md", "Better tools.", "The best tools.")


EXPECTED = [
    ("added", "partner", "delta", "", "", ""),
    ("renamed", "partner", "acme", "", "Acme", "Acme & <Sons>"),
    ("ended", "partner", "acme", "", "", "2026-05"),
    ("unit-changed", "partner", "gamma", "", "global", "local"),
    ("alignment-dropped", "partner", "beta", "reach", "Brings a few readers.", ""),
    ("alignment-reworded", "partner", "beta", "tools", "Builds tools.", "Builds better tools."),
    ("evidence-lost", "partner", "beta", "tools", "", ""),
    ("fact-changed", "partner", "beta", "sources", "https://example.org/beta", ""),
    ("fact-changed", "partner", "gamma", "website", "", "https://example.org"),
    ("unit-joined", "unit", "global", "Cy Example", "local", "global"),
    ("role-changed", "unit", "global", "Ada Example", "Manager", "Director"),
    ("joined", "unit", "local", "Di Example", "", "Advisor"),
    ("left", "unit", "local", "Bo Example", "Manager", ""),
    ("left-without-partner", "priority", "reach", "", "", ""),
    ("fact-changed", "priority", "tools", "goal", "Better tools.", "The best tools."),
    ("added", "announcement", "2026-delta", "", "", ""),
    ("moved", "announcement", "2018-the-team", "", "2018-team", "2018-the-team"),
    ("fact-changed", "announcement", "2019-05-01-acme-joins", "summary", "Acme joins.", "Acme has joined."),
]  # fmt: skip


def test_a_scripted_change_is_told_each_part_once_from_every_side(repository: Site, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    repository.build()
    before.write_text(repository.read("html/api/catalog.json"), encoding="utf-8")
    base = git(repository.source, "rev-parse", "HEAD")
    ten_kinds(repository)
    head = commit(repository, "Change")
    for sides in ((base, head), ("HEAD~1", "."), (str(before), "HEAD")):
        done = run(repository.source, "diff", "--json", *sides)
        assert (done.returncode, done.stderr) == (0, ""), sides
        told = json.loads(done.stdout)
        keys = ("what", "kind", "id", "subject", "old", "new")
        found = [tuple(each[key] for key in keys) for each in told["changes"]]
        assert sorted(found) == sorted(EXPECTED), sides
        assert told["left_out"] == []
    shown = run(repository.source, "diff", base, head).stdout
    lines = [line for line in shown.splitlines() if line.startswith("- ")]
    assert len(lines) == len(EXPECTED) == len(set(lines))
    assert "- Acme is now called Acme &amp; &lt;Sons\\>." in lines
    assert "- No active partnership serves Reach any more." in lines
    assert "- Cy Example went from local to global." in lines
    headings = [line for line in shown.splitlines() if line.startswith("#")]
    assert headings == [
        "# What this change does",
        "## Partners",
        "## Team",
        "## Priorities",
        "## Announcements",
    ]


def test_a_renamed_page_is_the_same_entry_wherever_it_is_referred_to(repository: Site) -> None:
    for old, new in (("partners/acme.md", "partners/acme-group.md"), ("team/global.md", "team/world.md")):
        (repository.source / old).rename(repository.source / new)
    repository.edit("announcements/2019-05-01-acme-joins.md", "[acme]", "[acme-group]")
    repository.edit("announcements/2018-team.md", "[global]", "[world]")
    for name in ("acme-group", "beta", "gamma"):
        repository.edit(f"partners/{name}.md", "unit: global", "unit: world")
    done = json.loads(run(repository.source, "diff", "--json", "HEAD", ".").stdout)
    assert [(each["what"], each["old"], each["new"]) for each in done["changes"]] == [
        ("moved", "acme", "acme-group"),
        ("moved", "global", "world"),
    ]


def test_a_new_alignment_is_not_told_again_by_the_announcements_of_the_partner(repository: Site) -> None:
    repository.edit("partners/acme.md", "  alignment:\n", "  alignment:\n    tools: Makes tools.\n")
    done = json.loads(run(repository.source, "diff", "--json", "HEAD", ".").stdout)
    assert [(each["what"], each["id"], each["subject"]) for each in done["changes"]] == [
        ("alignment-added", "acme", "tools")
    ]


def test_nothing_changed_and_pages_with_problems(repository: Site) -> None:
    assert (
        run(repository.source, "diff", "HEAD", ".").stdout
        == "# What this change does\n\nNo fact of the directory changes.\n"
    )
    repository.edit("partners/beta.md", "kind:", "knd:")
    shown = run(repository.source, "diff", "HEAD", ".").stdout
    assert "gone" not in shown
    assert shown.endswith("left out of the comparison:\n\n- partners beta\n")


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (("nowhere", "HEAD"), '"nowhere" is no revision, no folder with conf.py and no catalog file'),
        (("HEAD", "partners"), '"partners" is no revision'),
        (("HEAD", "index.md"), "index.md is no catalog file"),
        (("HEAD", "other.json"), "other.json has schema_version 2; known is 1"),
        (("HEAD", "half.json"), "half.json is no catalog file"),
        (("HEAD",), "the following arguments are required: head"),
        (("--", "--output=x", "HEAD"), '"--output=x" is no revision'),
        (("empty", "HEAD"), 'there is no site in the revision "empty"'),
    ],
)
def test_what_cannot_be_compared_is_one_line_and_2(
    repository: Site, sides: tuple[str, ...], said: str
) -> None:
    repository.write("other.json", '{"schema_version": 2}')
    repository.write("half.json", '{"schema_version": 1, "partners": [3]}')
    tree = git(repository.source, "mktree", "--missing")
    git(repository.source, "tag", "empty", git(repository.source, "commit-tree", tree, "-m", "Nothing"))
    done = run(repository.source, "diff", *sides)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert said in line
    assert not (repository.source / "x").exists()


def test_outside_a_repository_a_revision_is_none(site: Site) -> None:
    done = run(site.source, "diff", "HEAD", ".", GIT_CEILING_DIRECTORIES=str(site.source.parent))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


# -- The comparison alone -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def this() -> Items:
    return of_sources(Sources.of_folder(ROOT)).items


def test_a_catalog_does_not_differ_from_itself_and_back_is_the_opposite(this: Items) -> None:
    assert compare(this, this) == ()
    empty = {**this, "partners": [], "units": [], "priorities": [], "announcements": []}
    come, gone = compare(empty, this), compare(this, empty)
    assert {each.what for each in come} == {What.ADDED, What.JOINED}
    assert {each.what for each in gone} == {What.REMOVED, What.LEFT}
    assert [(each.kind, each.id, each.subject) for each in come] == [
        (each.kind, each.id, each.subject) for each in gone
    ]


def test_addresses_of_different_sites_are_no_change(this: Items) -> None:
    lists = ("partners", "units", "priorities", "announcements")
    other = {
        **this,
        **{
            name: [{**each, "url": f"https://example.net/{each['id']}"} for each in this[name]]
            for name in lists
        },
    }
    assert compare(this, other) == ()


def test_every_kind_of_change_has_a_sentence() -> None:
    assert set(SENTENCES) == set(What)
    for what in What:
        change = Change(what, "partner", "acme", "Acme", "reach", "this", "that")
        assert "%" not in sentence(change, str)
        assert sentence(change, lambda text: f"«{text}»").startswith("«")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[a](https://evil.example)", "\\[a\\]\\(https://\N{WORD JOINER}evil.example\\)"),
        ("<img src=x>", "&lt;img src=x\\>"),
        ("@somebody\n# x", "@\N{WORD JOINER}somebody \\# x"),
        ("*a* _b_ `c` |d|", "\\*a\\* \\_b\\_ \\`c\\` \\|d\\|"),
        ("www.example.org", "www.\N{WORD JOINER}example.org"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_what_contributors_wrote_stays_text(typed: str, shown: str) -> None:
    assert markdown_text(typed) == shown
    change = Change(What.ADDED, "partner", "acme", typed)
    assert f"- {shown} is new." in markdown([change], [])
