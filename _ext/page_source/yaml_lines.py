"""Slips on single lines of front matter, and the lines as they were probably meant.

YAML reports many slips on another line than theirs, in words for programmers, or not at all. So the lines are
looked through first. A line with a slip is repaired, so that the other lines can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diagnostics.codes import Code
from diagnostics.problem import quoted
from page_source.markup_slips import value_slips
from page_source.yaml_values import (
    BLOCK_TEXT,
    CLOSING,
    DASH,
    INDENTATION,
    KEY,
    ODD_SPACES,
    closing_index,
    continued_to,
    end_of_value,
)

COMMENT = re.compile(r"(^|[ \t])#")
LINK = re.compile(r"\[{1,2}(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]+)\)|<(?P<bare>https?://[^<>\s]+)>")
URL_KEYS = frozenset({"archived", "link", "page", "source", "sources", "url", "website"})
PLAIN_KEYS = frozenset({"base", "name", "role"})  # in quotes, their values may contain any characters
CURLY_QUOTES = "“”„‟‘’‚‛"
DEEP = re.compile(r"[\[{](?: *[\[{]){3}")  # reported with its position while values are read
# A whole value in the markup of a wiki, whose group is its text.
WIKI_VALUE = re.compile(r"(?:\[\[(?:[^\[\]|]+\|)?|=+ *)([^\[\]|=]+?)(?:\]\]| *=+)")
FLOW = re.compile(r"\{[^{]|\[\[[a-z0-9, -]+\]\]$")  # keys in braces, or a list of ids

FILLER = "x"  # in place of a value that cannot be read
QUOTE_ADVICE = "put the whole text between double quotes"
HASH = f'the text after " #" would be lost; {QUOTE_ADVICE}'


class LineSlip(NamedTuple):
    """A slip, and its line as it was probably meant."""

    column: int  # counted from 0
    text: str  # what is wrong, then what to type
    repaired: str
    code: Code = Code.BAD_YAML
    is_repeated: bool = False  # whether the same slip on the lines below is the same mistake


def line_slip(lines: Sequence[str], number: int, parent: str) -> LineSlip | None:
    """Return the slip on a line.

    :param parent: the key that a list item belongs to
    """
    line = lines[number]
    indent = INDENTATION.match(line)[0]  # type: ignore[index]  # it may be empty
    rest = line[len(indent) :]
    if "\t" in indent and rest:
        text = f"line {number + 2} begins with a tab; use {len(indent.expandtabs(2))} spaces"
        return LineSlip(indent.index("\t"), text, indent.expandtabs(2) + rest, is_repeated=True)
    if odd := re.search(f"[{ODD_SPACES}]", indent):
        text = f"{_name(odd[0])} before this text; type ordinary spaces"
        return LineSlip(odd.start(), text, " " * len(indent) + rest, Code.BAD_CHARACTER, True)
    if rest.startswith("|"):
        return LineSlip(len(indent), 'facts are not a table; type lines "key: value"', "", is_repeated=True)
    if hyphen := re.match(rf"-([{ODD_SPACES}]+ *|(?=[a-z_]+:|\{{))", rest):
        text = f'missing ordinary space after the hyphen; type "- {rest[hyphen.end() :][:200]}"'
        return LineSlip(len(indent), text, f"{indent}- {rest[hyphen.end() :]}")
    key, dash = KEY.match(rest), DASH.match(rest)
    if key:
        return _key_slip(line, len(indent), key) or value_slip(
            lines, number, key["key"], len(indent) + key.end()
        )
    if dash:
        return value_slip(lines, number, parent, len(indent) + dash.end())
    return None


def _name(character: str) -> str:
    kind = "a no-break space" if character in "\u00a0\u2007\u202f" else "a special space"
    return f"there is {kind} (U+{ord(character):04X})"


def _key_slip(line: str, start: int, key: re.Match[str]) -> LineSlip | None:
    """Return a slip in a key or around its colon."""
    if odd := re.search(f"[{ODD_SPACES}]", key["key"]):
        column = start + key.start("key") + odd.start()
        text = f"{_name(odd[0])} in or after this key; delete it"
        return LineSlip(column, text, f"{line[:column]}{line[column + 1 :]}", Code.BAD_CHARACTER)
    end = start + key.end()
    if key["colon"] != ":":
        text = 'this is a full-width colon; type ":" and a space'
        return LineSlip(end - 1, text, f"{line[: end - 1]}: {line[end:].lstrip()}", Code.BAD_CHARACTER)
    if odd := re.match(f"[ {ODD_SPACES}]*?([{ODD_SPACES}])", line[end:]):
        text = f"{_name(odd[1])} after the colon; type an ordinary space"
        repaired = f"{line[:end]} {line[end:].lstrip()}"
        return LineSlip(end + odd.start(1), text, repaired, Code.BAD_CHARACTER)
    return None


def value_slip(lines: Sequence[str], number: int, key: str, end: int) -> LineSlip | None:
    """Return the slip in the value that follows a key or a hyphen, which ends at a column."""
    line = lines[number]
    value = line[end:].strip(" \t")
    if not value or (line[end] not in " \t" and not line[:end].endswith((" ", "\t"))):
        return None
    start = line.index(value, end)
    before = line[:start]
    slip = _markup_slip(value, key.strip()) or _first_character_slip(value)
    if slip:
        return slip._replace(column=start + slip.column, repaired=before + slip.repaired)
    if value[0] in CLOSING and not DEEP.match(value):
        return _enclosed_slip(lines, number, start, before)
    return _plain_slip(value, start, before)


def _markup_slip(value: str, key: str) -> LineSlip | None:
    """Return markup where it does not belong: of a wiki, or a link that YAML takes for a list."""
    link = LINK.search(value)
    if key in URL_KEYS:
        if link is None:
            return None
        url = link["url"] or link["bare"]
        return LineSlip(
            0, f"this is a Markdown link; type only {url[:200]}", f"[{url}]" if key == "sources" else url
        )
    is_plain = key in PLAIN_KEYS and value[0] in "\"'"
    slips = () if is_plain or FLOW.match(value) else value_slips(value)
    slip = min(slips, key=lambda slip: slip.position, default=None)
    if slip and (whole := WIKI_VALUE.fullmatch(value)):
        return LineSlip(0, f"this is wiki markup; type only {whole[1][:200]}", FILLER, slip.code)
    if slip:
        meant = FILLER if value[0] in "[{'" else re.sub(r"[\[\]{}]|: ", " ", value)
        return LineSlip(slip.position[1] - 1, slip.text, meant, slip.code)
    if link is None or link.start() or value[0] != "[":
        return None
    if link.end() == len(value):
        return LineSlip(0, f"this is a Markdown link; type only {quoted(link['text'])}", FILLER)
    text = f'a text cannot begin with "["; begin it with a word, such as "See {link[0][:200]}"'
    return LineSlip(0, text, FILLER)


def _first_character_slip(value: str) -> LineSlip | None:
    """Return why a value cannot begin as it does."""
    if value[0] in CURLY_QUOTES and value[-1] in CURLY_QUOTES and len(value) > 1:
        meant = quoted(value.strip(CURLY_QUOTES))[1:-1]
        text = f"these quotes are curly; type the text without them: {meant}"
        return LineSlip(0, text, FILLER, Code.BAD_CHARACTER)
    if value[0] == "*":
        meant = quoted(value.replace("*", "").strip())[1:-1]
        text = f'a value cannot begin with "*"; type {meant}'
        return LineSlip(0, text, FILLER, Code.FORBIDDEN_YAML)
    if value[0] == "|" and "|" in value[1:]:
        return LineSlip(0, f"this is a table; type only {quoted(value.strip('| '))}", FILLER)
    if value[0] in "@`%":
        return LineSlip(0, f'a value cannot begin with "{value[0]}"; {QUOTE_ADVICE}', FILLER)
    return None


def _plain_slip(value: str, start: int, before: str) -> LineSlip | None:
    """Return the first colon that ends a text without quotes too early."""
    comment = COMMENT.search(value)
    text = value[: comment.start()] if comment else value
    colon = re.search(r":(?= |\t|$)", text)
    if colon is None or BLOCK_TEXT.fullmatch(value) or value[0] in "&!>|#?":
        return None
    problem = f"there is a colon in this text; {QUOTE_ADVICE}"
    return LineSlip(start + colon.start(), problem, f"{before}{text.replace(':', ';')}")


def _enclosed_slip(lines: Sequence[str], number: int, start: int, before: str) -> LineSlip | None:
    """Return what is wrong with the end of a text in quotes, or of a list or mapping in brackets."""
    opening = lines[number][start]
    end = closing_index(lines[number], start)
    if end is None:
        if continued_to(lines, number, start) is not None:
            return None
        comment = COMMENT.search(lines[number], start) if opening in "[{" else None
        if comment:
            return LineSlip(comment.end() - 1, HASH, before + FILLER)
        what, part = ("quote", "text") if opening in "\"'" else ("bracket", "list")
        text = f"this {what} is not closed; type {CLOSING[opening]} where the {part} ends"
        return LineSlip(start, text, before + FILLER)
    rest = lines[number][end + 1 :]
    if not rest.strip() or COMMENT.match(rest) or re.match(r"[ \t]+#", rest):
        return None
    if opening in "\"'":
        if re.match(r"[ \t]*:([ \t]|$)", rest):
            return None  # it is a key
        column = end + 1 + len(rest) - len(rest.lstrip())
        text = 'there is text after the closing quote; type \\" for a quotation mark inside the text'
        return LineSlip(column, text, before + FILLER)
    text = f'a text cannot begin with "{opening}"; begin it with a word'
    return LineSlip(start, text, before + FILLER)


def repair_lines(lines: list[str]) -> Iterator[tuple[int, LineSlip]]:
    """Yield the slips on single lines with the indexes of their lines, which are repaired in place."""
    number, parent, above = 0, "", None
    while number < len(lines):
        is_comment = lines[number].lstrip().startswith("#")
        slip = None if is_comment else line_slip(lines, number, parent)
        if slip is None:
            key = KEY.match(lines[number].lstrip(" "))
            parent = key["key"] if key and not key["dash"] else parent
            number = number + 1 if is_comment else end_of_value(lines, number) + 1
            continue
        if above != (number - 1, slip.code) or not slip.is_repeated:
            yield number, slip
        lines[number] = slip.repaired
        if slip.is_repeated:
            above = number, slip.code
        if not slip.is_repeated or not slip.repaired:
            number += 1
