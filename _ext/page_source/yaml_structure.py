"""Slips in the structure of front matter: indentation, hyphens of list items, keys without a colon.

They are looked for only in front matter that YAML cannot read, or that has a key twice in a list item: what
is wrong there may be right elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from diagnostics.codes import Code
from page_source.block import PageError
from page_source.yaml_values import end_of_value

LINE = re.compile(
    r"(?P<indent> *)(?P<dash>(?:- +)?)"
    r"(?:(?P<key>[^\s:#{\[&*!|>%@`][^:]*?) *:(?P<value>[ \t].*|$)|(?P<text>.*))"
)
UNREADABLE = 'this line cannot be read; type "key: value", or delete it'
NO_SPACE = re.compile(r"[A-Za-z0-9_-]+:[^\s/].*")
Line = re.Match[str]  # of `LINE`, which always matches


class Level(NamedTuple):
    """The keys of a mapping, or the items of a list: what has the same indentation."""

    indent: int
    is_list: bool
    first_key: str = ""  # of a list item


def repair_structure(lines: list[str]) -> Iterator[PageError]:
    """Yield the slips in the structure. The lines are repaired in place, as they were probably meant."""
    levels = [Level(-1, False)]
    opens = True  # whether the line above is a key without a value
    number, unreadable = 0, -2
    while number < len(lines):
        line = parsed(lines[number])
        is_text = line["text"] is not None and not line["dash"]
        is_continued = is_text and not opens and len(line["indent"]) > levels[-1].indent
        if not is_blank(lines[number]) and not is_continued:
            for repair in (_repair_indentation, _repair_key, _repair_hyphen):
                slip = repair(lines, number, levels, opens)
                if slip and not (slip.text == UNREADABLE and unreadable == number - 1):
                    yield slip
                if slip and slip.text == UNREADABLE:
                    unreadable = number
            line = parsed(lines[number])
            _enter(levels, line)
            opens = not (line["value"] or line["text"] or "").split(" #")[0].strip("- ")
            number = end_of_value(lines, number)
        number += 1


def _slip(number: int, column: int, text: str) -> PageError:
    """Return a slip in a line; number and column are counted from 0."""
    return PageError(Code.BAD_YAML, text, (number + 2, column + 1))


def parsed(line: str) -> Line:
    """Return the parts of a line."""
    match = LINE.fullmatch(line)
    assert match
    return match


def is_blank(line: str) -> bool:
    """Return whether a line is empty or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _enter(levels: list[Level], line: Line) -> None:
    """Add the levels that a line begins."""
    indent = len(line["indent"])
    if line["dash"]:
        if not (levels[-1].is_list and levels[-1].indent == indent):
            levels.append(Level(indent, True))
        if line["key"]:
            levels.append(Level(indent + len(line["dash"]), False, line["key"]))
    elif levels[-1].indent < indent:
        levels.append(Level(indent, False))


def _repair_indentation(lines: list[str], number: int, levels: list[Level], opens: bool) -> PageError | None:
    indent = len(parsed(lines[number])["indent"])
    closed = levels[-1]
    while levels[-1].indent > indent:
        closed = levels.pop()
    if levels[-1].indent == indent:
        return None
    if opens and closed == levels[-1]:
        if _indent_of_items(lines, number) is not None:
            return None  # a hyphen is missing
        expected = _indent_of_block(lines, number, closed.indent)
    elif closed != levels[-1] and (
        levels[-1].indent <= 0
        or _next_indent(lines, number) == closed.indent
        or (levels[-1].is_list and not parsed(lines[number])["dash"])
    ):
        expected = closed.indent
        levels.append(closed)
    else:
        expected = max(levels[-1].indent, 0)
    if expected == indent:
        return None
    if _next_indent(lines, number) == indent + 2:  # it is relative to this line
        _shift_below(lines, number, expected - indent, lambda line: len(line["indent"]) > indent)
    lines[number] = " " * expected + lines[number].lstrip(" ")
    spaces = "1 space" if indent == 1 else f"{indent} spaces"
    text = f"line {number + 2} is indented by {spaces}; use {expected}"
    return _slip(number, indent, text)


def _indent_of_block(lines: Sequence[str], number: int, above: int) -> int:
    """Return how far the lines of a block should be indented, whose first line may be wrong."""
    indents = set()
    for line in lines[number:]:
        indent = len(line) - len(line.lstrip(" "))
        if is_blank(line):
            continue
        if indent <= above:
            break
        indents.add(indent)
    least = min(indents)
    return least + 1 if least % 2 and least + 1 in indents else least


def _shift_below(lines: list[str], number: int, columns: int, belongs: Callable[[Line], bool]) -> None:
    """Move the lines that belong to a line above them."""
    for below in range(number + 1, len(lines)):
        line = parsed(lines[below])
        if not is_blank(lines[below]) and not belongs(line):
            return
        lines[below] = " " * (len(line["indent"]) + columns) + lines[below].lstrip(" ")


def missing_space(text: str) -> str | None:
    """Return what to say about `key:value`, in which the space after the colon is missing."""
    if not NO_SPACE.fullmatch(text):
        return None
    meant = text.replace(":", ": ", 1)
    return f'missing space after the colon; type "{meant[:200]}"'


def _next_indent(lines: Sequence[str], number: int) -> int:
    following = next((line for line in lines[number + 1 :] if not is_blank(line)), "")
    return len(following) - len(following.lstrip(" "))


def _repair_key(lines: list[str], number: int, levels: list[Level], opens: bool) -> PageError | None:
    """Add the space or the colon that a key needs."""
    line = parsed(lines[number])
    text = (line["text"] or "").strip()
    start = len(line["indent"]) + len(line["dash"])
    if not text or (line["dash"] and not missing_space(text)) or text == "-":
        return None
    if problem := missing_space(text):
        meant = text.replace(":", ": ", 1)
    elif text[0].isalnum():
        key, value = re.findall(r"^([\w-]+)\W*(.*)", text)[0]
        meant = f"{key}: {value or 'x'}"
        problem = f'missing colon after "{key[:60]}"; type "{key[:60]}: {value[:200] or "…"}"'
    else:
        meant, problem = "", UNREADABLE
    lines[number] = lines[number][:start] + meant if meant else ""
    return _slip(number, start, problem)


def _repair_hyphen(lines: list[str], number: int, levels: list[Level], opens: bool) -> PageError | None:
    """Add or delete the hyphen of a list item."""
    line, top = parsed(lines[number]), levels[-1]
    indent, content = len(line["indent"]), lines[number].lstrip(" ")
    if line["dash"]:
        if top.indent == indent and not top.is_list and not opens:
            lines[number] = line["indent"] + content[len(line["dash"]) :]
            return _slip(number, indent, 'this hyphen does not belong here; delete "- "')
        return None
    if line["key"] is None:
        return None
    is_item = top.is_list and top.indent == indent and levels[-2].indent != indent  # its key is elsewhere
    item_indent = _indent_of_items(lines, number) if opens and top.indent < indent else None
    if is_item or item_indent is not None:
        _add_hyphen(lines, number, indent if item_indent is None else item_indent)
    elif top.first_key == line["key"] and top.indent == indent:
        lines[number] = " " * levels[-2].indent + "- " + content
        del levels[-1]
    else:
        if top.is_list and top.indent == indent:
            del levels[-1]
        return None
    return _slip(number, indent, f'each item of a list begins with "- "; type "- {content[:200]}"')


def _indent_of_items(lines: Sequence[str], number: int) -> int | None:
    """Return how far items are indented if a line begins a list in which its hyphen is missing.

    Then an item with a hyphen begins with the same key, or the first two keys are there again.
    """
    first = parsed(lines[number])
    indent, keys = len(first["indent"]), [first["key"]]
    for text in lines[number + 1 :]:
        if text.startswith(" " * (indent + 1)) or is_blank(text):
            continue
        line = parsed(text)
        depth = len(line["indent"])
        if line["dash"] and indent in (depth, depth + len(line["dash"])):
            return depth if line["key"] == first["key"] else None
        if depth < indent:
            break
        keys.append(line["key"])
    return indent if len(keys) > 3 and all(keys.count(key) > 1 for key in keys[:2]) else None


def _add_hyphen(lines: list[str], number: int, indent: int) -> None:
    """Make a list item of a line and of the lines below that belong to it."""
    first = parsed(lines[number])
    lines[number] = " " * indent + "- " + lines[number].lstrip(" ")
    if len(first["indent"]) > indent or (
        (first["value"] or "").strip() and _next_indent(lines, number) > indent
    ):
        return  # the other keys are in their places

    def belongs(line: Line) -> bool:
        is_key = len(line["indent"]) == indent and not line["dash"] and line["key"] != first["key"]
        return is_key or len(line["indent"]) > indent

    _shift_below(lines, number, 2, belongs)
