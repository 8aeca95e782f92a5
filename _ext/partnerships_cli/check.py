"""The `check` command: every problem of the site, as a build reports it, and dates in the future."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import Problem
from page_checks.checker import PageChecker
from page_checks.translations import translation_problems
from partnerships_cli import UsageError
from partnerships_cli.future_dates import future_dates
from partnerships_cli.problem_formats import FORMATS, counted, site_url
from partnerships_cli.source_tree import PAGE_PATH, SourceTree
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.settings import read_settings

CODES = {code.value: code for code in Code}
MANUAL_SOURCE = "about/messages.md"


def find_problems(
    sources: SourceTree, checker: PageChecker, names: AbstractSet[str] = frozenset()
) -> list[Problem]:
    """Return the problems of a site, sorted.

    :param names: the pages to report on; if empty, all files
    """
    pages = [
        checker.read(sources.texts[name], page.docname)[0] if name in sources.texts else page
        for name, page in sources.pages.items()
    ]
    future = future_dates((page.entry for page in pages if page.entry), date.today())
    problems = sorted([*checker.problems(pages), *future, *translation_problems(checker.root)])
    return [problem for problem in problems if not names or problem.path in names]


def explanation(root: Path, code: str) -> str:
    """Return the section of the manual about a code, in Markdown; its meaning if there is no manual."""
    manual = root / MANUAL_SOURCE
    text = manual.read_text(encoding="utf-8") if manual.is_file() else ""
    _before, _heading, section = text.partition(f"\n## `{code}`\n")
    section = section.partition("\n## ")[0].strip()
    return f"{code}\n\n{section or CODES[code].meaning}\n"


def page_name(root: Path, path: Path) -> str:
    """Return the name of the page at an absolute path; empty if it is not a page of the site."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
    return name if PAGE_PATH.fullmatch(name) else ""


def page_names(root: Path, paths: Iterable[str]) -> set[str]:
    """Return the names of the pages at some paths.

    :raises UsageError: if a path leads to no page of the site
    """
    names = set()
    for typed in paths:
        path = Path(typed).resolve()
        if not path.is_file():
            raise UsageError(f"{typed} does not exist or is not a file; type the path of a page")
        name = page_name(root, path)
        if not name:
            folders = ", ".join(f"{folder}/" for folder in sorted((*KIND_BY_FOLDER, "about")))
            raise UsageError(
                f"{typed} is not a page of this site; pages are index.md and the .md files in {folders}"
            )
        names.add(name)
    return names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pages", nargs="*", help="report only on these pages")
    parser.add_argument("--explain", choices=sorted(CODES), metavar="CODE", help="explain a code")
    parser.add_argument("--format", choices=FORMATS, default="text", help="output format (default: text)")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the problems; return 1 if there are any."""
    if arguments.explain:
        sys.stdout.write(explanation(root, arguments.explain))
        return 0
    sources, settings = SourceTree.from_folder(root), read_settings(root)
    names = page_names(root, arguments.pages)
    problems = find_problems(sources, PageChecker(root), names)
    if problems or arguments.format != "text":
        url = site_url(root, settings.base_url) if arguments.format == "text" else settings.base_url
        sys.stdout.write(FORMATS[arguments.format](problems, sources.texts, url))
    else:
        sys.stdout.write(f"{counted(len(names or sources.content), 'page')} checked, no problems found\n")
    return 1 if problems else 0
