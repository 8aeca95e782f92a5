"""`check`: everything that is wrong with the pages, told to people, to GitHub or to tools.

Facts are read by the parser that the build uses; what only a checker looks at is in `prose`.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from diagnostics.problem import Problem
from diagnostics.unsafe_text import FORBIDDEN
from partnerships_cli import UsageError
from partnerships_cli import prose_checks as prose
from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.settings import read_settings
from partnerships_data.source_tree import PAGE_PATH, SourceTree
from partnerships_data.stable_json import json_text

# The checker knows no builder; this is where the published site, made by the builder `html`, has the page.
MANUAL = "about/messages.html"
MAX_EXCERPT_WIDTH = 100  # columns of a line that is shown
Format = Callable[[Sequence[Problem], Mapping[str, str], str], str]


def manual_address(problem: Problem, base: str) -> str:
    """Return where the manual explains a problem, if it is known where the site is published."""
    return f"{base}{MANUAL}#{problem.code}" if base else ""


def for_people(problems: Sequence[Problem], texts: Mapping[str, str], base: str) -> str:
    """Return each message with the line that it is about, then their number and where they are explained.

    :param texts: the pages by their paths
    :param base: the address of the published site, or nothing
    """
    if not problems:
        return ""
    lines = []
    for each in problems:
        lines += [str(each), *excerpt(texts.get(each.path, ""), each.line, each.column)]
    pages = len({each.path for each in problems})
    lines += ["", f"{_counted(len(problems), 'problem')} in {_counted(pages, 'page')}"]
    if base:
        lines += sorted({f"  {each.code}: {manual_address(each, base)}" for each in problems})
    return "".join(f"{line}\n" for line in lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def excerpt(text: str, line: int, column: int) -> list[str]:
    """Return a line of a page and, below it, a caret under one of its columns."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or not lines[line - 1].strip():
        return []
    shown = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", lines[line - 1])  # no terminal shall obey a page
    before, after = shown[: column - 1], shown[column - 1 :]
    if _width(before) > MAX_EXCERPT_WIDTH // 2:
        before = "…" + _end(before, MAX_EXCERPT_WIDTH // 2)
    room = MAX_EXCERPT_WIDTH - _width(before)
    after = after if _width(after) <= room else _beginning(after, room) + "…"
    # A tab stays a tab, so that the caret stands under its word however wide tabs are.
    padding = "".join("\t" if each == "\t" else " " * _width(each) for each in before)
    return [f"    {before}{after}".rstrip(), f"    {padding}^"]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) or unicodedata.category(each) in ("Mn", "Cf")
        else 2 if unicodedata.east_asian_width(each) in "WF"
        else 1
        for each in text
    )  # fmt: skip


def _beginning(text: str, width: int) -> str:
    end = next((n for n in range(len(text)) if _width(text[: n + 1]) > width), len(text))
    return text[:end]


def _end(text: str, width: int) -> str:
    return text[next(n for n in range(len(text) + 1) if _width(text[n:]) <= width) :]


def for_github(problems: Sequence[Problem], texts: Mapping[str, str], base: str) -> str:
    """Return the commands by which a workflow marks the lines of a pull request."""

    def command(each: Problem) -> str:
        position = f"file={_property(each.path)},line={each.line},col={each.column}"
        more = manual_address(each, base)
        return f"::error {position},title={_property(each.code)}::{_data(f'{each.text} {more}'.rstrip())}\n"

    return "".join(map(command, problems))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def for_tools(problems: Sequence[Problem], texts: Mapping[str, str], base: str) -> str:
    """Return all problems as one JSON array."""
    return json_text(list(_items(problems, base))) + "\n"


def _items(problems: Iterable[Problem], base: str) -> Iterable[dict[str, str | int]]:
    for each in problems:
        yield {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "code": each.code.value,
            "text": each.text,
            "url": manual_address(each, base),
        }


FORMATS: Mapping[str, Format] = {"text": for_people, "github": for_github, "json": for_tools}


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("pages", nargs="*", help="pages to report on (all, unless some are named)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="for whom (default: text)")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the problems; return 1 if there are any."""
    sources = SourceTree.of_folder(root)
    wanted = page_names(root, arguments.pages) or sources.names
    problems = problems_of(sources, wanted, prose.known_misspellings(root))
    sys.stdout.write(FORMATS[arguments.format](problems, sources.texts, read_settings(root).base_url))
    return 1 if problems else 0


def page_names(root: Path, paths: Iterable[str]) -> set[str]:
    """Return the names of pages, given as paths, below the root of their site.

    :raises UsageError: if a path leads to no page of the site
    """
    names = set()
    for typed in paths:
        path = Path(typed).resolve()
        if not path.is_file():
            raise UsageError(f"there is no page {typed}")
        name = page_name(root, path)
        if not name:
            folders = ", ".join(f"{folder}/" for folder in sorted((*KIND_BY_FOLDER, "about")))
            raise UsageError(
                f"{typed} is not a page of this site; pages are index.md and the .md files in {folders}"
            )
        names.add(name)
    return names


def page_name(root: Path, path: Path) -> str:
    """Return the name of the page at an absolute path; empty if it is not a page of the site."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
    return name if PAGE_PATH.fullmatch(name) else ""


def problems_of(sources: SourceTree, wanted: Iterable[str], misspellings: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with the facts and the prose of the pages of these names, sorted."""
    wanted = set(wanted)
    facts = [problem for problem in sources.problems if problem.path in wanted]
    found = [
        problem
        for name in sorted(wanted & sources.texts.keys())
        for problem in prose.problems(sources, name, misspellings)
    ]
    # One message for one slip: a mistyped key is no misspelling.
    wrong = {(each.path, each.line) for each in facts}
    return sorted([*facts, *(each for each in found if (each.path, each.line) not in wrong)])
