"""What an incremental build leaves of an earlier one: nothing that was deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.search import js_index

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
    assert traces(site, "zebra") == ["_images", "page.html", "searchindex.js"]
    return site


def traces(site: Site, word: str) -> list[str]:
    """Return the files and folders of the output that contain a word, whatever the case of its letters."""
    found = set()
    for path in (site.out / "html").rglob("*"):
        if path.is_file() and "_sources" not in path.parts and word.encode() in path.read_bytes().lower():
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
    assert traces(plain, "gnu") == ["_images", "page.html", "searchindex.js"]
    assert len(list((plain.out / "html/_images").iterdir())) == 2


def test_what_only_a_deleted_page_had_is_in_no_file_but_that_page(plain: Site) -> None:
    (plain.source / "page.md").unlink()
    plain.build()
    assert traces(plain, "quagga") == ["page.html"]  # Sphinx leaves it; `partnerships` removes it
    (plain.out / "html/page.html").unlink()
    plain.edit("index.md", "Words", "More words")
    plain.build()
    assert traces(plain, "zebra") == []
    assert list((plain.out / "html/_images").iterdir()) == []
    assert "word" in json.dumps(search_index(plain)["terms"])


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_images_that_are_shown_stay(plain: Site, builder: str) -> None:
    plain.build(builder)
    before = sorted(path.name for path in (plain.out / builder / "_images").iterdir())
    assert [name[-4:] for name in before] == [".png", ".svg"]
    plain.edit("index.md", "Words", "More words")
    plain.build(builder)
    assert sorted(path.name for path in (plain.out / builder / "_images").iterdir()) == before


def test_a_deleted_partner_is_in_no_file(make_site: Callable[[str], Site]) -> None:
    site = make_site("site")
    site.write(
        "partners/zebra.md",
        "---\npartner:\n  name: Zebra\n  kind: company\n  unit: global\n  alignment: {reach: Zebras.}\n---\n# Zebra\n",
    )
    site.build()
    assert {"partners", "searchindex.js", "api", "_images"} <= set(traces(site, "zebra"))
    (site.source / "partners/zebra.md").unlink()
    site.build()
    assert traces(site, "zebra") == []
