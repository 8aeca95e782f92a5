"""No page takes much longer to read than prose of the same size."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from string import punctuation
from time import process_time
from typing import Any

import pytest

from builders import ROOT, Site
from diagnostics.codes import Code
from page_checks.checker import PageChecker
from page_checks.site_page import SitePage
from safe_markdown.tokens import MAX_LINES, MAX_STEPS, PARSER

SENTENCE = "A sentence about a partner and what it brings to the readers of the projects.\n"
MAX_RATIO = 60  # of processor time; a parser of Markdown takes longer for marks than for words
PAIRS = sorted("".join(pair) for pair in product(punctuation, repeat=2))


def reading_time(text: str, length: int) -> float:
    """Return the processor time to read a page of a length, in seconds; the shorter one of two."""
    times = []
    for number in range(2):
        page = f"# Page {number}\n\n{(text * length)[:length]}\n"
        start = process_time()
        PageChecker(Path("nowhere")).read(page, "about/page")
        times.append(process_time() - start)
    return min(times)


def slow_pairs(pairs: list[str], length: int) -> dict[str, float]:
    """Return the pairs of characters that take too long, with their ratio to prose."""
    prose = reading_time(SENTENCE, length)
    ratios = {pair: reading_time(pair, length) / prose for pair in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio > MAX_RATIO}


def test_repeated_brackets_are_read_quickly() -> None:
    assert slow_pairs([pair for pair in PAIRS if "[" in pair], 5_000) == {}


def test_repeated_headings_are_numbered_quickly() -> None:
    assert slow_pairs(["## a\n"], 50_000) == {}


@pytest.mark.long
def test_all_pairs_of_punctuation_are_read_quickly() -> None:
    assert slow_pairs(PAIRS, 50_000) == {}


@pytest.mark.parametrize("between", ["^", "^a ", "a\n"])
def test_too_many_open_brackets_are_refused(between: str) -> None:
    def problems(count: int, end: str = "") -> list[str]:
        page = f"# Page\n\nWords {f'[{between}' * count}{end}\n"
        return [str(problem) for problem in PageChecker(Path("nowhere")).read(page, "about/page")[0].problems]

    assert problems(40) == []
    [problem] = problems(41)
    assert problem.startswith(
        "about/page.md:3:7: forbidden-block: too many lists, quotes, directives or marks"
    )
    assert problems(40, f"\n\n{'[a ' * 40}") == []  # another paragraph


HOSTILE_PAGES = {  # texts of which a parser of Markdown makes many tokens or cells, or which it reads many times
    "lines": "a\n" * 25_000,
    "marks": "*_" * 25_000,
    "links": "[a](b) " * 7_000,
    "images": "![](" * 12_500,
    "URLs": "<https://a.org> " * 3_000,
    "headings": "# a\n" * 12_500,
    "cells": f"{'|a' * 2_000}|\n{'|-' * 2_000}|\n" + "|\n" * 20_000,
    "columns": f"{'|a' * 10_000}|\n{'|-' * 10_000}|\n",
    "marks after letters": "a} " * 16_000,
    "entries": "```{toctree}\n" + "a\n" * 25_000,
    "options": "```{note}\n" + ":a: b\n" * 8_000,
    "directives in directives": "".join(f"{':' * count}{{note}}\n" for count in range(38, 2, -1))
    + "a\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_page_with_too_much_markup_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = PARSER.inline.parse

    def parse_and_note(text: str, *arguments: Any) -> Any:
        read.append(text)
        return parse(text, *arguments)

    monkeypatch.setattr(PARSER.inline, "parse", parse_and_note)
    page, text = PageChecker(Path("nowhere")).read(f"# Page\n\n{HOSTILE_PAGES[name]}", "about/page")
    [problem] = [problem for problem in page.problems if problem.code == Code.TOO_LONG]
    assert problem.line >= 3
    assert sum(map(len, read)) < MAX_STEPS  # the parser does not read the rest
    assert not text.strip()


def test_only_the_first_misspellings_of_a_page_are_reported() -> None:
    page, _text = PageChecker(ROOT).read(f"# Page\n\n{'recieve ' * 6_000}", "about/page")
    assert [str(problem) for problem in page.problems] == [
        f'about/page.md:3:{8 * number + 1}: misspelling: "recieve" is misspelled; did you mean "receive"?'
        for number in range(100)
    ]


def test_the_first_line_beyond_the_limit_is_reported() -> None:
    def problems(count: int) -> list[str]:
        lines = "".join(f"Line {number}.\n" for number in range(count - 2))
        return [
            str(problem) for problem in PageChecker(ROOT).read(f"# Page\n\n{lines}", "about/page")[0].problems
        ]

    assert problems(MAX_LINES - 1) == []
    assert problems(MAX_LINES) == [
        f"about/page.md:{MAX_LINES + 1}:1: too-long: too many lines, marks, links or tables up to here; split the page"
    ]


def test_no_page_of_this_site_comes_near_the_limit() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("[!_]*/*.md")]:
        page = SitePage(path.read_text(encoding="utf-8"), path.relative_to(ROOT).with_suffix("").as_posix())
        page.read_page("\n".join(page.lines).removeprefix("---"))
        assert page.environment["steps"] < MAX_STEPS / 4, path.name


def test_a_build_does_not_show_what_was_refused(site: Site) -> None:
    site.edit("partners/acme.md", "Prose of Acme.", f"Prose.\n\n{'[^' * 25_000}")
    [warning] = [line for line in site.build() if "[partnerships.forbidden-block]" in line]
    assert warning.startswith("partners/acme.md:14:1: WARNING: too many lists")
    assert "[^[^" not in site.read("html/partners/acme.html")
