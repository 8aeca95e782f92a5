"""The lines that are the reason why a block of front matter is invalid.

They are found by trying other indentations, hyphens and colons, and two lines in place of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from diagnostics.codes import Code
from page_source.block import Block, PageError
from page_source.yaml_keys import corrected_key
from page_source.yaml_reader import read_yaml

MAX_CHARACTERS = 30_000  # of a block, multiplied by the lines that are tried
MAX_WRONG_LINES = 3
VALID = 10**6, 0  # the progress of reading a block without errors
SECOND_KEY = re.compile(r" +(?=(?:- +)?[a-z_-]+:(?: |$)|- )")

FindErrors = Callable[[Block], list[PageError]]  # returns the errors of keys and of the shapes of values
Repair = tuple[list[str], int, str]  # all lines as they were meant, and the column and the message of a slip
Repairs = Callable[[list[str], int], Iterator[Repair]]


class Attempt(NamedTuple):
    """How far a block can be read after a repair, and with how many errors, as a negative number."""

    progress: tuple[int, int]
    lines: list[str]
    slip: PageError | None = None


def divide_line(lines: list[str], find_errors: FindErrors) -> PageError | None:
    """Return the slip on the only line that should be two, which it becomes."""
    best = _best_attempt(lines, find_errors, _joined_lines)
    if best.progress == VALID:
        lines[:] = best.lines
    return best.slip if best.progress == VALID else None


def repair_wrong_lines(lines: list[str], find_errors: FindErrors) -> Iterator[PageError]:
    """Yield the slips on lines with a wrong indentation, hyphen or colon, which are repaired in place."""
    for _ in range(MAX_WRONG_LINES):
        attempts = (_best_attempt(lines, find_errors, kind) for kind in (_other_indentations, _other_marks))
        best = max(attempts, key=lambda attempt: attempt.progress)
        if best.slip is None:
            return
        lines[:] = best.lines
        yield best.slip


def _best_attempt(lines: list[str], find_errors: FindErrors, kind: Repairs) -> Attempt:
    """Return the attempt after which most of a block can be read; without a slip if none is better.

    A block that can be read already needs a repair after which it has no error.
    """
    progress, last = _progress("\n".join(lines), find_errors)
    best = Attempt(max(progress, (VALID[0], -1)) if progress[0] == VALID[0] else progress, lines)
    count = MAX_CHARACTERS // sum(max(len(line), 40) for line in lines)  # a short line has values, too
    for number in (0, *range(min(last - 1, len(lines)) - 1, 0, -1))[:count] if last else ():
        for repaired, column, text in kind(lines, number):
            progress, _ = _progress("\n".join(repaired), find_errors)
            if progress > best.progress:
                best = Attempt(progress, repaired, PageError(Code.BAD_YAML, text, (number + 2, column + 1)))
            if progress == VALID:
                return best
    return best


@lru_cache(maxsize=1)  # a valid block is asked for once for each kind of repair
def _progress(text: str, find_errors: FindErrors) -> tuple[tuple[int, int], int]:
    """Return the progress of reading a block, and the line of its last error."""
    block, failure = read_yaml(text)
    errors = [failure.position[0]] if failure else [error.position[0] for error in find_errors(block)]
    return (failure.position[0] if failure else VALID[0], -len(errors)), max(errors, default=0)


def _joined_lines(lines: list[str], number: int) -> Iterator[Repair]:
    """Yield a line with two keys as two lines."""
    above, line, below = lines[:number], lines[number], lines[number + 1 :]
    for match in islice(SECOND_KEY.finditer(line, _indent(line)), 3):
        head, tail = line[: match.start()], line[match.end() :]
        for content in (tail, tail.removeprefix("- ")):
            text = f'this text needs a line of its own; type "{content[:200]}" below this line'
            for indent in sorted(_indents([*above, head])):
                yield [*above, head, " " * indent + content, *below], match.end(), text


def _other_indentations(lines: list[str], number: int) -> Iterator[Repair]:
    """Yield a line with other indentations, also together with the lines that belong to it."""
    indent = _indent(lines[number])
    content = lines[number][indent:]
    if not content or content.startswith("#"):
        return
    for other in sorted(_indents(lines[:number]) - {indent}):
        spaces = {0: "no spaces", 1: "1 space"}.get(indent, f"{indent} spaces")
        text = f"line {number + 2} begins with {spaces}; use {other}"
        for repaired in _replaced(lines, number, " " * other + content, indent + 1, other - indent):
            yield repaired, indent, text


def _other_marks(lines: list[str], number: int) -> Iterator[Repair]:
    """Yield a line with or without a hyphen, with a colon, or with a space after it."""
    indent = _indent(lines[number])
    content = lines[number][indent:]
    if content.startswith("- "):
        text = 'this hyphen does not belong here; delete "- "'
        for other in (indent, indent + 2):
            yield [*lines[:number], " " * other + content[2:], *lines[number + 1 :]], indent, text
    else:
        text = f'each item of a list begins with "- "; type "- {content[:200]}"'
        for other in (indent, max(indent - 2, 0)):
            for repaired in _replaced(lines, number, f"{' ' * other}- {content}", indent, 2):
                yield repaired, indent, text
    if corrected := corrected_key(lines[number]):
        line, column, text = corrected
        yield [*lines[:number], line, *lines[number + 1 :]], column, text


def _replaced(lines: list[str], number: int, line: str, least: int, columns: int) -> Iterator[list[str]]:
    """Yield lines with another line in place of one, then also with the lines that belong to it moved."""
    above, below = lines[:number], lines[number + 1 :]
    yield [*above, line, *below]
    indent, end = _indent(lines[number]), 0
    while end < len(below) and _indent(below[end]) >= least and not below[end][indent:].startswith("- "):
        end += 1
    if end:
        moved = [" " * (_indent(text) + columns) + text.lstrip(" ") for text in below[:end]]
        yield [*above, line, *moved, *below[end:]]


def _indents(above: Sequence[str]) -> set[int]:
    """Return how far a line may be indented below other lines."""
    typed = [line for line in above if line.strip()]
    if not typed:
        return {0}
    indents = [_indent(line) for line in typed]
    opens = typed[-1].endswith((":", ">-", ">", "|")) or typed[-1].lstrip().startswith("- ")
    deeper = {indents[-1] + 2} if opens else set()
    return deeper | {indent for indent in indents if 0 < indent <= indents[-1] and indent % 2 == 0}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
