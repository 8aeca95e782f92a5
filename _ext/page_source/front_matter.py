"""The first step of reading a page: its front matter becomes texts with positions, and errors.

No other reader of front matter sees the block, because `split` returns the page with blank lines instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from diagnostics.codes import Code
from diagnostics.positions import position_at
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from page_source.block import Block, KeyPath, PageError
from page_source.wrong_line import FindErrors, divide_line, repair_wrong_lines
from page_source.yaml_lines import repair_lines
from page_source.yaml_reader import read_yaml

MAX_LENGTH = 50_000  # characters; the page of a unit with a hundred people has fewer
FENCES = ("---", "...")
STRAY_LINE = re.compile(r" *[?:%]")  # in a notation of YAML that pages do not use
UNREADABLE = 'this line cannot be read; type "key: value", or delete it'
MAX_REPAIRED_LINES = 2000  # of a block; a longer one is only read
MAX_FAILURES = 3  # of reading, before the rest of a block is given up


def split(text: str) -> tuple[str | None, str, PageError | None]:
    """Return the front matter without its fences, the page with blank lines in its place, and an error.

    Whatever a reader of Markdown could take for front matter is blanked, also if it is an error.
    """
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("%")), 0)
    if not lines[first].lstrip("\ufeff \t").startswith("---"):
        return None, text, None
    end = next((n for n in range(first + 1, len(lines)) if lines[n].startswith(FENCES)), None)
    error = _fence_error(lines, first, end)
    if error is None and end is not None:
        return "\n".join(lines[1:end]), _blanked(lines, end), None
    # Blank everything above the title, which cannot be a fact; without a title, up to the last fence.
    title = next((n for n in range(end or first + 1, len(lines)) if lines[n].startswith("# ")), len(lines))
    fences = [n for n in range(first + 1, title) if lines[n].startswith(FENCES)]
    return None, _blanked(lines, fences[-1] if fences else title - 1), error


def _fence_error(lines: list[str], first: int, end: int | None) -> PageError | None:
    """Return what is wrong with the line `first`, which opens front matter, or the line `end`."""
    if first != 0 or lines[first].rstrip() != "---":
        text = 'front matter must begin on line 1; type a line of exactly "---" there'
        return PageError(Code.MISPLACED_FRONT_MATTER, text, (first + 1, 1))
    if end is None:
        text = 'this front matter does not end; type a line of exactly "---" below it'
        return PageError(Code.UNCLOSED_FRONT_MATTER, text, (1, 1))
    if lines[end].rstrip() != "---":
        text = f'"{lines[end].strip()[:40]}" does not end the front matter; type exactly "---"'
        return PageError(Code.UNCLOSED_FRONT_MATTER, text, (end + 1, 1))
    return None


def _blanked(lines: list[str], end: int) -> str:
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


def parse(text: str, find_errors: FindErrors | None = None) -> Block:
    """Return the values of a block, with the errors in it.

    A line with a known slip is read as it was probably meant, so that the other lines can be checked.

    :param find_errors: returns the errors of the keys and of the shapes of values in a block
    """
    if len(text) > MAX_LENGTH:
        message = f"this front matter has {len(text)} characters; shorten it to at most {MAX_LENGTH}"
        return Block(errors=[PageError(Code.TOO_LONG, message, (1, 1))], is_complete=False)
    errors = []
    if found := FORBIDDEN.search(text):
        position = position_at(text, found.start(), 2)
        errors.append(PageError(Code.BAD_CHARACTER, forbidden(found[0]), position))
        text = FORBIDDEN.sub("x", text)
    lines = text.split("\n")
    if find_errors and len(lines) <= MAX_REPAIRED_LINES and (divided := divide_line(lines, find_errors)):
        block, _ = read_yaml("\n".join(lines))
        _move_up(block, divided.position[0])
        block.errors[:] = [*errors, divided, *block.errors]
        return block
    deleted = False
    for number, slip in repair_lines(lines) if len(lines) <= MAX_REPAIRED_LINES else ():
        errors.append(PageError(slip.code, slip.text, (number + 2, slip.column + 1)))
        deleted = deleted or not slip.repaired
    is_flat = _indent_flat_lines(lines, errors)
    if find_errors and not is_flat and len(lines) <= MAX_REPAIRED_LINES:
        above = {error.position[0] for error in errors}  # what is wrong below such a line follows from it
        slips = repair_wrong_lines(lines, find_errors)
        errors += [slip for slip in slips if slip.position[0] - 1 not in above]
    block, structure_errors = _parse_repaired(lines)
    block.is_complete = block.is_complete and not (is_flat or deleted)
    block.errors[:] = _one_for_each_line(errors if is_flat else [*errors, *structure_errors, *block.errors])
    return block


def _move_up(block: Block, last: int) -> None:
    """Correct the positions below a line that was read as two."""
    tables: tuple[dict[KeyPath, Any], ...] = (block.keys, block.positions, block.texts)
    for table in tables:
        for path, (line, other) in table.items():
            table[path] = (line - (line > last), other)
    for error in block.errors:
        line, column = error.position
        error.position = (line - (line > last), column)


def _one_for_each_line(errors: Iterable[PageError]) -> list[PageError]:
    """Return errors without those on the line of another one: they follow from it."""
    by_line: dict[int, PageError] = {}
    for error in errors:
        by_line.setdefault(error.position[0], error)
    return list(by_line.values())


def _indent_flat_lines(lines: list[str], errors: list[PageError]) -> bool:
    """Report and indent the lines below the first key if they should be, but are not."""
    typed = [number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    if (
        len(typed) < 2
        or not re.fullmatch(r"\w+: *", lines[typed[0]])
        or not re.match(r"[\w-]+:( |$)", lines[typed[1]])
    ):
        return False
    key = lines[typed[0]].strip(" :")
    message = f'these lines belong to "{key}"; indent them by two spaces, and nested lines by two more'
    errors.append(PageError(Code.BAD_YAML, message, (typed[1] + 2, 1)))
    for number in typed[1:]:
        lines[number] = f"  {lines[number]}"
    return True


def _parse_repaired(lines: list[str]) -> tuple[Block, list[PageError]]:
    """Return the values of lines, and the slips in their structure."""
    errors: list[PageError] = []
    block, failure = read_yaml("\n".join(lines))
    if failure and len(lines) <= MAX_REPAIRED_LINES:
        stray = [
            (number, match.end()) for number, line in enumerate(lines) if (match := STRAY_LINE.match(line))
        ]
        errors += [PageError(Code.BAD_YAML, UNREADABLE, (number + 2, column)) for number, column in stray[:1]]
        for number, _ in stray:
            lines[number] = ""
        block, failure = read_yaml("\n".join(lines))
    for _ in range(MAX_FAILURES):
        if failure is None:
            return block, errors
        if failure.text not in {error.text for error in errors}:  # another one may follow from the first
            errors.append(failure)
        if failure.code is Code.TOO_LONG:
            break
        lines[failure.position[0] - 2] = ""
        block, failure = read_yaml("\n".join(lines))
        block.is_complete = False
    return Block(is_complete=False) if failure else block, errors
