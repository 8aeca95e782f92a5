"""`python -m partnerships_cli wiki` and `make wiki`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
