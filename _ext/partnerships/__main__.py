"""`python -m partnerships check`: everything that is wrong with the pages, without building them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .catalog import Catalog
from .messages import Problem
from .model import FOLDERS
from .page import Page, not_text, read

SITE = ("index.md", *(f"{folder}/**/*.md" for folder in (*FOLDERS, "about")))


def main() -> int:
    """Return 0 if all is well, 1 if there are problems, 2 if the call was wrong."""
    parser = argparse.ArgumentParser(prog="python -m partnerships", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check the facts of all pages, or of those named")
    check.add_argument("pages", nargs="*", type=Path, help="pages to report on (all, unless some are named)")
    arguments = parser.parse_args()
    root = Path.cwd()
    if not (root / "conf.py").is_file():
        parser.error("run this in the folder that holds conf.py")
    wanted = set()
    for path in arguments.pages:
        if not path.is_file() or not path.resolve().is_relative_to(root):
            parser.error(f"there is no page {path}")
        wanted.add(path.resolve().relative_to(root).as_posix())
    problems = check_site(root)
    shown = [problem for problem in problems if not wanted or problem.path in wanted]
    for problem in shown:
        sys.stdout.write(f"{problem}\n")
    return 1 if shown else 0


def check_site(root: Path) -> list[Problem]:
    """Return what is wrong with the pages of the site at `root`, sorted."""
    pages: list[Page] = []
    for path in sorted({path for pattern in SITE for path in root.glob(pattern)}):
        name = path.relative_to(root).as_posix()
        docname = name.removesuffix(".md")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError):
            pages.append(not_text(docname))
        else:
            pages.append(read(text, docname)[0])
    photos = [path.name for path in root.glob("_static/photos/*")]
    return Catalog.of(pages, photos)[1]


if __name__ == "__main__":
    sys.exit(main())
