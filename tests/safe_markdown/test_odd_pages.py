"""Markdown in every way odd: whatever is said to it, no page ends the build, and the rest of the site is built."""

from __future__ import annotations

from pathlib import Path

from builders import ROOT, hostile_site
from odd_pages import ODD


def test_no_page_ends_the_build(tmp_path: Path) -> None:
    site = hostile_site(tmp_path, [])
    for name, text in ODD.items():
        site.write(f"about/{name}.md", f"# {name}\n\n{text}" if text else "")
    site.build()
    assert "Beta" in site.read("html/priorities/index.html")
    assert [name for name in ODD if not (site.out / f"html/about/{name}.html").is_file()] == []


def test_the_manual_gives_their_number() -> None:
    assert f"{len(ODD)} oddities" in (ROOT / "tests/README.md").read_text(encoding="utf-8")
