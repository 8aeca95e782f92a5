"""One style sheet in place of five: pages look the same, and none lacks a rule."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from browser_pages import ROOT, build_site, each_page_kind, needs_browser, open_page, serve_site
from builders import parse_html
from large_site import write_large_site
from lean_html.styles import SHEET, SHEETS, cut
from safe_markdown.allowed import ALLOWED_DIRECTIVES

USED = frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".a{x:1}.c{y:2}", ".a{x:1}"),
        (".a,.c,.b .c,p{x:1}", ".a,p{x:1}"),
        (".a.b>.c{x:1}#c[class~=c]{y:2}", "#c[class~=c]{y:2}"),
        # What stands in brackets may be, or not: it is not looked at.
        (".a:not(.c){x:1}", ".a:not(.c){x:1}"),
        (":is(.c,:not(.d,.e)),.a{x:1}", ":is(.c,:not(.d,.e)),.a{x:1}"),
        (".c:is(.a){x:1}", ""),
        ("@media (a:1){.a{x:1}.c{y:2}}", "@media (a:1){.a{x:1}}"),
        ("@media (a:1){.c{y:2}}@supports (a:1){@media b{.a{}.b{x:1}}}", "@supports (a:1){@media b{.b{x:1}}}"),
        ("@keyframes k{from{x:1}50%{x:2}}", "@keyframes k{from{x:1}50%{x:2}}"),
        ("@property --p{inherits:true}", "@property --p{inherits:true}"),
        ('@charset "UTF-8";.a{x:1}@font-face{src:url(f.woff2)}', ".a{x:1}"),
        # Braces, commas and the signs of comments in texts are texts.
        ('.a::after{content:"}.c{"}.b{x:1}', '.a::after{content:"}.c{"}\n.b{x:1}'),
        ('.a[title="a,.c{"]{x:url(data:a;b,}{)}', '.a[title="a,.c{"]{x:url(data:a;b,}{)}'),
        ('.a{content:"/*"}.c{x:1}/* } */.b{content:"\\"*/"}', '.a{content:"/*"}\n.b{content:"\\"*/"}'),
        ("/*! A licence. */.a{x:1}/* not this */", "/*! A licence. */.a{x:1}"),
    ],
)
def test_rules_are_kept_whole_or_not_at_all(sheet: str, kept: str) -> None:
    assert cut(sheet, USED) == kept


# -- Every page has all of its rules --------------------------------------------------------------------------

OPTIONS = {
    "code-block": ("python", "print(1)"),
    "figure": ("../photo.png", "A picture."),
    "image": ("../photo.png", ""),
    "list-table": ("", "* - One\n  - Two"),
    "table": ("A table", "| a |\n|---|\n| b |"),
    "toctree": ("", "below/page"),
    "mermaid": ("", "graph LR\n  a --> b"),
    "button-link": ("https://example.org", "Go"),
    "button-ref": ("../index", "Go"),
    "card-carousel": ("2", ":::{card} One\n:::"),
    "dropdown": ("More", "Text."),
    "glossary": ("", "Term\n: What it is."),
    "grid": ("1 2 3 4", ":::{grid-item}\nText.\n:::\n:::{grid-item-card} Title\nText.\n:::"),
    "tab-set": ("", ":::{tab-item} One\nText.\n:::"),
    "rubric": ("Heading", ""),
    "epigraph": ("", "A word."),
    "pull-quote": ("", "A word."),
    "card": ("Title", ":::{card-header}\nHead\n:::\nText.\n:::{card-footer}\nFoot\n:::"),
}
# Those that stand in others only, and are there.
INSIDE = {"grid-item", "grid-item-card", "tab-item", "card-header", "card-footer"}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a page for each block that a page may use, and one with a class of Bootstrap's."""
    folder = tmp_path_factory.mktemp("odd")
    write_large_site(folder / "source", 4, 4)
    for name in ("_static", "_templates", "_ext"):
        shutil.copytree(ROOT / name, folder / "source" / name)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / "source")
    # One point, white.
    (folder / "source/photo.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
            "0000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
        )
    )
    about = folder / "source/about"
    (about / "below").mkdir(parents=True)
    (about / "below/page.md").write_text("# A page below\n")
    for name in sorted(ALLOWED_DIRECTIVES - INSIDE):
        argument, text = OPTIONS.get(
            name, ("" if name != "admonition" and name != "topic" else "Title", "Text.")
        )
        block = f"::::{{{name}}} {argument}\n{text}\n::::"
        (about / f"{name}.md").write_text(f"---\norphan: true\n---\n# Block {name}\n\n{block}\n")
    (about / "plain.md").write_text("---\norphan: true\n---\n# Plain\n\n:::{note}\nText.\n:::\n")
    (about / "bold.md").write_text(
        "---\norphan: true\n---\n# Bold\n\n:::{note}\n:class: text-center\nText.\n:::\n"
    )
    return build_site(folder / "source", folder)


def sheets(page: Path) -> list[str]:
    """Return which of the sheets a page asks for, by their names."""
    urls = parse_html(page).xpath('//link[@rel="stylesheet"]/@href')
    return [urlsplit(url).path.split("_static/")[1] for url in urls]


def test_a_page_with_an_unusual_class_gets_all_sheets_whole(odd: Path) -> None:
    assert sheets(odd / "about/plain.html") == ["all.css"]
    assert sheets(odd / "about/bold.html") == ["basic.css", "styles/pydata-sphinx-theme.css", "site.css"]
    assert ".text-center" not in (odd / SHEET).read_text(encoding="utf-8")


def test_all_pages_of_this_site_have_the_one_sheet(html: Path) -> None:
    pages = [path for path in html.rglob("*.html") if "_static" not in path.parts]
    moved = [path for path in pages if "http-equiv" in path.read_text(encoding="utf-8")]
    assert len(pages) - len(moved) > 30
    assert [path.name for path in pages if path not in moved and sheets(path) != ["all.css"]] == []


def test_the_one_sheet_is_small_and_its_addresses_are_its_own(html: Path) -> None:
    text = (html / SHEET).read_text(encoding="utf-8")
    assert len(gzip.compress(text.encode())) < 32_000  # whole, they take 84 kB
    assert set(re.findall(r"url\([\"']?(\w+)", text)) <= {"data"}  # or they would not be found from here
    assert "Bootstrap" in text  # its licence asks for its name


# What each kind of element looks like, with what comes before and after it; by its path of names and classes.
# Only what a rule sets is compared: all else follows from it.
LOOKS = """(within) => {
    const looks = {}, paths = new Map(), set = new Set();
    const collect = (rules) => [...rules].forEach((rule) => {
        for (const name of rule.style ?? []) if (!name.startsWith("--")) set.add(name);
        collect(rule.cssRules ?? []);
    });
    for (const sheet of document.styleSheets) collect(sheet.cssRules);
    for (const element of document.querySelectorAll(within)) {
        const classes = [...element.classList].sort().join(".");
        const path = `${paths.get(element.parentElement) ?? ""} ${element.localName}.${classes}`;
        paths.set(element, path);
        if (path in looks) continue;
        looks[path] = "";
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            if (part && style.content === "none") continue;
            for (const name of set) looks[path] += `${part ?? ""} ${name}: ${style[name]}\\n`;
        }
    }
    return looks;
}"""
ADD = """(names) => {
    const one = document.querySelector("link[href*='all.css']");
    return Promise.all(names.map((name) => new Promise((onload) => {
        const href = one.href.replace(/all.css.*/, name);
        one.before(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload }));
    })));
}"""
USE = """(whole) => [...document.styleSheets].forEach((each) => (each.disabled = whole === each.href.includes("all.css")))"""


def differences(page: Page, present: list[str], within: str, least: int) -> list[tuple[str, str]]:
    """Return how elements look with the one sheet, and with all sheets whole, if not the same."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.evaluate(ADD, present)
    assert page.locator("link[rel=stylesheet]").count() == len(present) + 1
    page.evaluate(USE, False)
    with_one = page.evaluate(LOOKS, within)
    page.evaluate(USE, True)
    whole = page.evaluate(LOOKS, within)
    assert len(with_one) > least
    assert with_one.keys() <= whole.keys()
    return [
        (path, " | ".join(sorted({*looks.split("\n")} ^ {*whole[path].split("\n")})))
        for path, looks in with_one.items()
        if looks != whole[path]
    ]


@needs_browser
@each_page_kind
@pytest.mark.parametrize("width", [1280, pytest.param(320, marks=pytest.mark.long)])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_each_kind_of_page_looks_as_with_all_sheets(
    browser: Browser, base_url: str, html: Path, scheme: str, width: int, names: tuple[str, ...]
) -> None:
    found = []
    present = [name for name in SHEETS if (html / "_static" / name).is_file()]
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")  # so that nothing is under way
    for name in names:
        open_page(page, f"{base_url}{name}.html?q=wiki")
        if name == "search":
            page.locator("#search-results li").first.wait_for()
            page.locator("main input[name=q]:focus").wait_for()
        page.wait_for_load_state("networkidle")
        found += [(name, *each) for each in differences(page, present, "html, html > body, body *", 50)]
    page.close()
    assert found == []


@pytest.fixture(scope="module")
def odd_address(odd: Path) -> Iterator[str]:
    with serve_site(odd) as base_url:
        yield base_url


@pytest.mark.long
@needs_browser
def test_each_block_looks_as_with_all_sheets(browser: Browser, odd: Path, odd_address: str) -> None:
    found, cut_short = [], []
    present = [name for name in SHEETS if (odd / "_static" / name).is_file()]
    page = browser.new_page(reduced_motion="reduce")
    for path in sorted((odd / "about").glob("*.html")):
        if sheets(path) == ["all.css"]:
            open_page(page, f"{odd_address}about/{path.name}")
            found += [(path.stem, *each) for each in differences(page, present, "article, article *", 3)]
            cut_short.append(path.stem)
    page.close()
    assert found == []
    assert set(cut_short) == {*(ALLOWED_DIRECTIVES - INSIDE), "plain"}
