"""Ask Lighthouse about five kinds of page: `python tests/lighthouse.py SITE`, SITE being the built pages.

Prints a table, and what is not in order; ends with 1 if a score is below its goal, a paint takes a second, or something
moves. The phone and the net are the slow ones that Lighthouse simulates.
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

PAGES = ("index", "partners/google", "priorities/index", "announcements/index", "team/index")
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# What must stay below it, in milliseconds, and what must not be.
PAINTS = {"first-contentful-paint": 1000, "largest-contentful-paint": 1000}
SHIFT = "cumulative-layout-shift"
COMMAND = ROOT / "tests/tools/node_modules/.bin/lighthouse"


def main() -> None:
    """Ask about all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    arguments = parser.parse_args()
    columns = ("page", *GOALS, *PAINTS, SHIFT)
    sys.stdout.write(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n")
    below = []
    with serve_site(arguments.site) as address:
        for name in PAGES:
            answer = ask(f"{address}{name}.html")
            scores = {each: round(100 * (answer["categories"][each]["score"] or 0)) for each in GOALS}
            times = {each: answer["audits"][each]["numericValue"] for each in (*PAINTS, SHIFT)}
            shown = [*map(str, scores.values()), *(f"{times[each] / 1000:.2f} s" for each in PAINTS)]
            sys.stdout.write(f"| {name} | {' | '.join(shown)} | {times[SHIFT]:.3f} |\n")
            below += [f"{name}: {each}" for each, most in PAINTS.items() if times[each] >= most]
            below += [f"{name}: {SHIFT}"] if times[SHIFT] else []
            for each, goal in GOALS.items():
                if scores[each] < goal:
                    below += [f"{name}: {text}" for text in faults(answer, each)]
    sys.stdout.write("".join(f"{line}\n" for line in sorted(below)))
    sys.exit(bool(below))


def ask(address: str) -> dict[str, Any]:
    """Return Lighthouse's report of one page."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(GOALS)}"]
    command = [str(COMMAND), address, *options, "--chrome-flags=--headless=new --no-sandbox"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM or ""}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def faults(answer: dict[str, Any], category: str) -> list[str]:
    """Return what keeps a page from the full score of a category."""
    audits = [
        answer["audits"][each["id"]] for each in answer["categories"][category]["auditRefs"] if each["weight"]
    ]
    return [
        f"{category}: {each['title']}" for each in audits if each["score"] is not None and each["score"] < 1
    ]


if __name__ == "__main__":
    main()
