"""Take pictures of every kind of page: `python tests/screenshots.py SITE FOLDER`, SITE being the built pages.

At four widths, light and dark; of this site, of the same from right to left, and of one with 200 partners, long names
in many scripts, and lists with nothing in them, which are built below FOLDER.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser_pages import CHROMIUM, PAGE_KINDS, ROOT, build_large_site, build_site, open_page, serve_site

WIDTHS = (320, 768, 1280, 1920)
# Of the large site: lists at their longest, a long name, one from right to left, one that serves nothing.
LARGE = (
    *(name for name in PAGE_KINDS if name.endswith("index")),
    *(f"partners/partner-{number:04}" for number in (2, 7, 10)),
    *("priorities/global-advocacy", "team/global", "search", "genindex"),
)
# Those out of sight would come when somebody scrolls to them.
PICTURES = """() => Promise.all([...document.images].map((each) => {
    each.loading = "eager";
    return each.decode();
}))"""


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    rtl, large = arguments.folder / "ar", arguments.folder / "large"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(browser, arguments.site, arguments.folder, PAGE_KINDS)
        take(browser, build_site(ROOT, rtl, "-D", "language=ar"), rtl, PAGE_KINDS)
        take(browser, build_large_site(large, 200, 100), large, LARGE)
        browser.close()


def take(browser: Browser, site: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Take pictures of some pages of a site."""
    with serve_site(site) as address:
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = browser.new_page(
                    color_scheme=scheme,
                    viewport={"width": width, "height": 800},
                )
                for name in names:
                    if (site / f"{name}.html").is_file():
                        open_page(page, f"{address}{name}.html?q=wiki")
                        if name == "search":
                            page.locator("#search-results li").first.wait_for()
                        page.evaluate(PICTURES)
                        path = folder / f"{name.replace('/', '-')}-{width}-{scheme}.png"
                        page.screenshot(path=path, full_page=True)
                page.close()


if __name__ == "__main__":
    main()
