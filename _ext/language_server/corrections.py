"""Corrections of a line, made from what a message says to type.

The server offers only those after which the problem is gone. So a message may also say something that nothing
can be made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from diagnostics.problem import Problem

ADVICE = re.compile(r"; (did you mean|type(?: only| exactly| a line of exactly)?|write|use) (.+?)\??$")
WRONG = re.compile(r'(?:unknown key )?"([^"]+)"')
QUOTED = re.compile(r'"([^"]+)"')
# What a message can say to type without quotes: Markdown, a list, a URL, a date, an item of Wikidata, a key.
TYPED = re.compile(r"\[|#|\*|\{|:::|https?://|\d{4}-|\d{4}$|Q\d|[\w-]+: ")
LITERAL = ("type only", "type exactly", "type a line of exactly")
# Wiki markup and broken Markdown, as far as it is replaced.
MARKUP = re.compile(
    r"\[\[.*?\]\]|\[https?://\S+( [^\]]*)?\]|'''.+?'''|''.+?''|={2,}.*|#+.*"
    r"|\[[^\]]*\] \([^)]*\)|\([^)]*\)\[[^\]]*\]|\{\w+\} ?(`[^`]*`|'[^']*'|“[^”]*”|[\w-]+)|:{1,2}\{.*"
)
SPACES = re.compile(r"[^\S ]+")


class Correction(NamedTuple):
    """A part of a line, by indexes of its characters, and what takes its place."""

    start: int
    end: int
    text: str


def corrections(problem: Problem, line: str) -> Iterator[Correction]:
    """Yield the changes of a problem's line that may correct it, the best first for each text."""
    start = problem.column - 1
    if spaces := SPACES.match(line, start):
        yield Correction(start, spaces.end(), " " * len(spaces[0]))
    if line[start : start + 1] == "：":
        yield Correction(start, start + 1, ": ")
    if closing := re.search(r"; type (\S) where the \w+ ends$", problem.text):
        yield Correction(len(line), len(line), closing[1])
    indent = len(line) - len(line.lstrip())
    for text in suggestions(problem.text):
        wrong = WRONG.match(problem.text)
        if wrong and (found := line.find(wrong[1], start)) >= 0:
            yield Correction(found, found + len(wrong[1]), text)
        if markup := MARKUP.match(line, start):
            yield Correction(start, markup.end(), text)
        if re.match(r"[\w-]+:|- ", text):
            yield Correction(indent, len(line), text)
        yield Correction(start, len(line), text)


def suggestions(message: str) -> list[str]:
    """Return the texts that a message says to type."""
    if renamed := re.search(r' is now "([^"]+)"; type that$', message):
        return [renamed[1]]
    advice = ADVICE.search(message)
    if not advice:
        return []
    words, text = advice[1], advice[2].removeprefix("the text without them: ")
    if words == "did you mean":
        return QUOTED.findall(text)
    if whole := re.fullmatch(r'"(.+)"', text):
        return [whole[1]]
    is_literal = words in LITERAL or text != advice[2] or " cannot begin with " in message
    return [text.partition(", and ")[0]] if is_literal or TYPED.match(text) else []
