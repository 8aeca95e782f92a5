"""This site as it is published: its files, its facts, and its pages in a browser."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import jsonschema
import pytest
from lxml import etree
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, Route

from browser_pages import CATALOG, PARTNER, build_site, needs_browser, serve_site
from builders import BASE_URL, ROOT, TESTS, image_names, parse_html, visible_text
from large_site import PRIORITIES

PAGES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix()
    for pattern in (
        "index.md",
        "about/*.md",
        "team/*.md",
        "partners/*.md",
        "priorities/*.md",
        "announcements/*.md",
    )
    for path in ROOT.glob(pattern)
)


def main_text(path: Path) -> str:
    """Return the text of a page's main part."""
    [main] = parse_html(path).xpath('//main[@id="main-content"]')
    return visible_text(main)


def aligned_pairs(page: HtmlElement) -> list[tuple[str, str]]:
    """Return partner and priority of each link to a reason, in the order of the page."""
    pattern = r"\.\./partners/([a-z0-9-]+)\.html#alignment-([a-z-]+)"
    matches = [re.fullmatch(pattern, url) for url in page.xpath("//table//a/@href")]
    return [(match[1], match[2]) for match in matches if match]


def edges(diagram: Path) -> list[str]:
    """Return the ids of the edges from partners to priorities in a diagram."""
    ids = etree.parse(diagram).xpath("//@data-id")
    return [id for id in ids if id.startswith("L_partner_")]


def edge(partner: str, priority: str) -> str:
    return f"L_partner_{partner}_priority_{priority}_0".replace("-", "_")


# -- Files ----------------------------------------------------------------------------------------------------


def test_each_source_file_has_a_page_and_each_promised_file_exists(html: Path) -> None:
    expected = [f"{page}.html" for page in PAGES]
    expected += [
        "feeds/announcements.xml",
        "feeds/announcements.json",
        "api/catalog.json",
        "api/catalog.schema.json",
    ]
    expected += [
        "api/partners.csv",
        "api/alignment.csv",
        "api/announcements.csv",
        "objects.inv",
        "search.html",
    ]
    assert [name for name in expected if not (html / name).is_file()] == []


def test_the_catalog_satisfies_its_schema(html: Path) -> None:
    catalog = json.loads((html / "api/catalog.json").read_text(encoding="utf-8"))
    schema = json.loads((html / "api/catalog.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(catalog, schema, cls=jsonschema.Draft202012Validator)
    counts = {kind: len(catalog[kind]) for kind in ("partners", "priorities", "units", "announcements")}
    folders = {"units": "team"}
    files = {kind: len(list((ROOT / folders.get(kind, kind)).glob("[!i]*.md"))) for kind in counts}
    assert counts == files
    assert all(item["url"].startswith(BASE_URL) for kind in counts for item in catalog[kind])


def test_feed_entries_link_to_pages_of_this_site(html: Path) -> None:
    feed = feedparser.parse((html / "feeds/announcements.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == len(CATALOG.announcements)
    for entry in feed.entries:
        assert (html / entry.link.removeprefix(BASE_URL)).is_file()
    items = json.loads((html / "feeds/announcements.json").read_text(encoding="utf-8"))["items"]
    assert [item["id"] for item in items] == [entry.id for entry in feed.entries]


def test_matrix_diagram_and_csv_have_the_same_alignments(html: Path) -> None:
    page = parse_html(html / "priorities/index.html")
    pairs = aligned_pairs(page)
    assert pairs
    with (html / "api/alignment.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert set(pairs) == {(row["partner"], row["priority"]) for row in csv.DictReader(stream)}
    drawn = [edge for name in image_names(page, "directory-") for edge in edges(html / "_images" / name)]
    assert sorted(drawn) == sorted(edge(*pair) for pair in pairs)


def test_links_between_pages_lead_to_files(html: Path) -> None:
    root = urlsplit(BASE_URL).path
    broken = set()
    for path in html.rglob("*.html"):
        if "_static" in path.parts:
            continue  # a template of the theme
        for url in parse_html(path).xpath("//@href | //@src"):
            parts = urlsplit(url)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            # The links of 404.html are absolute, because a host shows it at any URL.
            if path.name == "404.html" and not parts.path.startswith(root):
                broken.add((path.name, url))
            target = (
                html / parts.path.removeprefix(root) if path.name == "404.html" else path.parent / parts.path
            )
            if not target.exists():
                broken.add((path.name, url))
    assert broken == set()


# -- Facts of the catalog ----------------------------------------------------------------------------------------


def shown_facts(catalog: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the page and the text of the facts that readers must find there."""
    for partner in catalog["partners"]:
        yield f"partners/{partner['id']}", partner["name"]
        yield "partners/index", partner["name"]
        if partner.get("wikidata"):
            yield f"partners/{partner['id']}", partner["wikidata"]
    for unit in catalog["units"]:
        for member in unit["members"]:
            for fact in (member["name"], member["role"], member["base"]):
                yield f"team/{unit['id']}", fact
            yield "team/index", member["name"]
    for announcement in catalog["announcements"]:
        for page in ("announcements/index", f"announcements/{announcement['id']}"):
            yield page, announcement["title"]
            yield page, announcement["summary"]
    for priority in catalog["priorities"]:
        yield "index", priority["name"]
        for page in ("priorities/index", f"priorities/{priority['id']}"):
            yield page, priority["name"]
            yield page, priority["goal"]


def test_pages_show_the_facts_of_the_catalog(html: Path) -> None:
    catalog = json.loads((html / "api/catalog.json").read_text(encoding="utf-8"))
    facts = list(shown_facts(catalog))
    assert len(facts) > len(catalog["partners"])
    texts = {page: main_text(html / f"{page}.html") for page in {page for page, _fact in facts}}
    assert [(page, fact) for page, fact in facts if fact not in texts[page]] == []


def test_the_headings_of_gaps_count_what_the_catalog_lists(html: Path) -> None:
    catalog = json.loads((html / "api/catalog.json").read_text(encoding="utf-8"))
    headings = parse_html(html / "priorities/index.html").xpath("//h3")
    counts = re.findall(r"\((\d+)\)", " ".join(map(visible_text, headings)))
    gaps = catalog["gaps"]
    shown = {name: len(gap) for name, gap in gaps.items()}
    shown["alignments_inferred"] -= len(gaps["alignments_without_evidence"])  # they have a list of their own
    assert sorted(map(int, counts)) == sorted(shown.values())


def test_pages_of_facts_contain_no_directive() -> None:
    for folder in ("partners", "team", "priorities", "announcements"):
        for path in (ROOT / folder).glob("*.md"):
            if path.stem != "index":
                assert not re.search(
                    r"^(`{3,}|:{3,})\{(?!note\})", path.read_text(encoding="utf-8"), re.MULTILINE
                ), path


# -- In a browser ---------------------------------------------------------------------------------------------


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@needs_browser
def test_the_color_scheme_is_that_of_the_reader(browser: Browser, base_url: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base_url}{PARTNER.docname}.html")
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert color == {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 20, 24)"}[scheme]
    page.close()


@needs_browser
def test_a_cell_of_the_matrix_links_to_the_reason(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}priorities/index.html")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Foundation 0"))
    row.get_by_role("link", name="Our reading").first.click()
    page.wait_for_url("**/partners/partner-0000.html#alignment-brand-awareness")
    assert page.locator("#alignment-brand-awareness").is_visible()
    page.close()


@needs_browser
def test_the_search_finds_a_partner_and_only_its_page_loads_the_index(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{made_up}index.html", wait_until="networkidle")
    assert not [url for url in loaded if "searchindex" in url]
    page.goto(f"{made_up}search.html?q=bibliothèques")
    page.get_by_role("link", name="Foundation 0").first.click()
    page.wait_for_url("**/partners/partner-0000.html*")
    page.close()


@needs_browser
def test_pages_can_be_read_without_scripts(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}priorities/index.html")
    assert page.get_by_role("table").first.is_visible()
    assert page.get_by_role("navigation").get_by_role("link", name="Partners").first.is_visible()
    link = page.locator("main p a").first  # the color of our style sheet
    assert link.evaluate("element => getComputedStyle(element).color") == "rgb(51, 102, 204)"
    context.close()


@needs_browser
def test_pages_declare_language_direction_and_feeds(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}partners/partner-0000.html")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("dir") == "ltr"
    feeds = page.locator("head link[rel=alternate]")
    assert [feeds.nth(n).get_attribute("href") for n in range(feeds.count())] == [
        "../feeds/announcements.xml",
        "../feeds/announcements.json",
        "../feeds/partners/partner-0000.xml",
        "../feeds/partners/partner-0000.json",
    ]
    page.close()


# -- Finding a partner, and a large site ---------------------------------------------------------------------


@needs_browser
def test_filters_combine_show_a_count_and_are_in_the_url(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}partners/index.html", wait_until="networkidle")
    shown = page.locator(".partner-list > li:visible .entry-name strong")
    status = page.get_by_role("status")
    assert (shown.count(), status.inner_text()) == (5, "Partners shown: 5 of 5")
    page.get_by_label("Priority").select_option(label="Brand Awareness")
    assert shown.all_inner_texts() == ["3号知识基金会", "Foundation 0", "Фонд 4"]
    page.get_by_label("Kind").select_option(label="Company")
    assert (shown.all_inner_texts(), status.inner_text()) == (["Foundation 0"], "Partners shown: 1 of 5")
    page.locator("select[name=region]").select_option(label="South Asia")
    assert (shown.count(), status.inner_text()) == (0, "Partners shown: 0 of 5")
    page.locator("select[name=region]").select_option(label="All")
    link = page.url
    assert link.endswith("index.html?priority=brand-awareness&kind=company")
    page.goto(f"{made_up}index.html")
    page.goto(f"{link}#main-content", wait_until="networkidle")  # as in a shared link
    assert shown.all_inner_texts() == ["Foundation 0"]
    page.get_by_role("button", name="Show all").click()
    assert shown.count() == 5
    assert page.url == f"{made_up}partners/index.html#main-content"
    # One value is unknown.
    link = f"{made_up}partners/index.html?priority=none&status=no-end-recorded"
    page.goto(link, wait_until="networkidle")
    assert (shown.count(), page.get_by_label("Priority").input_value()) == (4, "")
    page.close()


@needs_browser
def test_back_undoes_one_choice_of_a_filter(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}partners/index.html")
    shown = page.locator(".partner-list > li:visible")
    page.get_by_label("Priority").select_option(label="Brand Awareness")
    page.get_by_label("Kind").select_option(label="Company")
    assert shown.count() == 1
    page.go_back()
    assert (shown.count(), page.get_by_label("Kind").input_value()) == (3, "")
    page.go_back()
    assert (shown.count(), page.get_by_label("Priority").input_value()) == (5, "")
    page.go_forward()
    assert shown.count() == 3
    page.close()


@needs_browser
def test_announcements_and_the_matrix_have_filters(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}announcements/index.html")
    page.get_by_label("Year").select_option(label="2018")
    assert page.locator(".group:visible").all_inner_texts() == ["2018"]
    shown = page.locator(".announcement-list > li:visible").count()
    assert page.get_by_role("status").inner_text().startswith(f"Announcements shown: {shown} of ")
    page.goto(f"{made_up}priorities/index.html")
    page.get_by_label("Kind").select_option(label="Company")
    assert page.locator(".alignment-matrix tr.filterable:visible th").all_inner_texts() == ["Foundation 0"]
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".alignment-matrix tr.total:visible").count() > 0
    page.close()


ROWS = """() => [...document.querySelectorAll(".alignment-matrix tbody tr")].map((row) =>
    [row.classList.contains("filterable"), row.querySelector("th").innerText, row.lastElementChild.innerText])"""


def matrix_rows(page: Page) -> list[list[tuple[str, str]]]:
    """Return the name and the number of each partner, by the groups that headings and totals separate."""
    groups = groupby(page.evaluate(ROWS), lambda row: row[0])
    return [[(name, number) for _, name, number in rows] for is_partner, rows in groups if is_partner]


@needs_browser
def test_the_matrix_is_sorted_by_name_or_by_number(browser: Browser, base_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{base_url}priorities/index.html", wait_until="networkidle")
    ascending = matrix_rows(page)
    by_name, by_number = page.locator("button.sort").all()
    by_number.click()
    for rows in matrix_rows(page):
        numbers = [number for _name, number in rows]
        assert numbers == sorted(numbers, key=int, reverse=True)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    by_name.click()
    assert matrix_rows(page) == ascending
    by_name.click()
    assert matrix_rows(page) == [rows[::-1] for rows in ascending]
    page.emulate_media(media="print")
    assert by_name.is_visible()
    assert by_number.is_visible()
    assert page.locator("tbody tr").last.get_attribute("class").split()[0] == "total"  # type: ignore[union-attr]
    page.close()


@needs_browser
def test_results_are_sorted_by_the_first_column_or_by_number(browser: Browser, base_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{base_url}partners/index.html", wait_until="networkidle")
    table = page.locator("table.results")
    first, number = table.locator("button.sort").all()
    heads = table.locator("thead th").all_inner_texts()
    assert (first.inner_text(), number.inner_text()) == (heads[0], "Number")
    number.click()
    figures = table.locator(f"tbody tr > :nth-child({heads.index('Number') + 1})").all_inner_texts()
    numbers = [int(re.sub(r"\D", "", figure)) for figure in figures]
    assert numbers == sorted(numbers, reverse=True)
    sizes = "cells => new Set(cells.map(cell => getComputedStyle(cell.querySelector('p')).fontSize)).size"
    assert table.locator("thead th").evaluate_all(sizes) == 1
    page.close()


@needs_browser
def test_a_table_with_one_row_has_nothing_to_sort(browser: Browser, base_url: str) -> None:
    def keep_one_row(route: Route) -> None:
        response = route.fetch()
        rows = re.compile(r'(<table class="results.*?<tbody>\s*<tr.*?</tr>).*?(</tbody>)', re.DOTALL)
        route.fulfill(response=response, body=rows.sub(r"\1\2", response.text()))

    page = browser.new_page()
    page.route("**/partners/index.html", keep_one_row)
    page.goto(f"{base_url}partners/index.html", wait_until="networkidle")
    assert page.locator("table.results tbody tr").count() == 1
    assert page.locator(".filters select").count() > 0  # the script has run
    assert page.locator("table.results button").count() == 0
    page.close()


@needs_browser
def test_the_arrow_of_a_sorted_column_is_inside_its_cell(browser: Browser, base_url: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 800})
    page.goto(f"{base_url}priorities/index.html")
    page.locator("button.sort").last.click()
    cell = page.locator("th[aria-sort]")
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    page.close()


TOP_HEAD = """(frame) => {
    frame.scrollLeft = 100;
    const { x, y } = frame.getBoundingClientRect();
    const { height } = frame.querySelector("caption").getBoundingClientRect();
    return document.elementFromPoint(x + 20, y + height + 20).closest("th").innerText;
}"""


@needs_browser
def test_a_matrix_on_a_phone_keeps_its_corner_and_has_large_buttons(browser: Browser, base_url: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800}, has_touch=True, is_mobile=True)
    page.goto(f"{base_url}priorities/index.html", wait_until="networkidle")
    buttons = page.locator("button.sort")
    frame = page.locator(".table-frame", has=buttons)
    frame.scroll_into_view_if_needed()
    assert frame.evaluate(TOP_HEAD) == buttons.first.inner_text()
    for button in buttons.all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    page.close()


SPACE_OF_TEXT = """(link) => {
    const range = document.createRange();
    range.selectNodeContents(link);
    const { width, height } = range.getBoundingClientRect();
    return width * height;
}"""


@needs_browser
def test_a_cell_of_the_matrix_is_a_link_with_words_and_a_sign(browser: Browser, base_url: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(f"{base_url}priorities/index.html")
    cell = page.locator(".alignment-matrix td:is(.stated, .inferred)").first
    link = cell.get_by_role("link")
    outer, inner = cell.bounding_box(), link.bounding_box()
    assert outer is not None
    assert inner is not None
    assert abs(outer["width"] - inner["width"]) <= 2
    assert abs(outer["height"] - inner["height"]) <= 2
    assert link.inner_text() in ("Stated by a source", "Our reading")
    assert link.evaluate(SPACE_OF_TEXT) == 0  # the words are for screen readers
    sign = link.evaluate("link => getComputedStyle(link, '::before').borderRadius")
    assert sign == "50%"
    assert link.evaluate("link => link.scrollHeight <= link.clientHeight")  # the words take no place
    head = page.locator(".alignment-matrix thead .priority-chip").first
    assert head.locator(".name").evaluate("name => getComputedStyle(name).fontSize") == "0px"
    page.set_viewport_size({"width": 1280, "height": 800})
    assert head.locator(".name").evaluate("name => getComputedStyle(name).fontSize") != "0px"
    page.close()


@needs_browser
def test_a_disc_is_full_where_backgrounds_have_no_color(browser: Browser, base_url: str) -> None:
    """Neither printers nor forced colors show the background of a sign, so its border fills it."""
    page = browser.new_page(forced_colors="active")
    page.goto(f"{base_url}priorities/index.html")
    sizes = """links => links.map((link) => {
        const { inlineSize, borderInlineStartWidth } = getComputedStyle(link, "::before");
        return parseFloat(inlineSize) - 2 * parseFloat(borderInlineStartWidth);
    })"""
    inner = page.locator(".alignment-matrix td.stated > p > a").evaluate_all(sizes)
    page.close()
    assert set(inner) <= {0}


OUTSIDE_THEIR_COLOR = """() => [...document.querySelectorAll(".compact thead .priority-chip")].filter((chip) => {
    const [initials, color, cell] = [chip.querySelector(".monogram"), chip, chip.closest("th")]
        .map((element) => element.getBoundingClientRect());
    const isInside = (one, other) => other.left <= one.left && one.right <= other.right;
    return !isInside(initials, color) || !isInside(color, cell);
}).length"""


@needs_browser
@pytest.mark.parametrize("width", [320, 480, 1280])
def test_the_initials_in_a_compact_matrix_are_on_their_color(
    browser: Browser, made_up: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{made_up}index.html")
    chips = page.locator(".compact thead .priority-chip")
    assert chips.locator(".monogram").all_inner_texts() == ["BA", "WR", "TM", "GA", "P"]
    assert page.evaluate(OUTSIDE_THEIR_COLOR) == 0
    page.close()


@needs_browser
def test_without_scripts_links_to_lists_take_the_place_of_the_filters(browser: Browser, made_up: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{made_up}partners/index.html?kind=company")
    assert page.locator(".partner-list > li:visible").count() == 5
    assert page.locator("main select").count() == 0
    page.locator(".filters").get_by_role("link", name="Company").click()
    assert page.url == f"{made_up}partners/kind/company.html"
    page.wait_for_load_state()
    assert page.locator(".partner-list > li strong").all_inner_texts() == ["Foundation 0"]
    page.goto(f"{made_up}partners/index.html")
    page.locator(".filters").get_by_role("link", name="Brand Awareness").click()
    assert page.url == f"{made_up}priorities/brand-awareness.html"
    context.close()


@needs_browser
def test_scripts_run_in_browsers_that_do_not_report_paints(browser: Browser, made_up: str) -> None:
    """Tor Browser is one of them."""
    page = browser.new_page()
    page.add_init_script("PerformanceObserver.prototype.observe = () => {}")
    page.goto(f"{made_up}partners/index.html", wait_until="networkidle")
    page.get_by_label("Kind").select_option("company")
    page.close()


def test_the_script_of_the_filters_is_small_and_only_on_pages_with_filters(html: Path) -> None:
    assert (html / "_static/filters.js").stat().st_size < 8_000
    pages = {
        page.relative_to(html).as_posix(): page.read_text(encoding="utf-8") for page in html.rglob("*.html")
    }
    loads = {name for name, text in pages.items() if "filters.js" in text}
    assert loads == {name for name, text in pages.items() if "<search" in text or "sortable" in text}
    assert loads >= {f"{folder}/index.html" for folder in ("partners", "priorities", "announcements")}


@needs_browser
def test_a_box_of_the_diagram_links_to_its_page(browser: Browser, made_up: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{made_up}priorities/index.html")
    image = page.locator("figure.diagram img")
    position = image.bounding_box()
    area = page.locator("area[alt='Foundation 0']").get_attribute("coords")
    assert position is not None
    assert area is not None
    left, top, right, bottom = map(int, area.split(","))
    image.click(position={"x": (left + right) / 2, "y": (top + bottom) / 2})
    page.wait_for_url("**/partners/partner-0000.html")
    page.close()


HINTS = """() => [...document.querySelectorAll(".diagram")].map((frame) =>
    [frame.scrollWidth > frame.clientWidth, getComputedStyle(frame, "::before").visibility === "visible"])"""


@needs_browser
def test_only_a_diagram_that_scrolls_has_the_sign_for_it(browser: Browser, made_up: str) -> None:
    seen = set()
    for width in (360, 639):
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name in ("team/index", "priorities/index", *(f"priorities/{id}" for id in PRIORITIES)):
            page.goto(f"{made_up}{name}.html", wait_until="networkidle")
            for scrolls, has_sign in page.evaluate(HINTS):
                assert scrolls == has_sign, (name, width)
                seen.add(scrolls)
        page.close()
    assert seen == {True, False}


OUTSIDE = """() => [...document.querySelectorAll("g.node, g.cluster")].flatMap((group) => {
    const frame = group.querySelector("rect").getBoundingClientRect();
    const text = group.querySelector("text").getBoundingClientRect();
    const isInside = frame.left <= text.left && text.right <= frame.right;
    const isCentered = Math.abs(frame.left + frame.right - text.left - text.right) < 2;
    return isInside && isCentered ? [] : [group.textContent];
})"""


@needs_browser
def test_texts_of_diagrams_are_centered_in_their_boxes(browser: Browser, html: Path) -> None:
    page = browser.new_page()
    images = sorted(html.glob("_images/*.svg"))
    for path in images:
        page.goto(path.as_uri())
        assert page.evaluate(OUTSIDE) == [], path.name
    assert len(images) > 5
    page.close()


@pytest.mark.long
def test_a_large_site_shows_each_alignment_in_its_matrix_and_in_small_diagrams(large: Path) -> None:
    pairs = aligned_pairs(parse_html(large / "priorities/index.html"))
    with (large / "api/alignment.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert sorted(pairs) == sorted((row["partner"], row["priority"]) for row in csv.DictReader(stream))
    drawn: list[str] = []
    pages = [parse_html(large / f"priorities/{id}.html") for id in PRIORITIES]
    for name in [name for page in pages for name in image_names(page, "directory-")]:
        path = large / "_images" / name
        assert path.stat().st_size < 40_000
        drawn += edges(path)
    assert sorted(drawn) == sorted(edge(*pair) for pair in pairs)


@pytest.mark.long
@needs_browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_headers_of_a_large_matrix_stay_visible(browser: Browser, large: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((large / "priorities/index.html").as_uri(), wait_until="networkidle")
    frame = page.locator(".table-frame").filter(has=page.locator(".alignment-matrix"))
    frame.evaluate("frame => frame.scrollTo(60, 3000)")
    edges = frame.evaluate(
        """frame => {
            const box = frame.getBoundingClientRect(), [head, row] = ["thead th:nth-child(3)", "tbody th[scope=row]"];
            const top = frame.querySelector(head).getBoundingClientRect().top - box.top;
            const left = frame.querySelector(row).getBoundingClientRect().left - box.left;
            return [frame.scrollTop, top, left];
        }"""
    )
    assert edges[0] == 3000
    assert max(map(abs, edges[1:])) <= 2
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cell = page.locator(".alignment-matrix td a").first
    cell.scroll_into_view_if_needed()
    stub, box = (
        page.locator(".alignment-matrix tbody th[scope=row]").first.bounding_box(),
        cell.bounding_box(),
    )
    assert stub is not None
    assert box is not None
    assert stub["width"] + box["width"] < width  # a cell fits next to the name of its row
    page.close()


@pytest.mark.long
@needs_browser
def test_filters_of_a_large_site(browser: Browser, large: Path) -> None:
    page = browser.new_page()
    page.goto((large / "partners/index.html").as_uri())
    status = page.get_by_role("status")
    page.get_by_label("Status").select_option(label="Ended")
    assert status.inner_text() == "Partners shown: 40 of 200"
    page.get_by_label("Team unit").select_option(label="Global")
    both = int(status.inner_text().split()[2])
    assert 0 < both < 40
    assert page.locator(".partner-list > li.unit-global.status-ended:visible").count() == both
    page.close()


@pytest.mark.long
@needs_browser
def test_the_search_of_a_large_site_shows_the_first_of_many(browser: Browser, large: Path) -> None:
    page = browser.new_page()
    with serve_site(large) as base_url:
        page.goto(f"{base_url}search.html")
        page.locator("main input[name=q]:focus").wait_for()
        page.keyboard.type("n")
        page.locator("#search-results li").first.wait_for()
        assert page.locator("#search-results li").count() == 100
        page.locator("main input[name=q]").fill("societe 9 ")  # without the accents of the name
        assert page.locator("#search-results a").first.inner_text() == "Société 9 pour l'accès au savoir"
    page.close()


@needs_browser
def test_a_button_copies_a_citation(browser: Browser, base_url: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base_url}{PARTNER.docname}.html")
    page.locator("#cite summary").click()
    block = page.locator("#cite .highlight").filter(has_text="{{cite web")
    block.hover()
    block.get_by_role("button").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('{{cite web'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == block.locator("pre").inner_text().strip()
    assert f"|url={BASE_URL}{PARTNER.docname}.html " in copied
    context.close()


# -- Versions ------------------------------------------------------------------------------------------------


def payload(name: str, base_url: str) -> str:
    """Return recorded data of Read the Docs, with the URLs of a local server."""
    return (TESTS / f"payloads/{name}.json").read_text(encoding="utf-8").replace("{BASE}", base_url)


@pytest.fixture(scope="module")
def versions(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with four versions. Version 2026.12 has no page about the partner."""
    folder = tmp_path_factory.mktemp("versions")
    for name in ("2026.11", "2026.11.1", "2026.12", "latest"):
        shutil.copytree(html, folder / name)
    (folder / f"2026.12/{PARTNER.docname}.html").unlink()
    listed = [{"name": name, "path": f"{name}/"} for name in ("2026.12", "2026.11.1", "2026.11", "latest")]
    (folder / "versions.json").write_text(json.dumps(listed), encoding="utf-8")
    for page in (folder / "2026.11").rglob("*.html"):
        text = page.read_text(encoding="utf-8").replace(
            'data-versions=""', 'data-versions="../versions.json"'
        )
        page.write_text(
            text.replace('data-current="development"', 'data-current="2026.11"'), encoding="utf-8"
        )
    with serve_site(folder) as base_url:
        yield base_url


SEND_DATA = """document.dispatchEvent(new CustomEvent("readthedocs-addons-data-ready", {detail: {data: () => (%s)}}))"""


@needs_browser
@pytest.mark.parametrize(
    ("recorded", "shown", "older"),
    [
        ("normal", ["latest", "2026.12", "2026.11.1", "2026.11"], True),
        ("newest", ["latest", "2026.12", "2026.11.1", "2026.11"], False),
        ("pull-request", ["latest", "2026.12", "2026.11.1", "2026.11"], False),
        ("one-version", [], False),
        ("broken", [], False),
        (None, [], False),
    ],
)
def test_the_menu_of_versions_on_read_the_docs(
    browser: Browser, versions: str, recorded: str | None, shown: list[str], older: bool
) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{versions}2026.11.1/partners/index.html", wait_until="networkidle")
    if recorded:
        page.evaluate(SEND_DATA % payload(recorded, versions))
    if older:
        page.locator(".older-version a").wait_for()
        assert "This is version 2026.11." in page.locator(".older-version").inner_text()
        assert (
            page.locator(".older-version a").get_attribute("href") == f"{versions}2026.12/partners/index.html"
        )
    assert page.locator(".older-version").count() == older
    page.locator(".version-menu > summary").click()
    assert page.locator(".version-menu li a:visible").all_inner_texts() == [*shown, "About versions"]
    page.keyboard.press("Escape")
    assert page.locator(".version-menu a:visible").count() == 0
    assert faults == []
    page.close()


@needs_browser
def test_the_menu_of_versions_links_to_the_same_page_or_the_home_page(
    browser: Browser, versions: str
) -> None:
    page = browser.new_page()
    for name, target in (("partners/index", "partners/index.html"), (PARTNER.docname, "")):
        page.goto(f"{versions}2026.11.1/{name}.html", wait_until="networkidle")
        page.evaluate(SEND_DATA % payload("normal", versions))
        page.locator(".version-menu > summary").click()
        page.locator(".version-menu a", has_text="2026.12").click()
        page.wait_for_url(f"{versions}2026.12/{target}")
    page.close()


@needs_browser
def test_outside_read_the_docs_the_versions_come_from_a_file(browser: Browser, versions: str) -> None:
    page = browser.new_page()
    page.goto(f"{versions}2026.11/{PARTNER.docname}.html")
    older = page.locator(".older-version a")
    older.wait_for()
    assert older.get_attribute("href") == f"{versions}2026.12/"  # that version has no such page
    page.locator(".version-menu > summary").click()
    assert page.locator(".version-menu a[aria-current]").inner_text() == "2026.11"
    page.close()


@needs_browser
@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_an_older_version_links_to_the_newest_one(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("PARTNERSHIPS_VERSION", "2026.11")
    monkeypatch.setenv("PARTNERSHIPS_VERSIONS", "2026.12")
    with serve_site(build_site(ROOT, tmp_path)) as base_url:
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(f"{base_url}index.html")
        assert page.locator(".older-version").inner_text().startswith("This is version 2026.11.")
        assert page.locator(".older-version a").is_visible()
        if width < 1120:
            page.locator(".site-menu > summary").click()
        page.locator(".version-menu > summary").click()
        assert page.locator(".version-menu a:visible").all_inner_texts() == [
            "2026.12",
            "2026.11",
            "latest",
            "About versions",
        ]
        context.close()
