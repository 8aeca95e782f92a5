"""What an incremental build leaves of an earlier one: nothing that was deleted."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sphinx.search import js_index

import former_output
from builders import PIXEL, Site

CONF = 'extensions = ["myst_parser", "mermaid_svg", "former_output"]\nmermaid_output_format = "svg"\n'
PAGE = "# Page\n\nQuagga met {}.\n\n```{{image}} döt.png\n```\n\n```{{mermaid}}\nflowchart LR\n  a[{}]\n```\n"


@pytest.fixture
def plain(tmp_path: Path) -> Site:
    """A site without partnerships, built once."""
    site = Site(tmp_path / "source", tmp_path / "out")
    site.write("conf.py", CONF)
    site.write("index.md", "# Index\n\nWords.\n\n```{toctree}\n:glob:\n\n*\n```\n")
    site.write("page.md", PAGE.format("Zebra", "Zebra"))
    (site.source / "döt.png").write_bytes(PIXEL)
    assert site.build() == []
    assert traces(site, "zebra") == ["_images", "_sources", "page.html", "searchindex.js"]
    return site


def traces(site: Site, word: str) -> list[str]:
    """Return the files and folders of the output that contain a word, whatever the case of its letters."""
    found = set()
    for path in (site.out / "html").rglob("*"):
        if path.is_file() and word.encode() in path.read_bytes().lower():
            name = path.relative_to(site.out / "html")
            found.add(name.parts[0])
    return sorted(found)


def search_index(site: Site) -> dict[str, Any]:
    index: dict[str, Any] = js_index.loads(site.read("html/searchindex.js"))
    return index


def test_a_word_that_was_deleted_is_in_no_file(plain: Site) -> None:
    plain.write("page.md", PAGE.format("Gnu", "Gnu"))
    assert plain.build() == []
    assert traces(plain, "zebra") == []
    assert traces(plain, "gnu") == ["_images", "_sources", "page.html", "searchindex.js"]
    assert len(list((plain.out / "html/_images").iterdir())) == 2


def test_what_only_a_deleted_page_had_is_in_no_file(plain: Site) -> None:
    (plain.source / "page.md").unlink()
    plain.build()
    assert [traces(plain, word) for word in ("quagga", "zebra", "döt")] == [[], [], []]
    assert not (plain.out / "html/_images").exists()
    assert "word" in json.dumps(search_index(plain)["terms"])


def test_pages_are_read_only_after_one_changed(plain: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[Path] = []
    monkeypatch.setattr(former_output, "remove_images", lambda _pages, images: cleaned.append(images))
    plain.build()
    assert cleaned == []
    plain.edit("page.md", "Quagga", "Gnu")
    plain.build()
    assert cleaned == [plain.out / "html/_images"]
    (plain.source / "page.md").unlink()
    plain.build()
    assert len(cleaned) == 2


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_images_that_are_shown_stay(plain: Site, builder: str) -> None:
    plain.build(builder)
    before = sorted(path.name for path in (plain.out / builder / "_images").iterdir())
    assert [name[-4:] for name in before] == [".png", ".svg"]
    plain.edit("index.md", "Words", "More words")
    plain.build(builder)
    assert sorted(path.name for path in (plain.out / builder / "_images").iterdir()) == before


# -- The next build of any builder, over the output of a build with a person, a partner, photos and former names --

BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "latex", "texinfo", "man", "text", "xml"]
PAGES_WITH_NAMES = {
    "team/global.md": (
        "    - name: Ada",
        "    - {name: Zebra Quagga, role: Advisor, base: Quaggatown, photo: zebra-quagga.png,"
        " photo_alt: Zebra Quagga smiling, photo_credit: Quagga}\n    - name: Ada",
    ),
    "team/index.md": (
        "{team-list}\n",
        "{team-list}\n:photo: zebra-team.png\n:photo-alt: Zebra\n:photo-credit: Quagga\n",
    ),
    "partners/beta.md": ("Builds tools.", "Builds tools with Zebra Quagga."),
    "partners/acme.md": ("  name: Acme\n", "  name: Acme\n  formerly: [zebra-acme]\n"),
}
PARTNER = "partner:\n  name: Quagga Zebras\n  kind: company\n  unit: global\n  alignment: {reach: Zebras.}\n"
REMAINS = {  # of builds with other settings, and of the programs that make the PDF
    "html": ("_static/photos/zebra.png", "_sources/partners/zebra.md.txt", "_downloads/1/quagga.png"),
    "latex": ("zebra.pdf", "zebra.aux"),
}


def files_with_names(folder: Path) -> list[str]:
    """Return the paths below a folder that have one of the names in them or in their content."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".epub":
            with ZipFile(path) as book:
                content = b"".join(member.encode() + book.read(member) for member in book.namelist())
        if re.search("zebra|quagga", f"{name} {content.decode('utf-8', 'replace')}", re.IGNORECASE):
            found.append(name)
    return found


@pytest.mark.parametrize("builder", BUILDERS)
def test_after_a_removal_no_output_has_a_name(make_site: Callable[[str], Site], builder: str) -> None:
    site = make_site("site")
    pages = {path: path.read_bytes() for path in site.source.rglob("*.md")}
    for name, (old, new) in PAGES_WITH_NAMES.items():
        site.edit(name, old, new)
    site.write("partners/quagga-zebras.md", f"---\n{PARTNER}---\n# Quagga Zebras\n")
    for photo in ("zebra-quagga.png", "zebra-team.png"):
        site.write(f"_static/photos/{photo}", "")
        (site.source / "_static/photos" / photo).write_bytes(PIXEL)
    site.build(builder)
    for name in REMAINS.get(builder, ()):
        path = site.out / builder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"Zebra")
    assert files_with_names(site.out / builder)
    shutil.rmtree(site.source / "_static")
    (site.source / "partners/quagga-zebras.md").unlink()
    for path, content in pages.items():
        path.write_bytes(content)
    site.build("text" if builder == "html" else "html")  # so that this other builder reads the pages
    site.build(builder)
    assert files_with_names(site.out / builder) == []
