"""Pages as people meet them: light, private, for everybody, on any screen."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from browsing import HEADERS, KINDS, ROOT, build, needs_browser, served

@contextmanager
def opened(browser: Browser, **settings: object) -> Iterator[Page]:
    """Open a page that keeps nothing of others."""
    context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


# -- Private --------------------------------------------------------------------------------------------------


def test_the_policy_names_the_one_inline_script(html: Path) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    scripts = set()
    for path in html.rglob("*.html"):
        if "_static" not in path.parts:
            scripts.update(re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.DOTALL))
    hashes = {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts}
    assert {f"'sha256-{each}'" for each in hashes} == set(re.findall(r"'sha256-.*?'", policy))


@needs_browser
def test_no_page_asks_another_host_keeps_anything_or_breaks_the_policy(
    browser: Browser, address: str, html: Path
) -> None:
    pages = sorted(
        path.relative_to(html).as_posix()
        for path in html.rglob("*.html")
        if not path.relative_to(html).parts[0].startswith("_")
    )
    faults: list[tuple[str, str]] = []
    with opened(browser) as page:
        name = ""

        def ask(request: Request) -> None:
            if not request.url.startswith((address, "data:")):
                faults.append((name, request.url))

        page.on("request", ask)
        page.on("console", lambda said: faults.append((name, said.text)) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append((name, str(error))))
        for name in [*pages, "search.html?q=wiki"]:
            page.goto(f"{address}{name}", wait_until="load")
        assert page.context.cookies() == []
        assert page.evaluate("Object.keys({...localStorage, ...sessionStorage}).sort()") == ["mode", "theme"]
    assert faults == []
    assert {f"{each}.html" for each in KINDS} <= set(pages)


# -- Light ----------------------------------------------------------------------------------------------------


def weight(response: Response) -> int:
    """Return how many bytes go over the wire, from a host that compresses text."""
    body = response.body()
    return len(gzip.compress(body)) if not response.url.endswith((".png", ".jpg", ".woff2")) else len(body)


SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


@needs_browser
@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_light_and_nothing_moves_while_it_loads(browser: Browser, address: str, name: str) -> None:
    for width in (360, 1280):
        with opened(browser, viewport={"width": width, "height": 800}) as page:
            responses: list[Response] = []
            page.on("response", lambda response: responses.append(response))
            query = "?q=wiki" if name == "search" else ""
            page.goto(f"{address}{name}.html{query}", wait_until="networkidle")
            loaded = {response.url.removeprefix(address).split("?")[0]: weight(response) for response in responses}
            assert page.evaluate(SHIFTS) == 0
        assert len(loaded) <= 14, loaded
        assert sum(loaded.values()) <= 150_000, loaded
        assert ("searchindex.js" in loaded) == (name == "search")
        assert [each for each in loaded if each.endswith("woff2")] == []


def test_our_own_scripts_are_small() -> None:
    size = {path.name: path.stat().st_size for path in [*ROOT.glob("_static/*.js"), *ROOT.glob("_templates/*.js")]}
    everywhere = size["colour-mode.js"] + size["versions.js"]
    assert max(everywhere + size["filters.js"], everywhere + size["search.js"]) <= 8_000
    assert len(size) == 4  # no other one


# -- For everybody --------------------------------------------------------------------------------------------

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES: dict[str, Any] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # The same page in other colours: all else stays as it was found to be in the light.
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
FAULTS = """async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target, failureSummary]));
}"""


@pytest.fixture(scope="module")
def right_to_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served as readers of Arabic would get it, its text not yet translated."""
    with served(build(ROOT, tmp_path_factory.mktemp("ar"), "-D", "language=ar")) as address:
        yield address


@needs_browser
@pytest.mark.parametrize("direction", ["ltr", pytest.param("rtl", marks=pytest.mark.long)])
def test_axe_finds_no_fault(browser: Browser, address: str, right_to_left: str, direction: str) -> None:
    faults = []
    for width in (320, 1280):
        with opened(browser, reduced_motion="reduce", viewport={"width": width, "height": 800}) as page:
            for name in KINDS:
                page.goto(f"{address if direction == 'ltr' else right_to_left}{name}.html?q=wiki")
                assert page.locator("html").get_attribute("dir") == direction
                page.evaluate(AXE)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    page.locator(f"html[data-theme={scheme}]").wait_for()
                    faults += [(name, width, scheme, *each) for each in page.evaluate(FAULTS, RULES[scheme])]
    assert faults == []
