"""The metadata in the head of each page, and the links to feeds in its footer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree

from builders import SMALL_SITE, Site

BASE = "https://example.org/en/latest/"
ODD = '</script> & <b>“quoted” "text" 🦉'


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site with odd texts and a page to subscribe."""
    folder = tmp_path_factory.mktemp("themed")
    shutil.copytree(SMALL_SITE, folder / "source")
    site = Site(folder / "source", folder / "out")
    site.edit("partners/acme.md", "since: 2018", "website: https://acme.example.org\n  wikidata: Q95")
    site.edit("announcements/2019-05-01-acme-joins.md", "summary: Acme joins.", f"summary: '{ODD}'")
    site.edit("announcements/2019-05-01-acme-joins.md", "# Acme joins us", "# " + ODD.replace("<", "\\<"))
    site.edit("partners/gamma.md", "name: Gamma", "name: Gamma, in code")
    site.edit("partners/gamma.md", "# Gamma", "# Gamma, *in* `code`")
    site.write("about/index.md", "# About\n\nWords about *it*.\n\n```{toctree}\nsubscribe\n```\n")
    site.write("about/subscribe.md", "# Subscribe\n\nHere.\n\n```{feed-list}\n```\n")
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/index\n")
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    assert site.build() == []
    return site


def head(site: Site, page: str) -> etree._Element:
    [found] = etree.HTML(site.read(f"html/{page}.html")).xpath("//head")
    return found


def things(site: Site, page: str) -> dict[str, Any]:
    """Return a page's linked data by type."""
    written = head(site, page).xpath("script[@type='application/ld+json']/text()")
    if not written:
        return {}
    data = json.loads(written[0])
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


TYPES = {
    "index": {"WebSite"},
    "search": set(),
    "about/index": {"BreadcrumbList"},
    "about/subscribe": {"BreadcrumbList"},
    "partners/index": {"BreadcrumbList", "ItemList"},
    "announcements/index": {"BreadcrumbList", "ItemList"},
    "partners/acme": {"BreadcrumbList", "Organization", "Claim"},
    "priorities/reach": {"BreadcrumbList"},
    "team/global": {"BreadcrumbList"},
    "announcements/2019-05-01-acme-joins": {"BreadcrumbList", "NewsArticle"},
}


@pytest.mark.parametrize("page", TYPES)
def test_each_page_has_the_linked_data_of_its_kind(themed: Site, page: str) -> None:
    found = things(themed, page)
    assert set(found) == TYPES[page]
    for name in ("BreadcrumbList", "ItemList"):
        items = found.get(name, {}).get("itemListElement", [])
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        for item in items:
            assert item["@type"] == "ListItem"
            assert item["name"]
            path = str(item.get("item") or item["url"]).removeprefix(BASE)
            assert (themed.out / "html" / path).is_file()


def test_breadcrumbs_begin_at_the_home_page(themed: Site) -> None:
    crumbs = things(themed, "partners/acme")["BreadcrumbList"]["itemListElement"]
    assert [(crumb["name"], crumb["item"]) for crumb in crumbs] == [
        ("Small site", f"{BASE}index.html"),
        ("All partners", f"{BASE}partners/index.html"),
        ("Acme", f"{BASE}partners/acme.html"),
    ]
    above = things(themed, "partners/index")["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in above] == ["Small site", "All partners"]


def test_a_partner_is_an_organization_with_other_urls(themed: Site) -> None:
    assert things(themed, "partners/acme")["Organization"] == {
        "@type": "Organization",
        "name": "Acme",
        "mainEntityOfPage": f"{BASE}partners/acme.html",
        "sameAs": ["https://www.wikidata.org/wiki/Q95", "https://acme.example.org"],
    }
    assert "sameAs" not in things(themed, "partners/beta")["Organization"]


def test_an_alignment_is_a_claim_with_its_basis_in_words_and_its_sources(themed: Site) -> None:
    assert things(themed, "partners/acme")["Claim"] == {
        "@type": "Claim",
        "text": "Brings *many* readers, as [its page](beta.md) shows.",
        "abstract": "Our reading",
        "about": {"@type": "DefinedTerm", "name": "Reach", "url": f"{BASE}priorities/reach.html"},
        "citation": [],
    }


def test_an_announcement_is_a_news_article(themed: Site) -> None:
    article = things(themed, "announcements/2019-05-01-acme-joins")["NewsArticle"]
    assert article == {
        "@type": "NewsArticle",
        "headline": ODD,
        "description": ODD,
        "datePublished": "2019-05-01",
        "dateModified": "2019-05-01",
        "inLanguage": "en",
        "mainEntityOfPage": f"{BASE}announcements/2019-05-01-acme-joins.html",
        "about": [things(themed, "partners/acme")["Organization"]],
        "isBasedOn": "https://example.org/acme-joins",
    }


def test_lists_name_their_entries_in_order(themed: Site) -> None:
    items = things(themed, "partners/index")["ItemList"]["itemListElement"]
    assert [(item["name"], item["url"]) for item in items] == [
        (name, f"{BASE}partners/{id}.html")
        for id, name in (("acme", "Acme"), ("beta", "Beta"), ("gamma", "Gamma, in code"))
    ]


def meta(site: Site, page: str) -> dict[str, str]:
    return {
        str(element.get("property") or element.get("name")): str(element.get("content"))
        for element in head(site, page).xpath("meta[@property or @name='description']")
    }


METADATA = {
    "index": ("Small site", "Acme serves Reach, as does the other one.", "website"),
    "about/index": ("About", "Words about it.", "website"),
    "partners/acme": ("Acme", "Prose of Acme.", "website"),
    "partners/gamma": ("Gamma, in code", "Prose of Gamma.", "website"),
    "priorities/reach": ("Reach", "More readers.", "website"),
    "team/global": ("Global unit", "Works everywhere.", "website"),
    "announcements/2019-05-01-acme-joins": (ODD, ODD, "article"),
}


@pytest.mark.parametrize("page", METADATA)
def test_social_media_get_a_title_and_a_summary(themed: Site, page: str) -> None:
    title, description, kind = METADATA[page]
    assert meta(themed, page) == {
        "description": description,
        "og:title": title,
        "og:description": description,
        "og:site_name": "Small site",
        "og:type": kind,
        "og:locale": "en",
        "og:url": f"{BASE}{page}.html",
    }


def test_every_page_links_to_its_feeds_and_to_all_feeds(themed: Site) -> None:
    for page in TYPES:
        links = head(themed, page).xpath("link[@rel='alternate']/@href")
        up = "../" * page.count("/")
        assert links[:2] == [f"{up}feeds/announcements.xml", f"{up}feeds/announcements.json"]
        own = [link for link in links[2:] if link.endswith(".xml")]
        expected = {"partners/acme": ["partners/acme"], "team/global": ["units/global"]}
        expected["priorities/reach"] = ["priorities/reach"]
        assert own == [f"{up}feeds/{name}.xml" for name in expected.get(page, [])]
        html = etree.HTML(themed.read(f"html/{page}.html"))
        [subscribe] = html.xpath("//footer//a[.='Subscribe']/@href")
        assert subscribe == "#" or page != "about/subscribe"
        assert page == "about/subscribe" or urljoin(f"/{page}", str(subscribe)) == "/about/subscribe.html"


def test_the_page_of_feeds_lists_both_formats_of_each(themed: Site) -> None:
    html = etree.HTML(themed.read("html/about/subscribe.html"))
    links = html.xpath("//ul[contains(@class, 'feed-list')]//a[contains(@href, 'feeds/')]/@href")
    made = {
        f"../{path}"
        for path in feed_paths(themed.out / "html", ".xml") | feed_paths(themed.out / "html", ".json")
    }
    assert (set(links), len(links)) == (made, len(made))


def feed_paths(out: Path, suffix: str) -> set[str]:
    return {path.relative_to(out).as_posix() for path in (out / "feeds").rglob(f"*{suffix}")}


def test_a_page_can_be_cited_in_three_forms(themed: Site) -> None:
    for page, url in (
        ("partners/acme", f"{BASE}partners/acme.html"),
        ("announcements/2018-team", f"{BASE}announcements/2018-team.html"),
    ):
        html = etree.HTML(themed.read(f"html/{page}.html"))
        forms = ["".join(block.itertext()) for block in html.xpath("//section[@id='cite']//pre")]
        assert [form.split()[0] for form in forms] in (
            ["Acme.", "@misc{partner-acme,", "{{cite"],
            ["The", "@misc{announcement-2018-team,", "{{cite"],
        )
        assert all(url in form for form in forms)
    assert "How to cite" not in themed.read("html/priorities/reach.html")
