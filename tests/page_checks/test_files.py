"""Problems of files by their names and folders."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from page_checks.files import file_problems

PAGE = "---\nunit:\n  name: Global\n---\n# Global\n"


def messages(root: Path, *names: str) -> list[str]:
    """Return the problems of a folder that contains pages with these paths."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    return [str(problem).replace(":1:1: wrong-place: ", ": ") for problem in file_problems(root)]


@pytest.mark.parametrize(
    ("name", "intended"),
    [
        ("Partners/one.md", "partners/one.md"),
        ("partner/sub/one.md", "partners/sub/one.md"),
        ("partners/one.MD", "partners/one.md"),
        ("partners/one.md.txt", "partners/one.md"),
        ("announcements/one.docx", "announcements/one.md"),
        ("about/one.html", "about/one.md"),
        ("one.md", "team/one.md"),
        ("new/pages/one.md", "team/one.md"),
    ],
)
def test_a_page_that_no_build_reads_is_named(tmp_path: Path, name: str, intended: str) -> None:
    text = f"{name}: this file is not part of the site; move it to {intended}"
    assert messages(tmp_path, name) == [text]


def test_a_folder_in_capitals_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    text = "Team/one.md: this file is not part of the site; move it to team/one.md"
    assert messages(tmp_path, "Team/one.md") == [text]


@pytest.mark.parametrize(
    "name", ["about/v1.txt.md", "team/one.png", "tests/corpora/one.md", "_ext/a.md", ".a/one.md", "a/one.txt"]
)
def test_other_files_are_not_named(tmp_path: Path, name: str) -> None:
    assert messages(tmp_path, name) == []


@pytest.mark.parametrize(
    "name",
    [
        "about/aux.md", "_static/Con.css", "tests/nul.tar.gz", "releases/com1", "about/what?.md",
        "locales/a:b.po", "a/dot.", "_ext/space ", "about/new\nline.md",
        "about/com¹.md", "about/CONIN$.md",
    ],
)  # fmt: skip
def test_names_that_windows_cannot_hold_are_found_in_each_folder(tmp_path: Path, name: str) -> None:
    [message] = messages(tmp_path, name)
    assert message.startswith(f"{name}: Windows does not allow the name ")


def test_a_folder_that_windows_cannot_hold_is_named_once(tmp_path: Path) -> None:
    text = 'about/aux: Windows does not allow the name "aux"; rename it'
    assert messages(tmp_path, "about/aux/one.md", "about/aux/two.md") == [text]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about/One.md", "about/one.md"),
        ("locales/de/Team.po", "locales/de/team.po"),
        ("_static/Straße.css", "_static/strasse.css"),
    ],
)
def test_names_that_macos_takes_for_the_same_are_found_in_each_folder(
    tmp_path: Path, one: str, other: str
) -> None:
    first, second = sorted([one, other])
    text = f"{second}: Windows and macOS cannot tell this name from {first}; rename one of the two"
    assert messages(tmp_path, one, other) == [text]


@pytest.mark.parametrize("typed", ["e\u0301 a", "\u200bé a", "é\u202e a", "é a\ufe0f"])
def test_names_that_look_like_another_name_are_found(tmp_path: Path, typed: str) -> None:
    text = 'this name has invisible characters or separate accents; type it as "é a.md"'
    assert messages(tmp_path, f"about/{typed}.md") == [f"about/{typed}.md: {text}"]


def test_a_name_with_separate_accents_is_also_compared_with_other_names(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "about/é.md")
    assert messages(tmp_path, apart, "about/é.md") == [
        f'{apart}: this name has invisible characters or separate accents; type it as "é.md"',
        f"about/é.md: Windows and macOS cannot tell this name from {apart}; rename one of the two",
    ]


@pytest.mark.parametrize("mark", [".buildinfo", "environment.pickle", "pyvenv.cfg"])
def test_outputs_and_installed_packages_are_not_examined(tmp_path: Path, mark: str) -> None:
    assert messages(tmp_path, f"out/{mark}", "out/aux.html", "out/deep/con.md", "_build/aux.md") == []
