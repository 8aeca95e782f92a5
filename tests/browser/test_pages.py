"""Privacy, size, accessibility and search of the pages in a browser."""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from browser_pages import (
    PAGE_KINDS,
    PARTNER,
    QUICK_PAGES,
    ROOT,
    build_site,
    each_page_kind,
    needs_browser,
    serve_site,
)
from builders import parse_html
from large_site import write_large_site
from partnerships_data.response_headers import HEADERS


def names_of_pages(html: Path) -> list[str]:
    """Return the paths of all pages but those of former URLs, which a browser leaves at once."""
    return sorted(
        path.relative_to(html).as_posix()
        for path in html.rglob("*.html")
        if not path.relative_to(html).parts[0].startswith("_")
        and not parse_html(path).xpath("//meta[@http-equiv='refresh']")
    )


@contextmanager
def opened(browser: Browser, **settings: object) -> Iterator[Page]:
    """Open a page in its own browser context."""
    context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


# -- Privacy --------------------------------------------------------------------------------------------------


def test_the_policy_allows_only_files_of_the_site_and_pages_need_no_more(html: Path) -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert set(policy.values()) == {"'self'", "'none'"}
    assert policy["default-src"] == "'none'"
    for path in html.rglob("*.html"):
        if "_static" not in path.parts:
            inline = (
                "//script[not(@src) and not(@type)] | //style | //@style | //@*[starts-with(name(), 'on')]"
            )
            assert parse_html(path).xpath(inline) == [], path


@needs_browser
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_pages_use_no_other_host_store_nothing_obey_the_policy_and_fit_the_screen(
    browser: Browser, base_url: str, html: Path, every: bool
) -> None:
    pages = names_of_pages(html)
    assert {f"{name}.html" for name in PAGE_KINDS} < set(pages)
    visited = pages if every else [f"{name}.html" for name in QUICK_PAGES]
    faults: list[tuple[str, str]] = []
    with opened(browser) as page:
        name = ""

        def ask(request: Request) -> None:
            if not request.url.startswith((base_url, "data:")):
                faults.append((name, request.url))

        page.on("request", ask)
        page.on("console", lambda line: faults.append((name, line.text)) if line.type == "error" else None)
        page.on("pageerror", lambda error: faults.append((name, str(error))))
        for name in [*visited, "search.html?q=wiki"]:
            page.goto(f"{base_url}{name}", wait_until="networkidle")
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                shown = page.evaluate("document.documentElement.scrollWidth")
                if shown > width:
                    faults.append((name, f"{shown} pixels wide on a screen of {width}"))
        page.goto(f"{base_url}index.html")
        assert page.context.cookies() == []
        assert page.evaluate("Object.keys({...localStorage, ...sessionStorage})") == []
    assert faults == []


# -- Size ----------------------------------------------------------------------------------------------------


def weight(response: Response) -> int:
    """Return the number of transferred bytes, from a host that compresses text."""
    body = response.body()
    return len(gzip.compress(body)) if not response.url.endswith((".png", ".jpg", ".woff2")) else len(body)


def loading(page: Page, target: str, base_url: str) -> dict[str, int]:
    """Open a page; return the path and the bytes of each file that it loads."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(target, wait_until="networkidle")
    return {response.url.removeprefix(base_url).split("?")[0]: weight(response) for response in responses}


PAINTED = """() => new Promise((done) => {
    const stillLoading = () => done(document.readyState === "loading");
    requestAnimationFrame(() => requestAnimationFrame(stillLoading));
    setTimeout(stillLoading, 50); // no frame is painted before the style sheet is loaded
})"""
SHIFTS = """() => new Promise((done) => {
    const shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(shifts.flatMap((each) =>
        each.sources.map(({ node }) => [each.value, node?.outerHTML ?? node?.textContent])))));
})"""


@needs_browser
@pytest.mark.parametrize(
    ("site", "names"),
    [("html", (*PAGE_KINDS, "about/changes")), ("large", ("partners/index", "priorities/index"))],
)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.long
def test_nothing_moves_while_pages_load_part_by_part(
    browser: Browser, request: pytest.FixtureRequest, site: str, names: tuple[str, ...], width: int
) -> None:
    moved = []
    line = threading.Semaphore(0)
    with (
        serve_site(request.getfixturevalue(site), line) as base_url,
        opened(browser, viewport={"width": width, "height": 800}) as page,
    ):
        for name in names:
            line.release()
            page.goto(f"{base_url}{name}.html?q=wiki", wait_until="commit")
            while page.evaluate(PAINTED):
                line.release()
            page.wait_for_load_state("networkidle")
            moved += [(name, *each) for each in page.evaluate(SHIFTS)]
    assert moved == []


@needs_browser
@pytest.mark.parametrize(
    ("name", "limit", "requests"),
    [
        ("index", 20_000, 6),
        (PARTNER.docname, 20_000, 6),
        ("partners/index", 25_000, 7),
        ("priorities/index", 40_000, 7),  # with a diagram
        ("about/reference", 30_000, 6),
        ("search", 25_000, 7),
        ("search.html?q=e", 25_000, 7),  # enough names have this letter
        ("search.html?q=licenses", 150_000, 9),  # loads the index of all words
    ],
)
def test_a_page_is_small_and_nothing_moves_while_it_loads(
    browser: Browser, base_url: str, name: str, limit: int, requests: int
) -> None:
    target = f"{base_url}{name if '?' in name else f'{name}.html'}"
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        loaded = loading(page, target, base_url)
        assert page.evaluate(SHIFTS) == []
    loaded.pop("_static/icon.svg", None)  # some browsers show no icon
    assert len(loaded) <= requests, loaded
    assert sum(loaded.values()) <= limit, loaded
    assert ("searchindex.js" in loaded) == ("licenses" in name)
    with opened(browser, viewport={"width": 360, "height": 800}) as page:
        page.goto(target, wait_until="networkidle")
        assert page.evaluate(SHIFTS) == []


def test_the_style_sheet_and_the_scripts_are_small() -> None:
    theme = ROOT / "_ext/partnerships_theme/static"
    size = {path.name: len(gzip.compress(path.read_bytes())) for path in theme.iterdir()}
    assert size.keys() == {"partnerships.css", "theme.js", "site.js", "filters.js", "search.js"}
    assert size.pop("partnerships.css") <= 8_000
    assert sum(size.values()) <= 8_000
    assert len((theme / "partnerships.css").read_text(encoding="utf-8").splitlines()) <= 900


# -- Accessibility --------------------------------------------------------------------------------------------

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target, failureSummary]));
}"""


@pytest.fixture(scope="module")
def right_to_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of this site in Arabic, from right to left."""
    with serve_site(build_site(ROOT, tmp_path_factory.mktemp("ar"), "-D", "language=ar")) as base_url:
        yield base_url


@needs_browser
@each_page_kind
@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.long)])
@pytest.mark.parametrize("direction", ["ltr", pytest.param("rtl", marks=pytest.mark.long)])
def test_axe_finds_no_violation(
    browser: Browser, request: pytest.FixtureRequest, direction: str, width: int, names: tuple[str, ...]
) -> None:
    base_url = request.getfixturevalue("base_url" if direction == "ltr" else "right_to_left")
    faults = []
    with opened(browser, reduced_motion="reduce", viewport={"width": width, "height": 800}) as page:
        for name in names:
            page.goto(f"{base_url}{name}.html?q=wiki", wait_until="networkidle")
            assert page.locator("html").get_attribute("dir") == direction
            page.evaluate(AXE)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                faults += [(name, scheme, *each) for each in page.evaluate(FAULTS)]
    assert faults == []


@pytest.mark.long
@needs_browser
def test_axe_finds_no_violation_on_any_page(browser: Browser, base_url: str, html: Path) -> None:
    faults = []
    with opened(browser, reduced_motion="reduce", viewport={"width": 1280, "height": 800}) as page:
        for name in names_of_pages(html):
            page.goto(f"{base_url}{name}", wait_until="networkidle")
            page.evaluate(AXE)
            faults += [(name, *fault) for fault in page.evaluate(FAULTS)]
    assert faults == []


SPACES = """() => [...document.querySelectorAll("main *")].filter((each) => !each.closest("pre, code, .diagram"))
    .map((each) => {
        const { paddingInlineStart, paddingInlineEnd, marginInlineStart, marginInlineEnd } = getComputedStyle(each);
        const sides = [paddingInlineStart, paddingInlineEnd, marginInlineStart, marginInlineEnd];
        return `${each.localName}.${each.className}: ${sides.join(" ")}`;
    })"""


@pytest.mark.long
@needs_browser
def test_from_right_to_left_all_spaces_change_sides(browser: Browser, right_to_left: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        for name in PAGE_KINDS:
            page.goto(f"{right_to_left}{name}.html", wait_until="networkidle")
            spaces = page.evaluate(SPACES)
            assert spaces, name
            page.evaluate("document.documentElement.dir = 'ltr'")
            assert spaces == page.evaluate(SPACES), name


# Links in a sentence, a fact or a cell of a table are as large as their text.
SMALL_TARGETS = """(size) => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const parts = ".breadcrumbs, .contents, .general-index, .chips, .entry-name, .site-header, .site-footer";
    return [...document.querySelectorAll(`button, select, input, summary, .alignment-matrix p > a, :is(${parts}) a`)]
        .map((target) => [target.outerHTML, target.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < size - 0.5);
}"""


@needs_browser
@each_page_kind
@pytest.mark.parametrize(("touch", "width", "size"), [(True, 360, 44), (False, 1280, 32)])
def test_buttons_and_links_outside_of_text_are_large(
    browser: Browser, base_url: str, touch: bool, width: int, size: int, names: tuple[str, ...]
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, has_touch=touch, is_mobile=touch, viewport=viewport) as page:
        for name in names:
            page.goto(f"{base_url}{name}.html", wait_until="networkidle")
            assert page.evaluate(SMALL_TARGETS, size) == [], name


MOVING = """() => [document.documentElement, ...document.querySelectorAll("body, body *")].flatMap((element) =>
    [null, "::before", "::after", "::backdrop"].flatMap((part) => {
        const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element, part);
        const moves = (times) => times.split(", ").some((time) => parseFloat(time) > 0);
        return moves(transitionDuration) || (animationName !== "none" && moves(animationDuration))
            || scrollBehavior === "smooth" ? [`${element.tagName} ${element.className} ${part}`] : [];
    }))"""


@pytest.mark.long
@needs_browser
def test_nothing_moves_with_reduced_motion(browser: Browser, base_url: str) -> None:
    moving = []
    with opened(browser, reduced_motion="reduce") as page:
        for name in PAGE_KINDS:
            page.goto(f"{base_url}{name}.html?q=wiki")
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                moving += [(name, width, each) for each in page.evaluate(MOVING)]
    assert moving == []


@needs_browser
def test_the_keyboard_reaches_all_controls_with_a_visible_focus(browser: Browser, base_url: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(f"{base_url}partners/index.html", wait_until="networkidle")
        reached = []
        for _ in range(200):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if focused.count() == 0:  # after the last element of the page
                break
            reached.append(focused.evaluate("element => element.outerHTML"))
            assert focused.evaluate(SHOWS_FOCUS), reached[-1]
        else:
            pytest.fail("the focus does not leave the page")
        assert "#main-content" in reached[0]  # the first link skips the menu
        for part in (
            "site-name",
            "team/index.html",
            'name="q"',
            'id="color-scheme"',
            "<select",
            f"{PARTNER.id}.html",
        ):
            assert any(part in each for each in reached), part


SHOWS_FOCUS = """element => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && outlineWidth !== "0px";
}"""


@needs_browser
def test_the_reader_can_choose_the_colors(browser: Browser, base_url: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, viewport={"width": 1280, "height": 800}, color_scheme="light") as page:
        page.goto(f"{base_url}{PARTNER.docname}.html")
        page.get_by_label("Color scheme").select_option(label="Dark")
        assert page.evaluate(background) == "rgb(16, 20, 24)"
        assert page.evaluate("Object.keys({...localStorage, ...sessionStorage})") == ["color-scheme"]
        page.goto(f"{base_url}index.html")  # the browser keeps the choice
        assert page.evaluate(background) == "rgb(16, 20, 24)"
        assert page.get_by_label("Color scheme").input_value() == "dark"
        page.get_by_label("Color scheme").select_option(label="System colors")
        assert page.evaluate(background) == "rgb(255, 255, 255)"
        assert page.evaluate("Object.keys({...localStorage})") == []


@needs_browser
def test_values_of_a_timeline_use_the_width_of_a_phone(browser: Browser, base_url: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{base_url}about/over-time.html")
    widths = page.locator(".timeline dl > dd").evaluate_all(
        "values => values.map(value => value.clientWidth)"
    )
    page.close()
    assert widths
    assert min(widths) > 200


@needs_browser
@pytest.mark.parametrize("name", ["index.html", "search.html"])
def test_the_choice_of_colors_is_as_wide_as_its_words(browser: Browser, base_url: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 1680, "height": 900})
    page.goto(f"{base_url}{name}")
    box = page.locator("#color-scheme").bounding_box()
    page.close()
    assert box is not None
    assert box["width"] < 200


@needs_browser
def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(browser: Browser, base_url: str) -> None:
    with opened(browser, viewport={"width": 360, "height": 800}) as page:
        page.goto(f"{base_url}{PARTNER.docname}.html", wait_until="networkidle")
        menu = page.locator("details.site-menu")
        link = menu.get_by_role("link", name="Priorities")
        assert not link.is_visible()
        menu.locator("> summary").press("Enter")
        link.wait_for()
        link.focus()
        page.keyboard.press("Escape")
        link.wait_for(state="hidden")
        assert menu.locator("> summary:focus").count() == 1
        menu.locator("> summary").press("Enter")
        link.wait_for()
        page.locator("h1").click()  # a click outside closes the menu
        link.wait_for(state="hidden")


@needs_browser
@each_page_kind
def test_pages_fit_at_400_percent_and_use_forced_colors(
    browser: Browser, base_url: str, names: tuple[str, ...]
) -> None:
    # A window of 1280 pixels has 320 pixels at 400 percent.
    with opened(browser, viewport={"width": 320, "height": 256}, forced_colors="active") as page:
        for name in names:
            page.goto(f"{base_url}{name}.html?q=wiki")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, name


@needs_browser
@each_page_kind
@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.long)])
def test_without_scripts_pages_are_readable_in_the_readers_colors(
    browser: Browser, base_url: str, width: int, names: tuple[str, ...]
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, java_script_enabled=False, color_scheme="dark", viewport=viewport) as page:
        for name in names:
            page.goto(f"{base_url}{name}.html")
            body = page.locator("body")
            assert body.evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(16, 20, 24)"
            menu = page.locator("details.site-menu")
            if width < 1120:
                menu.locator("> summary").click()
            assert menu.get_by_role("link", name="Priorities").is_visible()
            assert not page.locator("#color-scheme").is_visible()
        page.goto(f"{base_url}search.html")
        page.locator("main").get_by_role("link", name="Index").click()
        page.get_by_role("link", name=PARTNER.name).first.wait_for()


@needs_browser
def test_a_partner_prints_on_two_pages_with_urls(browser: Browser, made_up: str) -> None:
    with opened(browser) as page:
        page.goto(f"{made_up}partners/partner-0000.html")
        page.emulate_media(media="print")
        assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2
        assert not page.locator(".site-header").is_visible()
        shown = page.locator("#aims a.external").first
        assert "example.org/report/0" in shown.evaluate("link => getComputedStyle(link, '::after').content")
        boxes = page.locator("main, .site-footer").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect()).flatMap(({top, bottom}) => [top, bottom])"
        )
        assert boxes == sorted(boxes)  # nothing covers the end of the page


# -- Search ---------------------------------------------------------------------------------------------------


@needs_browser
def test_each_link_to_another_website_is_printed_with_its_url(browser: Browser, base_url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{base_url}{PARTNER.docname}.html")
        page.emulate_media(media="print")
        links = page.locator("main a.external[href*='//']:visible").evaluate_all(
            "links => links.map((link) => [link.href, getComputedStyle(link, '::after').content])"
        )
        assert [url for url, printed in links if url not in printed] == []
        assert {source.url for source in PARTNER.facts.sources} <= {url for url, _ in links}


@needs_browser
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("fo", "Foundation 0"),
        ("фо", "Фонд 4"),
        ("pe", "Person 0 of global"),
        ("TH", "Thriving Movement"),
        ("accès savoir", "Société 1"),
    ],
)
def test_two_letters_find_a_partner_a_person_or_a_priority(
    browser: Browser, made_up: str, query: str, first: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{made_up}search.html")
        page.locator("main input[name=q]:focus").wait_for()
        page.keyboard.type(query)
        link = page.locator("#search-results a").first
        assert link.inner_text().startswith(first)
        assert page.locator(".search-status").inner_text().startswith("Results: ")
        link.click()
        page.wait_for_url(lambda url: "search.html" not in url)
        page.locator("h1").wait_for()


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a site with names and texts whose letters readers type in different ways."""
    folder = tmp_path_factory.mktemp("odd")
    write_large_site(folder / "source", 1, 1)
    for name in ("_static", "_ext"):
        shutil.copytree(ROOT / name, folder / "source" / name)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / "source")
    for number, (name, text) in enumerate(ODD_NAMES.items()):
        facts = f"partner:\n  name: {name}\n  kind: nonprofit\n  unit: global"
        page = folder / f"source/partners/p{number}.md"
        page.write_text(f"---\n{facts}\n---\n# {name}\n\n{text}\n", encoding="utf-8")
    with serve_site(build_site(folder / "source", folder)) as base_url:
        yield base_url


ODD_NAMES = {
    "Łódź Society": "Meets in a café.",
    "Straße 1": "東京ウィキメディアンの集い",
    "Ørsted og Þór": "Πλατεία Συντάγματος",
    "ज्ञान प्रतिष्ठान": "Текст. สวัสดีชาวโลก",
}


@needs_browser
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lodz", "Łódź Society"),
        ("LÓDŹ", "Łódź Society"),
        ("strasse", "Straße 1"),
        ("straße", "Straße 1"),
        ("orsted", "Ørsted og Þór"),
        ("thor", "Ørsted og Þór"),
        ("ज्ञान", "ज्ञान प्रतिष्ठान"),
        ("cafe", "Łódź Society"),
        ("cafés", "Łódź Society"),
        ("東京", "Straße 1"),
        ("ウィキ", "Straße 1"),
        ("συνταγματος", "Ørsted og Þór"),
        ("สวัสดี", "ज्ञान प्रतिष्ठान"),
        ("ชาวโลก", "ज्ञान प्रतिष्ठान"),
    ],
)
def test_letters_are_found_however_they_are_typed(
    browser: Browser, odd_names: str, query: str, first: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{odd_names}search.html?q={query}")
        page.locator("#search-results li").first.wait_for()
        assert page.locator("#search-results a").first.inner_text() == first


@needs_browser
def test_results_show_their_kind_and_the_index_lists_people(browser: Browser, made_up: str) -> None:
    with opened(browser) as page:
        page.goto(f"{made_up}search.html?q=brand+awareness")
        result = page.locator("#search-results li").first
        assert result.locator(".entry-meta").inner_text().startswith("Priority · ")
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{made_up}search.html")
        page.locator("main").get_by_role("link", name="Index").click()
        page.locator("main").get_by_role("link", name="Person 0 of global").click()
        assert page.url.endswith("team/global.html#people")
