"""Measure how soon the search answers on a large site: `python tests/search_times.py FOLDER [--size 1000]`.

Makes up a site of that many partners and announcements below FOLDER, with this site's settings, builds it, and types
into its search page in a browser. A time is from a key to the answer laid out; printed are the middle and the longest
of several, and how long the index takes to be read, from a host on the same machine. Ends with 1 if an answer took
longer than 100 ms, the time within which it seems immediate.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser_pages import CHROMIUM, build_large_site, serve_site

TYPED = ("n", "so", "société 9", "مؤسسة", "news number 77", "reason", "global manager", "xyz")
LIMIT = 100  # milliseconds
TIMES = """(typed) => {
    const field = document.querySelector("main input[name=q]");
    return Array.from({ length: 9 }, () => {
        field.value = "";
        field.dispatchEvent(new Event("input"));
        const start = performance.now();
        field.value = typed;
        field.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""
# From the first byte of the search's scripts to the field that is ready.
LOADING = """() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("searchindex.js"))
    .map(({ startTime, decodedBodySize }) => [decodedBodySize, performance.now() - startTime])[0]"""


def main() -> None:
    """Build, search, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=1000)
    arguments = parser.parse_args()
    with (
        serve_site(build_large_site(arguments.folder, arguments.size, arguments.size)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}search.html")
        page.locator("main input[name=q]:focus").wait_for()
        size, loading = page.evaluate(LOADING)
        sys.stdout.write(f"The index of {size / 1e6:.1f} MB is ready after {loading:.0f} ms.\n\n")
        sys.stdout.write("| typed | found | middle, ms | longest, ms |\n|---|---|---|---|\n")
        longest = 0.0
        for typed in TYPED:
            times = page.evaluate(TIMES, typed)
            found = page.locator(".search-status").inner_text()
            sys.stdout.write(f"| {typed} | {found} | {statistics.median(times):.0f} | {max(times):.0f} |\n")
            longest = max(longest, *times)
        browser.close()
    sys.exit(longest > LIMIT)


if __name__ == "__main__":
    main()
