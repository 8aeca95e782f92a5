"""Pages are added, renamed, ended and deleted in a copy of this site; its tests must still pass there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from builders import ROOT, TESTS, run_command
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import expected_entry

NEW_PAGES = {
    "team/made-up-unit.md": "unit:\n  name: Ünit\n  focus: New things.\n  members:\n    - {name: Zoë Zed, role: Manager, base: 'Oslo, Norway'}",
    "priorities/made-up-priority.md": "priority:\n  name: Prïority\n  order: 99\n  goal: A goal.\n  framework: A plan\n  source: https://example.org/plan",
    "partners/made-up-partner.md": "partner:\n  name: Pårtner\n  kind: community\n  unit: made-up-unit\n  since: 2020-02\n  regions: [worldwide]\n  alignment:\n    made-up-priority: A reason.",
    "partners/made-up-partner-too.md": "partner:\n  name: Pårtner too\n  kind: company\n  unit: made-up-unit\n  since: 2019\n  until: 2024",
    "announcements/2026-01-01-made-up.md": "announcement:\n  date: 2026-01-01\n  kind: event\n  summary: We met.\n  partners: [made-up-partner]\n  priorities: [made-up-priority]",
    "announcements/2025-made-up-too.md": "announcement:\n  date: 2025\n  kind: team-news\n  summary: Zoë joined.\n  units: [made-up-unit]",
}
# The tests that read or build this site.
ABOUT_THIS_SITE = re.compile(r"\bROOT\b|\bbase_url\b|\bhtml: Path")


def add_pages(copy: Path) -> None:
    for name, facts in NEW_PAGES.items():
        named = re.search("name: (.*)", facts)
        title = named[1] if named and not facts.startswith("announcement") else "Some news"
        (copy / name).write_text(f"---\n{facts}\n---\n# {title}\n\nProse.\n", encoding="utf-8")


def pages_to_delete(copy: Path, name: str) -> set[str] | None:
    """Return a page and the entries that cannot stay without it; None if another page refers to one of them."""
    sources, checker = SourceTree.from_folder(copy), PageChecker(copy)
    deleted = {name}
    while True:
        content = {path: text for path, text in sources.content.items() if path not in deleted}
        broken = {problem.path for problem in find_problems(replace(sources, content=content), checker)}
        if not broken:
            return deleted
        if any(expected_entry(path.removesuffix(".md")) is None for path in broken):
            return None
        deleted |= broken


def delete_one_of_each_kind(copy: Path, names: Mapping[str, list[str]]) -> None:
    """Delete of each kind the entry whose deletion takes the fewest other pages with it."""
    for kind in ("announcement", "partner", "priority", "unit"):
        candidates = [pages_to_delete(copy, name) for name in names[kind] if (copy / name).is_file()]
        for name in min((found for found in candidates if found), key=len, default=set()):
            (copy / name).unlink()


def names_by_kind(copy: Path) -> dict[str, list[str]]:
    by_kind = SourceTree.from_folder(copy).catalog.by_kind
    return {kind: [f"{entry.docname}.md" for entry in entries.values()] for kind, entries in by_kind.items()}


def change_content(copy: Path) -> None:
    """Delete and rename one entry of each kind, end a partnership, and add entries of each kind."""
    delete_one_of_each_kind(copy, names_by_kind(copy))
    for names in names_by_kind(copy).values():
        stem = names[0].removesuffix(".md")
        done = run_command(copy, "rename", f"{stem}.md", f"{stem}-renamed.md")
        assert done.returncode == 0, done.stderr
    partners = SourceTree.from_folder(copy).catalog.partners
    partner = next(partner for partner in partners if not partner.facts.until)
    page, until = copy / f"{partner.docname}.md", partner.facts.since or "2024"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("partner:\n", f"partner:\n  until: {until}\n", 1), encoding="utf-8")
    add_pages(copy)
    done = run_command(copy, "check")
    assert done.returncode == 0, done.stdout


# Long tests that look at this site's pages. The others need made-up sites, or stop builds.
LONG_TESTS = "test_pages or test_contributing or test_books_of_this_site or any_order or pdf"


@pytest.mark.long
@pytest.mark.parametrize("selection", [("-m", "not long"), ("-m", "long", "-k", LONG_TESTS)])
def test_the_tests_of_this_site_pass_after_changes_of_its_content(
    tmp_path: Path, selection: tuple[str, ...]
) -> None:
    copy = tmp_path / "site"
    ignored = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=ignored)
    change_content(copy)
    tests = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(TESTS.rglob("test_*.py"))
        if ABOUT_THIS_SITE.search(path.read_text(encoding="utf-8"))
    ]
    assert len(tests) > 10
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *selection, *tests],
        cwd=copy,
        capture_output=True,
        text=True,
        env={**inherited, "PYTHONPATH": str(copy / "_ext")},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
