"""Take screenshots of each kind of page: `PYTHONPATH=tests python tests/measure/screenshots.py SITE FOLDER`.

SITE is the folder of the built pages. The screenshots have four widths, in light and dark. They show this site, the same
site from right to left, and a site of 200 partners with long names in many scripts. The last two are built below FOLDER.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser_pages import CHROMIUM, PAGE_KINDS, ROOT, build_large_site, build_site, serve_site

WIDTHS = (320, 768, 1280, 1920)
# Long lists, a long name, a name from right to left, and a partner that serves no priority.
LARGE_SITE_PAGES = (
    *(name for name in PAGE_KINDS if name.endswith("index")),
    *(f"partners/partner-{number:04}" for number in (2, 7, 10)),
    *("priorities/global-advocacy", "team/global", "search", "genindex"),
)
# Without this, images below the visible part of the page are not loaded.
LOAD_IMAGES = """() => Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode();
}))"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    rtl, large = arguments.folder / "ar", arguments.folder / "large"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take_screenshots(browser, arguments.site, arguments.folder, PAGE_KINDS)
        take_screenshots(browser, build_site(ROOT, rtl, "-D", "language=ar"), rtl, PAGE_KINDS)
        take_screenshots(browser, build_large_site(large, 200, 100), large, LARGE_SITE_PAGES)
        browser.close()


def take_screenshots(browser: Browser, site: Path, folder: Path, names: tuple[str, ...]) -> None:
    with serve_site(site) as base_url:
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = browser.new_page(
                    color_scheme=scheme,
                    viewport={"width": width, "height": 800},
                )
                for name in names:
                    if (site / f"{name}.html").is_file():
                        page.goto(f"{base_url}{name}.html?q=wiki")
                        if name == "search":
                            page.locator("#search-results li").first.wait_for()
                        page.evaluate(LOAD_IMAGES)
                        path = folder / f"{name.replace('/', '-')}-{width}-{scheme}.png"
                        page.screenshot(path=path, full_page=True)
                page.close()


if __name__ == "__main__":
    main()
