"""Take pictures of every kind of page: `python tests/screenshots.py SITE FOLDER`, SITE being the built pages."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from browsing import CHROMIUM, KINDS, served

WIDTHS = (320, 768, 1280, 1920)


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    with served(arguments.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = browser.new_page(
                    color_scheme=scheme,
                    viewport={"width": width, "height": 800},
                )
                for name in KINDS:
                    if (arguments.site / f"{name}.html").is_file():
                        page.goto(f"{address}{name}.html?q=wiki")
                        path = arguments.folder / f"{name.replace('/', '-')}-{width}-{scheme}.png"
                        page.screenshot(path=path, full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
