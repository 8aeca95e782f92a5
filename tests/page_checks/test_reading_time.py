"""No page takes much longer to read than prose of the same size."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from string import punctuation
from time import process_time

import pytest

from builders import Site
from page_checks.checker import PageChecker

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


def test_a_build_does_not_show_what_was_refused(site: Site) -> None:
    site.edit("partners/acme.md", "Prose of Acme.", f"Prose.\n\n{'[^' * 25_000}")
    [warning] = [line for line in site.build() if "[partnerships.forbidden-block]" in line]
    assert warning.startswith("partners/acme.md:14:1: WARNING: too many lists")
    assert "[^[^" not in site.read("html/partners/acme.html")
