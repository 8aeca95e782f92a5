"""Where a value in YAML begins and ends, also if it is not valid."""

from __future__ import annotations

import re
from collections.abc import Sequence

ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces that YAML takes for letters
INDENTATION = re.compile(rf"[ \t{ODD_SPACES}]*")
KEY = re.compile(rf"(?P<dash>(?:-[ \t]+)*)(?P<key>[A-Za-z0-9_][A-Za-z0-9_{ODD_SPACES} -]*)(?P<colon>[:：﹕])")
DASH = re.compile(r"(?:-[ \t]+)+")
BLOCK_TEXT = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(#.*)?")
CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


def end_of_value(lines: Sequence[str], number: int) -> int:
    """Return the index of the last line of the value on a line: a text in quotes, in brackets, or a block."""
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip(" "))]
    key = KEY.match(line, len(indent)) or DASH.match(line, len(indent))
    value = line[key.end() :].strip() if key else ""
    if key and BLOCK_TEXT.fullmatch(value):
        while number + 1 < len(lines) and (
            not lines[number + 1].strip() or lines[number + 1].startswith(f"{indent} ")
        ):
            number += 1
    elif key and value and value[0] in CLOSING and closing_index(value, 0) is None:
        return continued_to(lines, number, line.index(value, key.end())) or number
    return number


def closing_index(text: str, start: int) -> int | None:
    """Return the index of the mark that closes the quote or bracket at an index; None if there is none."""
    depth, quote, index = 0, "", start
    while index < len(text):
        character = text[index]
        if quote:
            if (character == "\\" and quote == '"') or (
                character == quote and quote == "'" and text[index + 1 : index + 2] == "'"
            ):
                index += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and (index == start or text[index - 1] in " [{,:\t\n"):
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "#" and text[index - 1] in " \t":
            newline = text.find("\n", index)
            index = len(text) if newline < 0 else newline
        if not quote and depth <= 0:
            return index if index < len(text) else None
        index += 1
    return None


def continued_to(lines: Sequence[str], number: int, start: int) -> int | None:
    """Return the index of the line on which a value over several lines ends; None if it does not end.

    All lines below the first are indented more.
    """
    indent = len(INDENTATION.match(lines[number])[0])  # type: ignore[index]  # it may be empty
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or len(INDENTATION.match(lines[end])[0]) > indent):  # type: ignore[index]
        end += 1
    text = "\n".join([lines[number][start:], *lines[number + 1 : end]])
    closing = closing_index(text, 0)
    return None if closing is None else number + text.count("\n", 0, closing)
