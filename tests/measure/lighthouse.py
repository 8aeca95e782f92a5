"""Run Lighthouse on six kinds of page: `PYTHONPATH=tests python tests/measure/lighthouse.py SITE`.

SITE is the folder of the built pages. Prints a table and the failed audits. Exits with 1 if a score is below its goal, a
paint takes 0.9 seconds or more, or the layout shifts. Lighthouse simulates a slow phone and a slow network. The site is
served over HTTP/2, as its hosts do. Needs openssl for a certificate. The first row is for comparison: it is an empty page
with the same style sheet and the same script in its head.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browser_pages import CHROMIUM, PARTNER, ROOT
from partnerships_data.response_headers import HEADERS

PAGES = (
    *("index", "partners/index", PARTNER.docname),
    *("priorities/index", "announcements/index", "search"),
)
GOALS = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
# Milliseconds that a paint must stay below.
MAX_PAINT_TIMES = {"first-contentful-paint": 900, "largest-contentful-paint": 900}
SHIFT = "cumulative-layout-shift"
FLAGS = "--headless=new --no-sandbox --ignore-certificate-errors"
COMMAND = ROOT / "tests/tools/node_modules/.bin/lighthouse"
EMPTY = "empty"
EMPTY_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Empty</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="An empty page.">
<link rel="icon" href="_static/icon.svg"><link rel="stylesheet" href="_static/partnerships.css">
<script src="_static/theme.js"></script></head>
<body><main><h1>Empty</h1></main></body></html>"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="how often each page is measured")
    arguments = parser.parse_args()
    columns = ("page", *GOALS, *MAX_PAINT_TIMES, SHIFT)
    sys.stdout.write(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n")
    failures = []
    with served_with_empty_page(arguments.site) as base_url:
        for name in (EMPTY, *PAGES):
            report = median_report(f"{base_url}{name}.html", arguments.runs)
            scores = {
                category: round(100 * (report["categories"][category]["score"] or 0)) for category in GOALS
            }
            times = {audit: report["audits"][audit]["numericValue"] for audit in (*MAX_PAINT_TIMES, SHIFT)}
            paints = [f"{times[paint] / 1000:.2f} s" for paint in MAX_PAINT_TIMES]
            cells = [*map(str, scores.values()), *paints]
            sys.stdout.write(f"| {name} | {' | '.join(cells)} | {times[SHIFT]:.3f} |\n")
            if name == EMPTY:
                continue
            slow = [paint for paint, limit in MAX_PAINT_TIMES.items() if times[paint] >= limit]
            failures += [f"{name}: {paint}" for paint in slow]
            if times[SHIFT]:
                failures.append(f"{name}: {SHIFT}")
            for category, goal in GOALS.items():
                if scores[category] < goal:
                    failures += [f"{name}: {audit}" for audit in failed_audits(report, category)]
    sys.stdout.writelines(f"{failure}\n" for failure in sorted(failures))
    sys.exit(bool(failures))


@contextmanager
def served_with_empty_page(site: Path) -> Iterator[str]:
    """Serve a copy of a folder to which the empty page was added; yield its URL."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(site, folder, dirs_exist_ok=True)
        Path(folder, f"{EMPTY}.html").write_text(EMPTY_PAGE, encoding="utf-8")
        with serve_over_http2(Path(folder)) as base_url:
            yield base_url


@contextmanager
def serve_over_http2(site: Path) -> Iterator[str]:
    """Serve a folder with a new certificate, which only this process knows; yield its URL."""
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/key.pem", f"{folder}/certificate.pem"]
        make = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ]
        subject = ["-subj", "/CN=localhost", "-keyout", files[0], "-out", files[1]]
        subprocess.run([*make, *subject], check=True, capture_output=True)
        script = str(Path(__file__).with_name("http2_server.mjs"))
        command = ["node", script, str(site.resolve()), *files, json.dumps(HEADERS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                yield server.stdout.readline().strip()
            finally:
                server.terminate()


def median_report(url: str, runs: int) -> dict[str, Any]:
    """Return the report with the median of the largest paint: other programs slow single runs down."""
    reports = [run_lighthouse(url) for _ in range(runs)]
    reports.sort(key=lambda report: report["audits"]["largest-contentful-paint"]["numericValue"])
    return reports[runs // 2]


def run_lighthouse(url: str) -> dict[str, Any]:
    """Return the report of one page."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(GOALS)}"]
    command = [str(COMMAND), url, *options, f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM or ""}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def failed_audits(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits that lower a page's score in a category."""
    references = report["categories"][category]["auditRefs"]
    audits = [report["audits"][reference["id"]] for reference in references if reference["weight"]]
    failed = [audit for audit in audits if audit["score"] is not None and audit["score"] < 1]
    return [f"{category}: {audit['title']}" for audit in failed]


if __name__ == "__main__":
    main()
