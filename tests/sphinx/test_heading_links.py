"""Links to headings of other pages, in every builder and in the feeds."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import urljoin

import pytest
from lxml import etree

from builders import BASE_URL, Site, visible_text

NEWS = "announcements/2019-05-01-acme-joins.md"
HEADING, TEXT = "What we do, in *2019*", "what they do"
ANCHOR = "what-we-do-in-2019"


@pytest.fixture
def linked(site: Site) -> Site:
    """The small site with a link to a heading on the page of a partner and in an announcement."""
    site.edit("partners/beta.md", "Prose of Beta.", f"Prose of Beta.\n\n## {HEADING}\n\nMore prose.")
    site.edit("partners/acme.md", "Prose of Acme.", f"See [{TEXT}](beta.md#{ANCHOR}).")
    site.edit(NEWS, "Prose of the news", f"See [{TEXT}](../partners/beta.md#{ANCHOR}). Prose")
    return site


@pytest.mark.parametrize(("builder", "suffix"), [("html", ".html"), ("dirhtml", "/index.html")])
@pytest.mark.parametrize("name", ["partners/acme", NEWS.removesuffix(".md")])
def test_links_on_websites(linked: Site, builder: str, suffix: str, name: str) -> None:
    assert linked.build(builder) == []
    [url] = linked.tree(f"{builder}/{name}{suffix}").xpath(f"//a[. = '{TEXT}']/@href")
    path, _, anchor = urljoin(f"/{name}{suffix}", url).partition("#")
    page = linked.tree(f"{builder}{path}index.html" if path.endswith("/") else f"{builder}{path}")
    [heading] = page.xpath(f"//*[@id = '{anchor}']")
    assert visible_text(heading).startswith("What we do, in 2019")


def test_letters_and_accents_that_are_apart_are_found(site: Site) -> None:
    apart = unicodedata.normalize("NFD", "Crème brûlée")
    site.edit("partners/beta.md", "Prose of Beta.", f"Prose of Beta.\n\n## {apart}\n\nMore prose.")
    site.edit("partners/acme.md", "Prose of Acme.", f"See [{TEXT}](beta.md#crème-brûlée).")
    assert site.build() == []
    [url] = site.tree("html/partners/acme.html").xpath(f"//a[. = '{TEXT}']/@href")
    assert site.tree("html/partners/beta.html").xpath(f"//*[@id = '{url.partition('#')[2]}']")
    assert (
        "crème"
        in json.loads(site.read("html/searchindex.js").removeprefix("Search.setIndex(")[:-1])["titleterms"]
    )


def test_links_on_a_single_page(linked: Site) -> None:
    assert linked.build("singlehtml") == []
    page = linked.tree("singlehtml/index.html")
    urls = page.xpath(f"//a[. = '{TEXT}']/@href")
    assert len(urls) == 2
    for url in urls:
        [heading] = page.xpath(f"//*[@id = '{url.removeprefix('#')}']")
        assert visible_text(heading).startswith("What we do, in 2019")


def test_links_in_the_e_book(linked: Site) -> None:
    metadata = dict.fromkeys(("epub_author", "epub_publisher", "epub_copyright", "epub_identifier"), "x")
    assert linked.build("epub", **metadata, version="1") == []
    [book] = (linked.out / "epub").glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        for name in ("partners/acme.xhtml", NEWS.replace(".md", ".xhtml")):
            page = etree.fromstring(archive.read(name))
            [url] = page.xpath(f"//*[local-name() = 'a'][. = '{TEXT}']/@href")
            path, _, anchor = url.partition("#")
            target = etree.fromstring(archive.read(normpath(join(str(Path(name).parent), path))))
            [heading] = target.xpath(f"//*[@id = '{anchor}']")
            assert "".join(heading.itertext()).strip().startswith("What we do, in 2019")


def test_links_in_the_pdf(linked: Site) -> None:
    assert linked.build("latex") == []
    [path] = (linked.out / "latex").glob("*.tex")
    text = path.read_text(encoding="utf-8")
    links = re.findall(rf"\\hyperref\[\\detokenize\{{([^}}]*)\}}\]\{{[^\n]*{TEXT}", text)
    assert len(links) == 2
    for label in links:
        assert rf"\label{{\detokenize{{{label}}}}}" in text
        before = text[: text.index(rf"\label{{\detokenize{{{label}}}}}")]
        assert before.rindex("What we do, in") > before.rindex("Prose of Beta.")


def test_links_in_feeds(linked: Site) -> None:
    assert linked.build() == []
    url = f"{BASE_URL}partners/beta.html#{ANCHOR}"
    assert linked.tree("html/partners/beta.html").xpath(f"//*[@id = '{ANCHOR}']")
    for channel in ("announcements", "partners/acme"):
        items = json.loads(linked.read(f"html/feeds/{channel}.json"))["items"]
        [html] = [item["content_html"] for item in items if TEXT in item["content_html"]]
        assert re.findall(rf'href="([^"]*)"[^>]*>(?:<[^>]*>)*{TEXT}', html) == [url]
        atom = etree.fromstring(linked.read(f"html/feeds/{channel}.xml").encode())
        [content] = [text for text in atom.xpath("//*[local-name() = 'content']/text()") if TEXT in text]
        assert f'href="{url}"' in content
