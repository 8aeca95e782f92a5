"""`python -m partnerships_cli` and the Makefile, as people call them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from builders import ROOT, Site, run_command


def test_check_is_silent_about_pages_in_order(site: Site) -> None:
    done = run_command(site.source, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_says_what_the_build_says_sorted_and_all_at_once(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    site.edit("announcements/2018-team.md", "date: 2018", "date: soon")
    done = run_command(site.source, "check")
    assert done.returncode == 1
    said = [line for line in done.stdout.splitlines() if re.match(r"[a-z]+/.*:\d", line)]
    assert said == [
        'announcements/2018-team.md:3:9: bad-date: "soon" is no date; type it as 2026-11-23, or 2026-11, or 2026',
        'partners/acme.md:6:3: unknown-key: "sinse" is no key here; did you mean "since"?',
        'partners/beta.md:7:5: unknown-priority: "raech" is no priority; did you mean "reach"?',
    ]
    built = [re.sub(r" WARNING: (.*) \[partnerships\.(.*)\]", r" \2: \1", line) for line in site.build()]
    assert built == said


def test_check_reports_on_the_pages_that_are_named(site: Site) -> None:
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "since:", "sinse:")
    done = run_command(site.source, "check", "partners/beta.md", "partners/gamma.md")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("partners/beta.md:")
    assert "partners/acme.md" not in done.stdout
    assert run_command(site.source, "check", "partners/gamma.md").returncode == 0


@pytest.mark.parametrize("words", [(), ("check", "partners/delta.md"), ("check", "--wat"), ("wat",)])
def test_a_wrong_call_ends_with_2_and_one_line(site: Site, words: tuple[str, ...]) -> None:
    done = run_command(site.source, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m partnerships_cli")


@pytest.mark.parametrize(
    "words", ["check", "new partner --name B", "schema partner", "audit", "export", "versions", "lsp"]
)
def test_every_command_wants_a_site(tmp_path: Path, words: str) -> None:
    done = run_command(tmp_path, *words.split())
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert f"there is no site in {tmp_path}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_no_text_is_named(site: Site) -> None:
    (site.source / "partners/acme.md").write_bytes(b"---\npartner:\n  name: Caf\xe9\n---\n# Caf\xe9\n")
    done = run_command(site.source, "check")
    said = "partners/acme.md:3:12: not-text: this page is not UTF-8 text; save it as UTF-8"
    assert done.stdout.splitlines()[0] == said


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(site: Site) -> None:
    path = site.source / "partners/acme.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run_command(site.source, "check").returncode == 0
    assert site.build() == []


def test_make_help_lists_what_the_makefile_can_do() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^  make ([a-z-]+)", listed, re.MULTILINE)) == targets
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(
        encoding="utf-8"
    )
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) <= targets


def test_locks_name_no_index_and_every_requirement_has_a_hash() -> None:
    for lock in ("site", "dev"):
        text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, re.MULTILINE)
        assert len(pinned) > 20
        assert all("--hash=sha256:" in each and "==" in each for each in pinned)
