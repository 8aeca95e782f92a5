"""`python -m partnerships_cli forget`, and old versions without people who were removed."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from builders import PIXEL, SMALL_SITE, Site, commit_all, run_command, run_git
from partnerships_cli.forget import name_pattern, names_of, without_person

MEMBERS = {
    "lines": "members:\n    - name: Zebra Quagga\n      role: A\n    # Next\n    - {name: Bo, role: B}\n",
    "last": "members:\n    - {name: Bo, role: B}\n    - name: Zebra Quagga\n      role: >\n        A\n\n",
    "one line": "members:\n    - {name: Bo, role: B}\n    - {name: 'Zebra  Quagga', role: A}\n",
    "two units": "members:\n    - name: Zebra Quagga Bo\n      role: B\n    - name: Zebra Quagga\n      role: A\n",
    "not indented": "members:\n  - name: Zebra Quagga\n  - name: Bo\n",
}
PERSON = (
    "    - name: Zebra Quagga\n      role: Advisor\n      photo: zebra-quagga.png\n      photo_alt: Zebra\n"
    "      photo_credit: CC0\n"
)
PHOTO = "_static/photos/zebra-quagga.png"
MAKEFILE = f"html:\n\t{sys.executable} -m sphinx -q -W -d $(BUILD)/doctrees -b html . $(BUILD)/html\n"


@pytest.fixture
def repository(tmp_path: Path) -> Site:
    """The small site with a person, a photo, and a tag that has both."""
    site = Site(tmp_path / "site", tmp_path / "out")
    shutil.copytree(SMALL_SITE, site.source)
    site.edit("team/global.md", "    - name: Ada", f"{PERSON}    - name: Ada")
    site.edit("partners/acme.md", "Prose of Acme.", "Prose of Acme, by Zebra\nQuagga.")
    site.write(PHOTO, "")
    (site.source / PHOTO).write_bytes(PIXEL)
    site.write("Makefile", MAKEFILE)
    site.write(".gitignore", "_build/\n")
    run_git(site.source, "init", "--quiet")
    commit_all(site, "Begin")
    run_git(site.source, "tag", "2026.10")
    return site


def traces(folder: Path) -> list[str]:
    """Return the paths below a folder that have a part of the name in them or in their content."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes() if path.is_file() else b""
        if re.search(b"zebra|quagga", name.encode() + content, re.IGNORECASE):
            found.append(name)
    return found


@pytest.mark.parametrize("members", MEMBERS.values(), ids=MEMBERS)
def test_the_lines_of_a_person_are_removed(members: str) -> None:
    page = f"---\nunit:\n  name: Unit\n  {members}  focus: Works.\n---\n# Unit\n"
    left = without_person(page, "Zebra Quagga")
    assert names_of([page]) - names_of([left]) == {"Zebra Quagga"}
    assert len(names_of([left])) == 1
    assert left.endswith("  focus: Works.\n---\n# Unit\n")
    assert without_person(page, "Zebra") == page


def test_a_list_without_people_is_removed() -> None:
    page = "---\nunit:\n  name: Unit\n  members:\n    - {name: Zo, role: A}\n---\n# Unit\n"
    assert without_person(page, "Zo") == "---\nunit:\n  name: Unit\n---\n# Unit\n"


@pytest.mark.parametrize(
    "text", ["Zoë O'Brien", "zoe-o-brien.jpg", "Zoë O&#x27;Brien", "Zo\\u00eb O\u2019Brien", "ZOË\nO%27BRIEN"]
)
def test_a_name_is_found_in_each_form(text: str) -> None:
    assert name_pattern("Zoë O'Brien").search(f"A\n{text}")


def test_a_name_is_not_found_in_other_words() -> None:
    for text in ("Adamant", "nada", "Ada-s", "ADA7"):
        assert bool(name_pattern("Ada").search(text)) == (text == "Ada-s")
    assert not name_pattern("Zoë O'Brien").search("Zoe and O'Brien")


def test_forget_removes_a_person_and_lists_the_rest(repository: Site) -> None:
    acme, person = (
        (repository.source / path).read_text(encoding="utf-8").split("Zebra")[0].count("\n") + 1
        for path in ("partners/acme.md", "team/global.md")
    )
    repository.write("_build/html/page.html", "<p>\nZebra Quagga</p>")
    repository.write("CHANGELOG.md", "Zebra Quagga\n\nZebra Quagga, zebra-quagga.png\n")
    with ZipFile(repository.source / "_build/book.epub", "w") as book:
        book.writestr("page.xhtml", "Zebra Quagga")
    done = run_command(repository.source, "forget", "Zebra  Quagga")
    assert (done.returncode, done.stderr) == (1, "")
    again = "has the name; delete it by hand, or build this output again"
    old = "has the name; make versions builds this version without it"
    assert done.stdout.splitlines()[:11] == [
        "team/global.md: removed Zebra Quagga",
        f"{PHOTO}: deleted",
        f"CHANGELOG.md:1: {again}",
        f"CHANGELOG.md:3: {again}",
        f"_build/book.epub: page.xhtml:1: {again}",
        f"_build/html/page.html:2: {again}",
        f"partners/acme.md:{acme}: {again}",
        f"2026.10: {PHOTO}: {old}",
        f"2026.10: partners/acme.md:{acme}: {old}",
        *(f"2026.10: team/global.md:{line}: {old}" for line in (person, person + 2)),
    ]
    assert "versions that Read the Docs keeps" in done.stdout
    assert run_command(repository.source, "check").returncode == 0


def test_without_any_trace_forget_says_so(repository: Site) -> None:
    run_git(repository.source, "tag", "--delete", "2026.10")
    repository.edit("partners/acme.md", ", by Zebra\nQuagga", "")
    done = run_command(repository.source, "forget", "Zebra Quagga")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout.splitlines()[2] == "No page, no other file and no output except PDF files has the name."
    )
    assert traces(repository.source / "team") == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Zebra Quaga", 'no file has the name "Zebra Quaga"; did you mean "Zebra Quagga"?'),
        (" - ", "type the name of a person, as the pages show it"),
    ],
)
def test_a_name_that_no_file_has_is_refused(repository: Site, name: str, message: str) -> None:
    done = run_command(repository.source, "forget", "--", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"python -m partnerships_cli forget: {message}\n"


def test_old_versions_name_no_one_whom_no_present_page_lists(repository: Site, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def build() -> str:
        done = run_command(repository.source, "versions", "--out", str(out))
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()[0]

    assert build() == "2026.10: built"
    assert "2026.10/_images/zebra-quagga.png" in traces(out)
    assert build() == "2026.10: already built"
    run_command(repository.source, "forget", "Zebra Quagga")
    repository.edit("partners/acme.md", ", by Zebra\nQuagga", "")
    assert build() == "2026.10: built"
    assert traces(out) == []
    assert "Ada Example" in (out / "2026.10/team/global.html").read_text(encoding="utf-8")
    assert "by Former colleague 1." in (out / "2026.10/partners/acme.html").read_text(encoding="utf-8")
    assert [path for path in traces(tmp_path) if path.startswith("out")] == []


def test_old_versions_show_no_photo_that_was_removed(repository: Site, tmp_path: Path) -> None:
    repository.edit("team/global.md", PERSON, "    - {name: Zebra Quagga, role: Advisor}\n")
    (repository.source / PHOTO).unlink()
    done = run_command(repository.source, "versions", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    old = tmp_path / "out/2026.10"
    assert "Zebra Quagga" in (old / "team/global.html").read_text(encoding="utf-8")
    assert [path for path in traces(old) if "png" in path] == []
    assert (old / "_images/no-photo.png").is_file()
