"""Problems as text for people, as workflow commands for GitHub, and as JSON for tools."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from diagnostics.problem import Problem
from diagnostics.unsafe_text import FORBIDDEN
from stable_files.stable_json import json_text

MANUAL_PAGE = "about/messages.html"  # where the builder `html` publishes about/messages.md
MAX_EXCERPT_WIDTH = 100  # terminal columns
MAX_EXCERPT_LENGTH = 400  # characters on each side of the position; some have no width
# A format takes the problems, the texts of the pages by path, and the base URL of the published site.
Format = Callable[[Sequence[Problem], Mapping[str, str], str], str]


def site_url(root: Path, base_url: str) -> str:
    """Return the base URL of the published site, else of the one that was built here; else nothing."""
    built = root / "_build/html"
    return base_url or (f"{built.as_uri()}/" if (built / MANUAL_PAGE).is_file() else "")


def manual_url(problem: Problem, base_url: str) -> str:
    """Return the URL of the manual's section about a problem; empty if the site has no base URL."""
    return f"{base_url}{MANUAL_PAGE}#{problem.code}" if base_url else ""


# -- For people ----------------------------------------------------------------------------------------------


def format_for_people(problems: Sequence[Problem], texts: Mapping[str, str], base_url: str) -> str:
    """Return each message with the line that it is about, then a count and how to read more."""
    lines = []
    lines_of = {path: texts.get(path, "").split("\n") for path in {problem.path for problem in problems}}
    for problem in problems:
        lines += [str(problem), *excerpt(lines_of[problem.path], problem.line, problem.column)]
    page_count = len({problem.path for problem in problems})
    lines += ["", f"{counted(len(problems), 'problem')} in {counted(page_count, 'page')}"]
    for code, problem in sorted({problem.code.value: problem for problem in problems}.items()):
        url = manual_url(problem, base_url)
        lines.append(f"  {code}: {url or f'python -m partnerships_cli check --explain {code}'}")
    return "".join(f"{line}\n" for line in lines)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "2 pages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def excerpt(lines: Sequence[str], line: int, column: int) -> list[str]:
    """Return a line of a page and, below it, a caret under a column; nothing if the line is empty."""
    if not 1 <= line <= len(lines) or not lines[line - 1].strip():
        return []
    start, end = max(column - 1 - MAX_EXCERPT_LENGTH, 0), column - 1 + MAX_EXCERPT_LENGTH
    # A terminal would obey control characters.
    shown = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", lines[line - 1][start:end])
    before, after = shown[: column - 1 - start], shown[column - 1 - start :]
    if start or _width(before) > MAX_EXCERPT_WIDTH // 2:
        before = "…" + _prefix(before[::-1], MAX_EXCERPT_WIDTH // 2)[::-1]
    rest = MAX_EXCERPT_WIDTH - _width(before)
    if _width(after) > rest:
        after = _prefix(after, rest) + "…"
    # A tab stays a tab, so that the caret is under its word in terminals with any width of tabs.
    padding = "".join(
        "\t" if character == "\t" else " " * _character_width(character) for character in before
    )
    return [f"    {before}{after}".rstrip(), f"    {padding}^"]


@lru_cache(10_000)
def _character_width(character: str) -> int:
    """Return how many terminal columns a character takes."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _width(text: str) -> int:
    return sum(map(_character_width, text))


def _prefix(text: str, width: int) -> str:
    """Return the longest beginning of a text that is not wider than `width`."""
    used = 0
    for index, character in enumerate(text):
        used += _character_width(character)
        if used > width:
            return text[:index]
    return text


# -- For GitHub ----------------------------------------------------------------------------------------------


def format_for_github(problems: Sequence[Problem], _texts: Mapping[str, str], base_url: str) -> str:
    """Return the workflow commands that annotate the lines of a pull request."""
    return "".join(_workflow_command(problem, base_url) for problem in problems)


def _workflow_command(problem: Problem, base_url: str) -> str:
    position = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    message = f"{problem.text} {manual_url(problem, base_url)}".rstrip()
    return f"::error {position},title={_property(problem.code)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# -- For tools -----------------------------------------------------------------------------------------------


def format_for_tools(problems: Sequence[Problem], _texts: Mapping[str, str], base_url: str) -> str:
    """Return the problems as a JSON array."""
    items = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code.value,
            "text": problem.text,
            "url": manual_url(problem, base_url),
        }
        for problem in problems
    ]
    return json_text(items) + "\n"


FORMATS: Mapping[str, Format] = {
    "text": format_for_people,
    "github": format_for_github,
    "json": format_for_tools,
}
