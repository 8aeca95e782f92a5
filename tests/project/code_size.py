"""Print the size of each package in `_ext` next to its budget; exit with 1 if a budget or a limit is exceeded.

A size is a number of lines of Python, with docstrings, comments and blank lines. The budgets keep each package
readable in one sitting. Code that does not fit replaces code of less value; it is not made denser.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

EXTENSIONS = Path(__file__).parents[2] / "_ext"
BUDGETS = {
    "partnerships": 3400,
    "partnerships/alignment": 350,
    "partnerships/feeds": 450,
    "page_source": 1280,
    "stable_files": 78,
    "feed_formats": 130,
    "partnerships_data": 3300,
    "partnerships_cli": 2300,
    "language_server": 600,
    "safe_markdown": 600,
    "mermaid_svg": 300,
    "books": 290,
    "build_lock": 54,
    "former_output": 118,
    "page_checks": 1050,
    "page_translations": 900,
    "translation_catalogs": 800,
    "parallel_html": 260,
    "diagnostics": 220,
    "partnerships_theme": 120,
    "wiki_page": 400,
}
MAX_MODULE_LINES = 250
MAX_FUNCTION_LINES = 40


class Part(NamedTuple):
    """A package, module or function with its size in lines."""

    name: str
    lines: int
    limit: int

    def __str__(self) -> str:
        verdict = "  exceeded" if self.lines > self.limit else ""
        return f"{self.lines:6,} of {self.limit:5,}  {self.name}{verdict}"


def packages(folder: Path) -> Iterator[Part]:
    """Yield each package that has a budget, and each package that has none with a limit of 0."""
    found = {path.parent.name for path in folder.glob("*/__init__.py")}
    for name in sorted({*BUDGETS, *found}):
        if (folder / name).is_dir():
            lines = sum(count_lines(path) for path in (folder / name).rglob("*.py"))
            yield Part(name, lines, BUDGETS.get(name, 0))


def modules(folder: Path) -> Iterator[Part]:
    for path in sorted(folder.rglob("*.py")):
        yield Part(path.relative_to(folder).as_posix(), count_lines(path), MAX_MODULE_LINES)


def functions(folder: Path) -> Iterator[Part]:
    """Yield each function and method, without its decorators."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Part(f"{name}: {node.name}", lines, MAX_FUNCTION_LINES)


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def longest(parts: Iterator[Part]) -> list[Part]:
    """Return all parts that exceed their limit, or the longest one if none does."""
    by_length = sorted(parts, key=lambda part: part.lines, reverse=True)
    return [part for part in by_length if part.lines > part.limit] or by_length[:1]


def main(folder: Path = EXTENSIONS) -> int:
    """Print the report; return the exit status."""
    sections = {
        "Packages": list(packages(folder)),
        "Longest module": longest(modules(folder)),
        "Longest function": longest(functions(folder)),
    }
    for title, parts in sections.items():
        sys.stdout.write(f"{title}\n")
        sys.stdout.writelines(f"{part}\n" for part in parts)
    return int(any(part.lines > part.limit for parts in sections.values() for part in parts))


if __name__ == "__main__":
    sys.exit(main())
