"""Front matter in every way wrong: each page below `broken/` has one fault, and gets one message.

`broken/messages.txt` holds what is said, by the build and by `python -m partnerships_cli check` alike.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from builders import BROKEN_PAGES, SMALL_SITE, Site, published_files, warnings_as_messages
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.reader import read_page

EXPECTED = (BROKEN_PAGES / "messages.txt").read_text(encoding="utf-8").splitlines()
PAGES = sorted(path.relative_to(BROKEN_PAGES).as_posix() for path in BROKEN_PAGES.rglob("*.md"))
FIRST = "announcements/2019-same-id-a.md"  # is right; the other page with its id is not


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site with all of them among its pages."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(SMALL_SITE, folder / "source")
    shutil.copytree(BROKEN_PAGES, folder / "source", dirs_exist_ok=True)
    return Site(folder / "source", folder / "out")


def test_each_page_has_one_message_with_line_column_and_code() -> None:
    positions = Counter(line.split(":")[0] for line in EXPECTED)
    assert positions == Counter({page: 1 for page in PAGES if page != FIRST})
    assert all(re.match(r"[^:]+\.md:[0-9]+:[0-9]+: [a-z-]+: \S", line) for line in EXPECTED)


def test_check_says_so(broken: Site) -> None:
    assert (
        warnings_as_messages([str(problem) for problem in SourceTree.from_folder(broken.source).problems])
        == EXPECTED
    )


def test_the_build_says_so_too_and_builds_the_rest(broken: Site) -> None:
    warnings = broken.build(include_patterns=["**.md"])
    assert warnings_as_messages([each for each in warnings if "toc.not_included" not in each]) == EXPECTED
    assert "Beta" in broken.read("html/priorities/index.html")
    catalog = broken.read("html/api/catalog.json")
    assert [page for page in PAGES if page != FIRST and f'/{page.removesuffix(".md")}.html"' in catalog] == []


def test_no_fact_of_a_broken_page_stays_in_its_text() -> None:
    """No second reader of front matter gets to see what the first refused."""
    for path in BROKEN_PAGES.rglob("*.md"):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        if text.lstrip().startswith("---"):
            body = read_page(text, "partners/x")[1]
            assert not re.search(r"^\s*(partner|kind|unit|myst|html_meta)\s*:", body, re.MULTILINE), path
            assert len(body.split("\n")) == len(text.split("\n"))


def test_sources_stay_as_they_are(broken: Site) -> None:
    for name, content in published_files(BROKEN_PAGES).items():
        if name.endswith(".md"):
            assert (broken.source / name).read_bytes() == content
