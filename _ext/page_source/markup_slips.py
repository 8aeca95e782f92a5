"""Markup that looks right to its author and is only text to Markdown: wiki markup, and broken Markdown.

The rules are regular expressions over single lines. `prose_slips` and `value_slips` ignore code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from diagnostics.codes import Code
from diagnostics.positions import position_at
from page_source.block import PageError

WIKI = "https://meta.wikimedia.org/wiki/"
# Directives whose content is not Markdown.
LITERAL_DIRECTIVES = frozenset({"{code-block}", "{image}", "{math}", "{mermaid}", "{toctree}"})
FENCE = re.compile(r"[ \t>]*(?P<marks>:::+|```+|~~~+)[ \t]*(?P<info>[^`]*)")
LIST_ITEM = re.compile(r" {0,3}([-*+]|[0-9]+[.)])[ \t]")
BACKTICKS = re.compile(r"`+|\n[ \t]*\n")
EMPHASIS = {2: "*", 3: "**", 5: "***"}  # by the number of apostrophes
MAX_ADVICE_LENGTH = 300  # characters
MAX_SLIPS = 100  # of one kind on a page
Match = re.Match[str]
WIKI_URL = re.compile(
    r"(?<![\])\[])\[{1,2}(?P<url>https?://[^\s\[\],|]+)([ \t|]+(?P<label>[^\[\]\n]+))?\]{1,2}(?![(:\[\]])"
)


class Rule(NamedTuple):
    """A pattern of markup, and how it is written in Markdown."""

    clue: str  # a part of each match; most texts do not contain it
    pattern: re.Pattern[str]
    markdown: Callable[[Match], str]
    problem: str = ""  # by default, that this is wiki markup

    def slips(self, text: str) -> Iterator[PageError]:
        """Yield the matches in a text, with what to type instead."""
        code = Code.BROKEN_MARKDOWN if self.problem else Code.WIKI_MARKUP
        problem = self.problem or "this is wiki markup"
        for match in islice(self.pattern.finditer(text), MAX_SLIPS):
            advice = self.markdown(match)
            advice = f"{advice[:MAX_ADVICE_LENGTH]}…" if len(advice) > MAX_ADVICE_LENGTH else advice
            yield PageError(code, f"{problem}; {advice}", position_at(text, match.start()))


def _wiki_link(match: Match) -> str:
    target = match["target"].strip(" :")
    label = (match["label"] or target).strip()
    if target.lower().startswith(("file:", "image:")):
        return "write ![what it shows](file.jpg), with an image in the folder of the page"
    if target.lower().startswith("category:"):
        return "delete it, because pages here have no categories"
    return f"write [{label}]({WIKI}{quote(target.replace(' ', '_'), safe='/:#,!()*')})"


def _wiki_url(match: Match) -> str:
    return f"write [{(match['label'] or 'name of the page').strip()}]({match['url']})"


INLINE_RULES = (
    Rule(
        "[[",
        re.compile(r"\[\[(?!https?://)(?P<target>[^\[\]|\n]+)(\|(?P<label>[^\[\]\n]*))?\]\](?!\()"),
        _wiki_link,
    ),
    Rule("[http", WIKI_URL, _wiki_url),
    Rule(
        "''",
        re.compile(r"(?<!')(?P<marks>'{2,3}|'{5})(?=[^\s'])(?P<text>(?:[^'\n]|'(?!'))+)(?P=marks)(?!')"),
        lambda match: f"write {(mark := EMPHASIS[len(match['marks'])])}{match['text']}{mark}",
    ),
    Rule("{{", re.compile(r"\{\{(?=[^{}\n])"), lambda match: "write the text itself"),
    Rule(
        "] (",
        re.compile(r"\[(?P<text>[^\[\]\n]+)\] +\((?P<url>https?://[^\s()]+|[^\s()]+\.md)\)"),
        lambda match: f"write [{match['text']}]({match['url']})",
        "a link has no space between its brackets",
    ),
    Rule(
        ")[",
        re.compile(r"\((?P<text>[^()\n]+)\)\[(?P<url>https?://[^\s\[\]]+|[^\s\[\]]+\.md)\]"),
        lambda match: f"write [{match['text']}]({match['url']})",
        "the brackets of this link are swapped",
    ),
    Rule(
        "}",
        re.compile(r"(?<![\\`{$])\{(?P<role>[a-z][a-z-]*)\} ?['\"´‘’“”]?((?<! )(?P<id>[\w-]+)|(?<= )`)"),
        lambda match: f"write {{{match['role']}}}`{match['id'] or 'id'}`",
        "a reference needs an id between backticks",
    ),
)
# In values of front matter, which are shown on several pages.
VALUE_RULES = (
    Rule(
        "](#",
        re.compile(r"\[(?P<text>[^\[\]\n]*)\]\((?P<part>#[^()\s]*)\)"),
        lambda match: f"write [{match['text']}](this-page.md{match['part']})",
        "other pages show this text, too, so this link must name its page",
    ),
    Rule(
        "[^",
        re.compile(r"\[\^[^\[\]\s]+\]"),
        lambda match: 'put the source under "sources"',
        "other pages show this text, too, but not this footnote",
    ),
    Rule(
        "][",
        re.compile(r"(?<![\w\]])\[(?P<text>[^\[\]\n]+)\]\[[^\[\]\n]*\]"),
        lambda match: f"write [{match['text']}](URL)",
        "other pages show this text, too, so this link must contain its URL",
    ),
)
BLOCK_RULES = (
    Rule(
        "=",
        re.compile(r"^(?P<marks>={1,6})(?P<text>[^=\n]*[^=\s][^=\n]*)(?P=marks)[ \t]*$", re.MULTILINE),
        lambda match: f"write {'#' * len(match['marks'])} {match['text'].strip()}",
    ),
    Rule("{|", re.compile(r"^\{\|", re.MULTILINE), lambda match: "write the table with | between its cells"),
    Rule(
        "##",
        re.compile(r"^ {0,3}(?P<marks>#{2,6})(?P<text>[^\s#].*)$", re.MULTILINE),
        lambda match: f"write {match['marks']} {match['text']}",
        'a heading needs a space after "#"',
    ),
    Rule(
        ":{",
        re.compile(r"^[ \t]*:{1,2}\{(?P<name>[a-z][a-z-]*)\}", re.MULTILINE),
        lambda match: f"write :::{{{match['name']}}}, and ::: below its text",
        "a block begins with three colons",
    ),
)


def prose_slips(text: str) -> Iterator[PageError]:
    """Yield the slips in the prose of a page."""
    rules = [rule for rule in (*INLINE_RULES, *BLOCK_RULES) if rule.clue in text]
    prose = without_code(text) if rules else ""
    for rule in rules:
        yield from rule.slips(prose)


def value_slips(text: str) -> Iterator[PageError]:
    """Yield the slips in a value of front matter, which is a part of a line."""
    rules = [rule for rule in (*INLINE_RULES, *VALUE_RULES, BLOCK_RULES[0]) if rule.clue in text]
    prose = _without_code_spans(text) if rules else ""
    for rule in rules:
        yield from rule.slips(prose)


def without_code(text: str, with_directives: bool = True) -> str:
    """Return prose of the same length, in which code is spaces, and maybe also the content of directives."""
    lines = text.split("\n")
    fences: list[tuple[str, bool]] = []  # of the open blocks: their marks, and whether they contain code
    in_list, after_blank = False, True
    for number, line in enumerate(lines):
        in_code = bool(fences) and fences[-1][1]
        fence = FENCE.fullmatch(line)
        if fence and fences and not fence["info"] and fence["marks"].startswith(fences[-1][0]):
            fences.pop()
        elif fence and not in_code:
            fences.append((fence["marks"], _is_code(fence) or not with_directives))
        is_indented = line.startswith(("    ", "\t"))
        if fence or in_code or (is_indented and after_blank and not in_list):
            lines[number] = " " * len(line)
        elif line.strip() and not is_indented:
            in_list = bool(LIST_ITEM.match(line))
        after_blank = not lines[number].strip()
    return _without_code_spans("\n".join(lines))


def _is_code(fence: Match) -> bool:
    """Return whether the block that a fence opens contains code instead of Markdown."""
    name = (fence["info"].split() or [""])[0]
    is_directive = name.startswith("{") and name.endswith("}")
    return name in LITERAL_DIRECTIVES or not (is_directive or fence["marks"].startswith(":"))


def _without_code_spans(text: str) -> str:
    """Return a text of the same length, in which the code between backticks is spaces."""
    marks = list(BACKTICKS.finditer(text)) if "`" in text else []
    last = {mark[0]: number for number, mark in enumerate(marks)}
    parts, start, number = [], 0, 0
    while number < len(marks):
        opening = marks[number]
        number += 1
        if opening[0].startswith("\n") or last[opening[0]] < number:
            continue
        end = number
        while marks[end][0] != opening[0] and not marks[end][0].startswith("\n"):
            end += 1
        if marks[end][0] == opening[0]:
            span = text[opening.end() : marks[end].start()]
            parts += [text[start : opening.end()], re.sub(r"[^\n]", " ", span)]
            start, number = marks[end].start(), end + 1
    return "".join([*parts, text[start:]])
