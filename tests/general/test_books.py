"""EPUB, PDF and single HTML of a site without partnerships."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml.html import HtmlElement

from builders import PIXEL, Site

CONF = """
extensions = ["myst_parser", "books"]
project, author, copyright, version = "A book", "A team", "2026", "1"
epub_tocscope, epub_uid, epub_identifier = "includehidden", "id", "urn:book"
epub_description = epub_contributor = "x"
html_title = "A book"
"""
PAGES = {
    "index": "# A book\n\n[Two](part/two.md#same), [here](#a-section)\n\n## A section\n\n```{toctree}\n:hidden:\n\npart/index\n```\n",
    "part/index": "---\ndate: 2020-05\n---\n# Part\n\n## Its section\n\nText.\n\n```{toctree}\n:hidden:\n\none\ntwo\n```\n",
    "part/one": "# One\n\n## Same\n\n[^a] [That](two.md#same), [this](#same)\n\n```{rubric} A rubric\n:heading-level: 3\n```\n\n[^a]: A note.\n",
    "part/two": "---\ndate: 2019\n---\n# Two\n\n## Same\n\n[That](one.md#same) ![Dot](dot.png)\n",
}
NAMES = {"d": "http://purl.org/dc/elements/1.1/", "h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def book(tmp_path: Path) -> Site:
    site = Site(tmp_path / "source", tmp_path / "out")
    site.write("conf.py", CONF + "myst_heading_anchors = 2\n")
    for name, text in PAGES.items():
        site.write(f"{name}.md", text)
    (site.source / "part/dot.png").write_bytes(PIXEL)
    return site


def epub(site: Site) -> Path:
    assert site.build("epub") == []
    [path] = (site.out / "epub").glob("*.epub")
    return path


def test_an_epub_has_the_same_bytes_at_any_time(
    book: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = epub(book).read_bytes()
    now = time.time()
    for path in book.source.rglob("*.*"):
        os.utime(path, (now + 5000, now + 5000))
    monkeypatch.setattr(
        time, "gmtime", lambda seconds=None: time.struct_time((2001, 2, 3, 4, 5, 6, 5, 34, 0))
    )
    again = Site(book.source, tmp_path / "again")
    assert epub(again).read_bytes() == first
    assert epub(again).read_bytes() == first  # over the earlier book


def test_the_date_of_an_epub_is_the_newest_of_its_pages(book: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "<dc:date>2020-05-01T00:00:00Z</dc:date>" in opf(book)
    book.edit("part/two.md", "2019", "2026-11-23")
    assert "<dc:date>2026-11-23T00:00:00Z</dc:date>" in opf(book)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert "<dc:date>1970-01-01T00:00:00Z</dc:date>" in opf(book)


def test_an_epub_leaves_out_unknown_names(book: Site) -> None:
    assert "<dc:creator>A team</dc:creator>" in opf(book)
    book.edit(
        "conf.py",
        'author, copyright, version = "A book", "A team"',
        'author, copyright, version = "A book", "unknown"',
    )
    package = ET.fromstring(opf(book).encode())
    people = [
        package.findtext(f".//d:{role}", None, NAMES) for role in ("creator", "publisher", "contributor")
    ]
    assert people == [None, None, "x"]


def opf(site: Site) -> str:
    with zipfile.ZipFile(epub(site)) as archive:
        return archive.read("content.opf").decode()


def test_an_epub_over_an_earlier_one_has_no_deleted_page_or_picture(book: Site) -> None:
    epub(book)
    book.edit("part/index.md", "one\ntwo", "one")
    for name in ("part/two.md", "part/dot.png"):
        (book.source / name).unlink()
    book.edit("index.md", "[Two](part/two.md#same)", "Two")
    book.edit("part/one.md", "[That](two.md#same)", "That")
    with zipfile.ZipFile(epub(book)) as archive:
        names = archive.namelist()
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert names[0] == "mimetype"
    assert [name for name in names if "two" in name or "dot" in name] == []
    assert "part/one.xhtml" in names


def test_a_folder_without_an_earlier_book_loses_no_file(book: Site) -> None:
    foreign = book.out / "epub/mine.xhtml"
    foreign.parent.mkdir(parents=True)
    foreign.write_text('<html xmlns="http://www.w3.org/1999/xhtml"/>', encoding="utf-8")
    epub(book)
    assert foreign.is_file()


def test_the_contents_of_an_epub_have_every_page(book: Site) -> None:
    with zipfile.ZipFile(epub(book)) as archive:
        contents = ET.fromstring(archive.read("nav.xhtml"))
        ncx, package = archive.read("toc.ncx").decode(), archive.read("content.opf").decode()
    links = [link.get("href", "") for link in contents.iterfind(".//h:a", NAMES)]
    assert [link for link in links if "#" not in link] == [f"{name}.xhtml" for name in PAGES]
    assert 'name="dtb:uid" content="urn:book"' in ncx
    assert '<dc:identifier id="id">urn:book</dc:identifier>' in package


def single_page(site: Site) -> HtmlElement:
    assert site.build("singlehtml") == []
    return site.tree("singlehtml/index.html")


def test_every_link_of_a_single_page_leads_to_one_element(book: Site) -> None:
    page = single_page(book)
    ids = Counter(page.xpath("//@id"))
    assert [id for id, number in ids.items() if number > 1] == []
    links = [str(link) for link in page.xpath("//@href[starts-with(., '#')]")]
    assert {link for link in links if link[1:] not in ids} == set()
    body = [str(link) for link in page.xpath("//p//a[not(contains(@class, 'footnote'))]/@href")]
    two, one = "#document-part/two/same", "#document-part/one/same"
    assert [link for link in body if link in (one, two, "#a-section")] == [two, "#a-section", two, one, one]
    assert page.get_element_by_id(two[1:]).getparent().xpath("string(h1|h2|h3)").startswith("Two")


def test_a_number_sign_in_the_name_of_a_page_is_no_anchor(book: Site) -> None:
    book.edit("part/index.md", "one\ntwo", "one\ntwo\nC#1")
    book.write("part/C#1.md", "# C\n\n## Own\n\n[Own](#own)\n")
    page = single_page(book)
    links = {str(link)[1:] for link in page.xpath("//@href[contains(., 'C#1')]")}
    assert {"document-part/C#1", "document-part/C#1/own"} <= links
    assert links <= set(page.xpath("//@id"))


def headings(tex: str) -> list[tuple[str, str]]:
    return re.findall(r"\\(chapter|section|subsection|subsubsection|paragraph)\*?\{(.*?)\}", tex)


def test_pages_are_no_part_of_the_section_that_lists_them(book: Site) -> None:
    assert book.build("latex") == []
    [path] = (book.out / "latex").glob("*.tex")
    assert headings(path.read_text(encoding="utf-8")) == [
        ("chapter", "A section"),
        ("chapter", "Part"),
        ("section", "Its section"),
        ("section", "One"),
        ("subsection", "Same"),
        ("subsubsection", "A rubric"),
        ("section", "Two"),
        ("subsection", "Same"),
    ]
    levels = [
        (heading.tag, heading.text)
        for heading in single_page(book).xpath(
            "//div[@class='body']//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]"
        )
    ]
    assert levels == [
        ("h1", "A book"),
        ("h2", "A section"),
        ("h2", "Part"),
        ("h3", "Its section"),
        ("h3", "One"),
        ("h4", "Same"),
        ("h5", "A rubric"),
        ("h3", "Two"),
        ("h4", "Same"),
    ]
