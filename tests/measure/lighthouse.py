"""Run Lighthouse on six kinds of page: `PYTHONPATH=tests python tests/measure/lighthouse.py SITE`.

SITE is the folder of the built pages. Prints a table and the failed audits. Exits with 1 if a score is below its goal, a
paint takes 0.9 seconds or more, or the layout shifts. Lighthouse simulates a slow phone and a slow network.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from browser_pages import CHROMIUM, ROOT, serve_site

PAGES = ("index", "partners/google", "priorities/index", "announcements/index", "team/index", "about/index")
GOALS = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
# Milliseconds that a paint must stay below.
MAX_PAINT_TIMES = {"first-contentful-paint": 900, "largest-contentful-paint": 900}
SHIFT = "cumulative-layout-shift"
COMMAND = ROOT / "tests/tools/node_modules/.bin/lighthouse"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    arguments = parser.parse_args()
    columns = ("page", *GOALS, *MAX_PAINT_TIMES, SHIFT)
    sys.stdout.write(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n")
    failures = []
    with serve_site(arguments.site) as base_url:
        for name in PAGES:
            report = run_lighthouse(f"{base_url}{name}.html")
            scores = {
                category: round(100 * (report["categories"][category]["score"] or 0)) for category in GOALS
            }
            times = {audit: report["audits"][audit]["numericValue"] for audit in (*MAX_PAINT_TIMES, SHIFT)}
            paints = [f"{times[paint] / 1000:.2f} s" for paint in MAX_PAINT_TIMES]
            cells = [*map(str, scores.values()), *paints]
            sys.stdout.write(f"| {name} | {' | '.join(cells)} | {times[SHIFT]:.3f} |\n")
            slow = [paint for paint, limit in MAX_PAINT_TIMES.items() if times[paint] >= limit]
            failures += [f"{name}: {paint}" for paint in slow]
            if times[SHIFT]:
                failures.append(f"{name}: {SHIFT}")
            for category, goal in GOALS.items():
                if scores[category] < goal:
                    failures += [f"{name}: {audit}" for audit in failed_audits(report, category)]
    sys.stdout.writelines(f"{failure}\n" for failure in sorted(failures))
    sys.exit(bool(failures))


def run_lighthouse(url: str) -> dict[str, Any]:
    """Return the report of one page."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(GOALS)}"]
    command = [str(COMMAND), url, *options, "--chrome-flags=--headless=new --no-sandbox"]
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
