"""Chips, cards, filters, the pages behind them, and the views of the home page, in real builds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import HtmlElement

from builders import HtmlTable, Site, published_files, visible_text

MakeSite = Callable[[str], Site]


def add_priority(site: Site, id: str, order: int) -> None:
    facts = f"order: {order}\n  goal: A goal.\n  framework: A plan\n  source: https://example.org/{id}"
    site.write(
        f"priorities/{id}.md", f"---\npriority:\n  name: {id.title()} it\n  {facts}\n---\n# {id.title()} it\n"
    )


def end_partnership(site: Site) -> None:
    site.edit(
        "partners/acme.md", "  since: 2018\n", "  since: 2018\n  until: 2020\n  regions: [south-asia]\n"
    )


def classes(element: HtmlElement) -> set[str]:
    return set(element.get("class", "").split())


# -- Chips ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("order", "name"), [(4, "priority-4"), (5, "priority-5"), (6, "priority-other")])
def test_a_priority_is_a_chip_in_the_color_of_its_order(site: Site, order: int, name: str) -> None:
    add_priority(site, "green", order)
    site.write("index.md", "# Start\n\nRead {priority}`green` and {priority}`all about it <green>`.\n")
    site.build()
    chips = site.tree("html/index.html").find_class("priority-chip")
    assert [classes(chip) & {"priority-4", "priority-5", "priority-other"} for chip in chips] == [{name}] * 2
    assert [visible_text(chip) for chip in chips] == ["Green it", "all about it"]
    for chip in chips:
        assert chip.xpath("span[@aria-hidden='true']/text()") == ["GI"]
        assert chip.getparent().get("href") == "priorities/green.html"


def test_priorities_are_a_list_of_chips_in_html(built: Site) -> None:
    for page in ("partners/index", "partners/beta", "partners/kind/nonprofit"):
        chips = built.tree(f"html/{page}.html").find_class("chips")[-1]
        assert (chips.tag, [visible_text(chip) for chip in chips]) == ("ul", ["Reach", "Tools"])


@pytest.mark.parametrize(("builder", "file"), [("text", "partners/index.txt"), ("latex", "smallsite.tex")])
def test_other_formats_have_names_with_commas_and_no_decoration(site: Site, builder: str, file: str) -> None:
    assert site.build(builder) == []
    text = site.read(f"{builder}/{file}")
    if builder == "text":
        assert "Reach, Tools" in text.replace("*", "")
    for decoration in ("Filter the partners", "Show all", "R Reach"):
        assert decoration not in text


def test_initials_and_filters_are_in_no_book(site: Site) -> None:
    site.build("epub")
    page = site.read("epub/partners/index.xhtml")
    assert "Acme" in page
    for decoration in ("monogram", "filters", "<details"):
        assert decoration not in page
    assert "Wikipedia" in site.read("epub/partners/acme.xhtml")  # the citation is open


def test_the_search_does_not_find_decoration(built: Site) -> None:
    assert '"filter"' not in built.read("html/searchindex.js")


# -- Cards and filters ---------------------------------------------------------------------------------------


def test_a_card_shows_initials_facts_and_chips_and_marks_the_end_in_words(site: Site) -> None:
    end_partnership(site)
    site.build()
    acme, beta, _gamma = site.tree("html/partners/index.html").find_class("partner-list")[0]
    assert acme.xpath(".//span[@class='monogram']/text()")[0] == "A"
    assert visible_text(acme).startswith("Acme (ended) Company · Global unit · South Asia Reach")
    assert {"kind-company", "region-south-asia", "status-ended"} <= classes(acme)
    assert "status-ended" not in classes(beta)


def choices(page: HtmlElement, name: str) -> list[tuple[str, str | None]]:
    """Return text and URL of each choice of a facet."""
    items = page.xpath(f"//*[@data-name='{name}']//li")
    return [(visible_text(item), next(iter(item.xpath("a/@href")), None)) for item in items]


def test_filters_of_partners_link_to_pages_with_the_same_partners(site: Site) -> None:
    end_partnership(site)
    site.build()
    page = site.tree("html/partners/index.html")
    assert choices(page, "unit") == [("Global unit (3)", "../team/global.html")]
    assert choices(page, "priority") == [
        ("Reach (2)", "../priorities/reach.html"),
        ("Tools (1)", "../priorities/tools.html"),
    ]
    assert choices(page, "kind") == [
        ("Company (1)", "kind/company.html"),
        ("Nonprofit organization (1)", "kind/nonprofit.html"),
        ("Community (1)", "kind/community.html"),
    ]
    assert choices(page, "region") == [("South Asia (1)", "region/south-asia.html")]
    assert [url for _text, url in choices(page, "status")] == [
        "status/no-end-recorded.html",
        "status/ended.html",
    ]
    for url in page.xpath("//search//a/@href"):
        assert (site.out / "html/partners" / url).is_file()
    matrix = site.tree("html/priorities/index.html")
    assert choices(matrix, "kind")[0] == ("Company (1)", "../partners/kind/company.html")
    rows = matrix.xpath("//table[contains(@class, 'alignment-matrix')]//tr")
    assert [classes(row) >= {"filterable", "kind-company"} for row in rows].count(True) == 1


def test_filters_of_announcements_are_years_and_kinds(built: Site) -> None:
    page = built.tree("html/announcements/index.html")
    assert [text for text, _url in choices(page, "year")] == ["2019 (1)", "2018 (1)"]
    for text, url in choices(page, "year"):
        [heading] = page.xpath(f"//*[@id='{(url or '#')[1:]}']") or [None]
        pinned = text.startswith("2018")
        assert pinned or (heading is not None and classes(heading) >= {"group"})
    assert {url for _text, url in choices(page, "kind")} == {None}


def test_a_page_of_a_facet_has_a_heading_a_number_and_its_partners(site: Site) -> None:
    end_partnership(site)
    site.build()
    main = site.tree("html/partners/status/ended.html").get_element_by_id("main-content")
    assert [visible_text(heading) for heading in main.iter("h1")] == ["Partners: Ended"]
    assert "Partners shown: 1 of 3" in visible_text(main)
    assert [visible_text(name) for name in main.find_class("entry-name")] == ["Acme (ended)"]
    assert main.xpath(".//p[@class='entry-name']//a/@href") == ["../acme.html"]
    page = site.tree("html/partners/status/ended.html")
    assert ("../index.html", "Partners") in [
        (link.get("href"), visible_text(link)) for link in page.xpath("//nav//a")
    ]


def static_pages(site: Site, folder: str = "html") -> dict[str, bytes]:
    files = published_files(site.out / folder)
    return {
        name: content for name, content in files.items() if name.count("/") > 1 and "partners/" in name[:9]
    }


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_of_facets_are_the_same_in_each_kind_of_build(make_site: MakeSite, builder: str) -> None:
    site, clean, parallel = make_site("site"), make_site("clean"), make_site("parallel")
    site.build(builder)
    before = static_pages(site, builder)
    for edited in (site, clean, parallel):
        end_partnership(edited)
        edited.edit("partners/gamma.md", "kind: community", "kind: company")
    assert site.build(builder) == clean.build(builder) == []
    assert parallel.sphinx("-b", builder, "-j", "4", "-q", "-W").returncode == 0
    after = static_pages(site, builder)
    assert after == static_pages(clean, builder) == static_pages(parallel)
    assert {name.split("/")[2].removesuffix(".html") for name in before.keys() - after.keys()} == {
        "community"
    }
    locations = etree.fromstring((site.out / builder / "sitemap.xml").read_bytes()).xpath(
        "//*[local-name()='loc']"
    )
    urls = {
        location.text.removesuffix(".html").removesuffix("/").rpartition("/partners/")[2]
        for location in locations
    }
    assert urls >= {
        name.removeprefix("partners/").removesuffix("/index.html").removesuffix(".html") for name in after
    }


# -- The home page, citations, empty lists -------------------------------------------------------------------


def test_numbers_and_search_of_the_home_page(site: Site) -> None:
    end_partnership(site)
    views = ("directory-numbers", "search-field", "alignment-matrix")
    site.write("index.md", "# Start\n\n" + "\n\n".join(f"```{{{name}}}\n```" for name in views[:2]))
    site.build()
    [numbers] = site.tree("html/index.html").find_class("key-numbers")
    assert visible_text(numbers) == (
        "3 Partners 2 of 3 Priorities supported 2 Announcements 1 of 8 Regions with a partner"
    )
    [form] = site.tree("html/index.html").xpath("//main//form")
    assert (form.get("role"), form.get("action"), form.xpath("input/@name")) == (
        "search",
        "search.html",
        ["q"],
    )
    site.build("dirhtml")
    assert site.tree("dirhtml/index.html").xpath("//main//form/@action") == ["search/"]
    site.build("text")
    assert "**2 of 3** Priorities supported" in site.read("text/index.txt")


def test_a_matrix_with_a_limit_has_neither_filters_nor_totals(site: Site) -> None:
    site.write("index.md", "# Start\n\n```{alignment-matrix}\n:limit: 2\n```\n")
    site.build()
    page = site.read("html/index.html")
    assert [row[0][1] for row in HtmlTable(page).rows] == ["Partner", "Acme", "Beta"]
    assert "<search" not in page


def test_formats_of_a_citation_are_behind_one_summary(built: Site) -> None:
    [details] = built.tree("html/partners/acme.html").xpath("//section[@id='cite']//details")
    assert details.xpath("summary")
    assert len(details.xpath(".//pre")) > 1
    assert (
        built.tree("html/partners/acme.html").xpath("//section[@id='cite']//pre[not(ancestor::details)]")
        == []
    )


def test_an_empty_list_says_where_to_add_an_entry(site: Site) -> None:
    site.build()
    advice = 'No announcements are recorded. To add one, create a page in the folder "announcements".'
    assert advice in visible_text(site.read("html/partners/gamma.html"))
    for folder in ("partners", "announcements", "priorities", "team"):
        for path in sorted(Path(site.source, folder).glob("*.md")):
            if path.stem != "index":
                path.unlink()
        site.edit(f"{folder}/index.md", "```{toctree}\n:glob:\n\n*\n```\n", "")
    site.write("index.md", "# Start\n\n```{toctree}\n:glob:\n\n*/index\n```\n")
    assert site.build() == []
    for folder, text in (
        ("partners", "No partners are recorded."),
        ("announcements", "No announcements are recorded."),
        ("priorities", "No priorities are recorded."),
        ("team", "No team units are recorded."),
    ):
        page = visible_text(site.read(f"html/{folder}/index.html"))
        assert f'{text} To add one, create a page in the folder "{folder}".' in page


def test_missing_facts_say_which_key_of_which_page_to_use(site: Site) -> None:
    site.write("team/bare.md", "---\nunit: {name: Bare, focus: Little.}\n---\n# Bare\n")
    site.write("partners/bare.md", "---\npartner: {name: Bare, kind: company, unit: bare}\n---\n# Bare\n")
    priority = "{name: Bare, order: 9, goal: Much., framework: Plan, source: https://example.org/}"
    site.write("priorities/bare.md", f"---\npriority: {priority}\n---\n# Bare\n")
    assert site.build() == []
    for page, text, key, path in (
        ("partners/bare", "No priority is recorded for this partnership.", "alignment", "partners/bare.md"),
        ("partners/bare", "No sources are recorded for this page.", "sources", "partners/bare.md"),
        ("partners/bare", "No results are recorded.", "results", "partners/bare.md"),
        ("priorities/bare", "No partner is recorded for this priority.", "alignment", "partners/"),
        ("team/bare", "No people are recorded.", "members", "team/bare.md"),
    ):
        advice = f"To add one, use the key {key} in {path}."
        empty = site.tree(f"html/{page}.html").find_class("empty")
        assert f"{text} {advice}" in [paragraph.text_content() for paragraph in empty]


def links_of_empty_lists(site: Site, page: str) -> list[tuple[str, str]]:
    """Return text and URL, without its query, of the links of empty lists on a page."""
    links = site.tree(f"html/{page}.html").xpath("//p[@class='empty']/a")
    return [(visible_text(link), link.get("href").partition("?")[0]) for link in links]


def test_an_empty_list_links_to_the_web_editor_else_to_the_guide(site: Site) -> None:
    site.write("team/bare.md", "---\nunit: {name: Bare, focus: Little.}\n---\n# Bare\n")
    assert site.build() == []
    assert links_of_empty_lists(site, "team/bare") == []
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    site.write("about/contributors.md", "# How to help\n")
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/contributors\n")
    assert site.build() == []
    guide = ("How to help", "../about/contributors.html")
    assert links_of_empty_lists(site, "team/bare") == [guide] * 3
    assert site.build(partnerships_repository="https://example.org/repository/") == []
    assert links_of_empty_lists(site, "team/bare") == [
        ("Suggest a change", "https://example.org/repository/edit/main/team/bare.md"),
        ("Add a partner", "https://example.org/repository/new/main/partners"),
        ("Add an announcement", "https://example.org/repository/new/main/announcements"),
    ]
    query = "contains(@href, '?filename=') and contains(@href, 'value=')"
    assert len(site.tree("html/team/bare.html").xpath(f"//p[@class='empty']/a[{query}]")) == 2


# -- URLs in fact boxes --------------------------------------------------------------------------------------

SHOWN_URLS = {
    "": "example.org",
    "/": "example.org",
    "/wiki/Plan_2020/Caf%C3%A9_Final/": "example.org: Café Final",
    "/plan#tools": "example.org: plan#tools",
    "/index.php?title=Plan": "example.org: index.php?title=Plan",
    "/a%E2%80%AEb_c": "example.org: a%E2%80%AEb_c",  # decoded, it would turn the text around
}


def test_a_fact_box_shows_the_host_and_the_last_part_of_a_url(site: Site) -> None:
    for number, path in enumerate(SHOWN_URLS):
        facts = f"name: P{number}, kind: company, unit: global, website: 'https://example.org{path}'"
        site.write(f"partners/p{number}.md", f"---\npartner: {{{facts}}}\n---\n# P{number}\n")
    assert site.build(language="ar") == []
    for number, (path, shown) in enumerate(SHOWN_URLS.items()):
        [box] = site.tree(f"html/partners/p{number}.html").find_class("fact-box")
        [link] = box.find_class("external")
        assert (link.get("href"), visible_text(link)) == (f"https://example.org{path}", shown)
        for part in link.iter("code"):  # an identifier, which nobody translates
            assert part.get("lang") == "und"
            assert "notranslate" in classes(part)
