"""The menu of languages, and the search in a translated site, in Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser_pages import build_site, needs_browser, serve_site
from builders import ROOT, TESTS, Site
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import Entry
from translation_catalogs.catalogs import catalog_path, read_catalog

pytestmark = needs_browser
SEND_DATA = """document.dispatchEvent(new CustomEvent("readthedocs-addons-data-ready", {detail: {data: () => (%s)}}))"""
PAGE = "ar/partners/index.html"


@pytest.fixture(scope="module")
def languages(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of this site in English and in Arabic, side by side."""
    folder = tmp_path_factory.mktemp("languages")
    options = ("-D", "language=ar", "-D", "partnerships_language_path=../{code}/")
    shutil.copytree(build_site(ROOT, folder / "build", *options), folder / "ar")
    shutil.copytree(html, folder / "en")
    with serve_site(folder) as base_url:
        yield base_url


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_the_menu_leads_to_the_same_page(
    browser: Browser, languages: str, width: int
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(languages + PAGE)
    if width == 360:
        page.locator(".site-menu > summary").click()
    page.locator(".language-menu > summary").click()
    page.locator(".language-menu a", has_text="English").click()
    assert page.url == f"{languages}en/partners/index.html"
    context.close()


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (["en", "es", "pt-br"], ["English", "Español", "Português (Brasil)"]),
        (["en"], ["English"]),
        ([], None),  # the menu has nothing to show
        (None, ["English", "Español", "Français", "Português (Brasil)", "Indonesia"]),  # another format
    ],
)
def test_on_read_the_docs_languages_without_a_project_are_removed(
    browser: Browser, languages: str, published: list[str] | None, shown: list[str] | None
) -> None:
    data = json.loads((TESTS / "payloads/normal.json").read_text(encoding="utf-8"))
    codes = published if published is not None else ["broken"]
    key = "translations" if published is not None else "other"
    data["projects"] = {key: [{"slug": f"partnerships-{code}", "language": {"code": code}} for code in codes]}
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(languages + PAGE, wait_until="networkidle")
    page.evaluate(SEND_DATA % json.dumps(data))
    menu = page.locator(".language-menu")
    assert menu.count() == (shown is not None)
    if shown is not None:
        menu.locator("summary").click()
        assert menu.locator("a").all_inner_texts() == shown
    assert faults == []
    page.close()


def test_the_page_for_unknown_urls_leads_to_the_home_pages(browser: Browser, languages: str) -> None:
    """Hosts show it at any URL, so no link is relative to the page."""
    page = browser.new_page()
    page.goto(f"{languages}ar/404.html")
    links = page.locator(".language-menu a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert links[0].endswith("/../en/")
    assert all(link.startswith("/") for link in links)
    page.close()


def arabic(entry: Entry) -> str:
    """Return the Arabic name of an entry; its English name if it is not translated."""
    catalog = read_catalog(ROOT / catalog_path("ar", entry.docname))
    return next(
        (text.translation for text in catalog.entries if text.text == entry.name and text.translation),
        entry.name,
    )


def test_the_search_finds_names_in_both_languages_and_ids(browser: Browser, languages: str) -> None:
    catalog = SourceTree.from_folder(ROOT).catalog
    page = browser.new_page()
    page.goto(f"{languages}ar/search.html")
    entries = [*catalog.partners, *catalog.units]
    for entry in sorted(entries, key=lambda entry: arabic(entry) == entry.name)[:2]:
        for query in (entry.id, entry.name, arabic(entry)):
            page.locator("main input").fill(query)
            page.locator(f"#search-results li:first-child a[href*='{entry.docname}']").wait_for()
    untranslated = [news for news in catalog.announcements if arabic(news) == news.name]
    for announcement in [news for news in untranslated if len(news.name.split()) > 3][:1]:
        page.locator("main input").fill(announcement.title)
        title = page.locator("#search-results li:first-child a[lang=en][dir=ltr]")
        title.wait_for()
        assert title.inner_text() == announcement.title
    page.close()


def test_choices_of_filters_say_that_they_are_in_english(browser: Browser, site: Site) -> None:
    assert site.build(language="ar") == []
    page = browser.new_page()
    with serve_site(site.out / "html") as base_url:
        page.goto(f"{base_url}partners/index.html")
        assert page.locator("option[value=reach]").evaluate("({lang, dir}) => [lang, dir]") == ["en", "ltr"]
    page.close()


@pytest.mark.parametrize("width", [768, 1120, 1280])
def test_no_word_of_a_translated_page_is_broken(browser: Browser, languages: str, width: int) -> None:
    """The header of a wide page has two rows; hosts in a fact box and names in a matrix are whole."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for partner in SourceTree.from_folder(ROOT).catalog.partners:
        page.goto(f"{languages}ar/{partner.docname}.html")
        for host in page.locator(".fact-box a", has_text="meta.wikimedia.org").all():
            tops = host.evaluate("""link => {
                const range = document.createRange();
                range.setStart(link.firstChild, 0);
                range.setEnd(link.firstChild, "meta.wikimedia.org".length);
                return [...range.getClientRects()].map(({ top }) => top);
            }""")
            assert len(set(tops)) == 1
    if width >= 1120:
        assert page.locator(".site-header").bounding_box()["height"] < 110  # type: ignore[index]
    page.goto(f"{languages}ar/priorities/index.html")
    fits = """chips => chips.every((chip) => {
        const { left, right } = chip.closest("th").getBoundingClientRect();
        return [...chip.children].every((part) => {
            const box = part.getBoundingClientRect();
            return box.left >= left && box.right <= right && part.scrollWidth <= part.clientWidth;
        });
    })"""
    assert page.locator(".alignment-matrix.sortable thead .priority-chip").evaluate_all(fits)
    page.close()


def test_lines_of_an_english_paragraph_in_arabic_begin_at_the_left(browser: Browser, languages: str) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 800})
    page.goto(f"{languages}ar/index.html")
    starts = page.locator("main").evaluate("""main => {
        main.innerHTML = `<p><span lang="en" dir="ltr">${"Several English words. ".repeat(40)}</span></p>`;
        const range = document.createRange();
        range.selectNodeContents(main.querySelector("p > span"));
        return [...range.getClientRects()].map(({ left }) => Math.round(left));
    }""")
    assert len(starts) > 3
    assert len(set(starts)) == 1
    page.close()


def test_the_sign_of_an_english_item_in_arabic_is_beside_its_first_line(
    browser: Browser, languages: str
) -> None:
    """A character without a width is on the line of the sign."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{languages}ar/index.html")
    item, sign = page.locator("main").evaluate("""main => {
        const english = `<span lang="en" dir="ltr">${"Several English words. ".repeat(9)}</span>`;
        main.innerHTML = `<ul><li><p>${english}&#8203;</p></li></ul>`;
        const range = document.createRange();
        range.selectNode(main.querySelector("p").lastChild);
        return [main.querySelector("li"), range].map((part) => part.getBoundingClientRect().toJSON());
    }""")
    assert item["height"] > 3 * sign["height"]
    assert sign["top"] < item["top"] + sign["height"]
    page.close()


def test_a_caption_is_not_wider_than_the_frame_of_its_table(browser: Browser, languages: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{languages}ar/about/languages.html")
    widths = page.locator("caption").evaluate_all("""captions => captions.map((caption) => {
        const table = caption.parentElement;
        return [caption, table.parentElement, table].map((part) => part.getBoundingClientRect().width);
    })""")
    assert widths
    assert all(caption <= frame < table for caption, frame, table in widths)
    page.close()


@pytest.mark.parametrize("width", [360, 640])
def test_a_spanish_heading_of_the_matrix_is_not_too_wide(
    browser: Browser, languages: str, width: int
) -> None:
    texts = read_catalog(ROOT / catalog_path("es", "partnerships")).entries
    (heading,) = [entry.translation for entry in texts if entry.text == "Priorities supported"]
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{languages}en/priorities/index.html")
    cell = page.locator(".alignment-matrix.sortable thead th").last
    cell.locator("p").evaluate("(paragraph, heading) => { paragraph.textContent = heading; }", heading)
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    page.close()
