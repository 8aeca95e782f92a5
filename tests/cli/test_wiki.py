"""`python -m partnerships_cli wiki` and `make wiki`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from builders import ROOT, Site, run_command
from translate_parser import parse_page


def test_make_wiki_writes_the_page_of_this_site(tmp_path: Path) -> None:
    command = ["make", "wiki", f"VENV={sys.prefix}", f"BUILD={tmp_path}", "SITE=", "DEV="]
    contents = []
    for _ in range(2):
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        contents.append((tmp_path / "wiki/directory.wikitext").read_bytes())
    assert contents[0] == contents[1]
    assert parse_page(contents[0].decode()).units


def test_the_command_asks_for_consent(site: Site) -> None:
    done = run_command(site.source, "wiki")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Wrote _build/wiki/directory.wikitext. Ask on the talk page of the wiki page before you paste it there.\n"
    )
    assert "=== Acme ===" in (site.source / "_build/wiki/directory.wikitext").read_text(encoding="utf-8")


def test_edits_on_the_wiki_are_listed_and_kept(site: Site) -> None:
    run_command(site.source, "wiki")
    written = site.source / "_build/wiki/directory.wikitext"
    page = written.read_text(encoding="utf-8")
    line = page[: page.index("=== Acme ===")].count("\n") + 1
    site.write("page.wikitext", page.replace("=== Acme ===", "=== The Acme ==="))
    checked = run_command(site.source, "wiki", "--check", "page.wikitext")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == (
        f"## Line {line}\n\n    acme-name\n\n`make wiki` keeps the text of the wiki.\n\n"
        "On the wiki:\n\n    === The Acme ===\n\nOn this site:\n\n    === Acme ===\n\n"
    )
    assert written.read_text(encoding="utf-8") == page
    assert run_command(site.source, "wiki", "page.wikitext").returncode == 0
    assert written.read_text(encoding="utf-8") == (site.source / "page.wikitext").read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [(), ("--check",)])
@pytest.mark.parametrize(
    ("old", "new", "text", "problem"),
    [
        ("<!--T:acme-name-->", "<!--T:our-team-->", "=== Acme", '"our-team" is also the marker on line 4; delete one of them'),
        ("</translate>", "", "<translate>\n== Our team", "<translate> is not one of a pair; type the other tag where the text starts or ends"),
        ("* <translate><!--T:acme-reach", "* <!--T:acme-reach", "* <!--T:acme-reach", "</translate> is not one of a pair; type the other tag where the text starts or ends"),
        ("<!--T:acme-reach-->", "<!--T:acme_reach-->", "<!--T:acme_reach", "Translate refuses this marker; type one <!--T:name--> before each text, or after a heading"),
        ("The directory starts here", "x", "<noinclude>", '"make wiki" did not write this page; save the wikitext of the subpage'),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_used_is_refused(
    site: Site, options: Sequence[str], old: str, new: str, text: str, problem: str
) -> None:
    run_command(site.source, "wiki", "--to", "new")
    page = (site.source / "new/directory.wikitext").read_text(encoding="utf-8").replace(old, new, 1)
    site.write("page.wikitext", page)
    line = page[: page.index(text)].count("\n") + 1
    done = run_command(site.source, "wiki", *options, "page.wikitext")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        re.sub(r":\d+:", ":0:", done.stderr)
        == f"python -m partnerships_cli wiki: page.wikitext:0: {problem}\n"
    )
    assert f":{line}:" in done.stderr
    assert not (site.source / "_build").exists()


def test_conflicting_edits_are_refused_with_their_lines(site: Site) -> None:
    run_command(site.source, "wiki", "--to", "new")
    page = (site.source / "new/directory.wikitext").read_text(encoding="utf-8")
    for name in ("Acme", "Beta"):
        path = site.source / f"partners/{name.lower()}.md"
        path.write_text(
            path.read_text(encoding="utf-8")
            .replace(f"name: {name}", f"name: {name} Group")
            .replace(f"# {name}", f"# {name} Group"),
            encoding="utf-8",
        )
        page = page.replace(f"=== {name} ===", f"=== The {name} ===")
    site.write("page.wikitext", page)
    done = run_command(site.source, "wiki", "page.wikitext")
    assert (done.returncode, done.stdout) == (2, "")
    lines = [page[: page.index(f"The {name}")].count("\n") + 1 for name in ("Acme", "Beta")]
    assert done.stderr.splitlines() == [
        f'python -m partnerships_cli wiki: page.wikitext:{lines[0]}: "acme-name" was edited on the wiki; make the same change on this site, or undo it on the wiki',
        f'page.wikitext:{lines[1]}: "beta-name" was edited on the wiki; make the same change on this site, or undo it on the wiki',
    ]  # fmt: skip
    assert not (site.source / "_build").exists()
    report = run_command(site.source, "wiki", "--check", "page.wikitext").stdout
    assert report.count("`make wiki` stops: resolve this conflict first.") == 2


def test_pages_with_problems_write_nothing(site: Site) -> None:
    site.write("partners/acme.md", "---\npartner:\n  name: Acme\n---\n# Acme\n")
    done = run_command(site.source, "wiki")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith('the pages have problems; run "make check-pages" to see them\n')
    assert not (site.source / "_build").exists()


def test_a_folder_that_cannot_be_written_is_reported(site: Site) -> None:
    (site.source / "file").touch()
    done = run_command(site.source, "wiki", "--to", "file")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "file/directory.wikitext cannot be written" in done.stderr
