"""The `check` command: every problem in the facts and the prose of the pages.

Facts are read by the parser that a build uses. `prose_checks` finds what only the checker looks for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from diagnostics.problem import Problem
from partnerships_cli import UsageError
from partnerships_cli.problem_formats import FORMATS
from partnerships_cli.prose_checks import find_prose_problems, read_misspellings
from partnerships_cli.source_tree import PAGE_PATH, SourceTree
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.settings import read_settings


def find_problems(
    sources: SourceTree, names: Iterable[str], misspellings: Mapping[str, str]
) -> list[Problem]:
    """Return the problems in the facts and the prose of some pages, sorted.

    :param misspellings: corrections by misspelled word, as `read_misspellings` returns them
    """
    names = set(names)
    fact_problems = [problem for problem in sources.problems if problem.path in names]
    # A line gets one kind of message: a mistyped key is not also a misspelling.
    reported_lines = {(problem.path, problem.line) for problem in fact_problems}
    prose_problems = [
        problem
        for name in sorted(names & sources.texts.keys())
        for problem in find_prose_problems(sources, name, misspellings)
        if (problem.path, problem.line) not in reported_lines
    ]
    return sorted([*fact_problems, *prose_problems])


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


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pages", nargs="*", help="report only on these pages")
    parser.add_argument("--format", choices=FORMATS, default="text", help="output format (default: text)")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the problems; return 1 if there are any."""
    sources = SourceTree.from_folder(root)
    names = page_names(root, arguments.pages) or sources.names
    problems = find_problems(sources, names, read_misspellings(root))
    format_problems = FORMATS[arguments.format]
    sys.stdout.write(format_problems(problems, sources.texts, read_settings(root).base_url))
    return 1 if problems else 0
