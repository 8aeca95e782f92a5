"""Random pages: the reader returns an entry or problems for each, and is not slow."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable

import pytest

from builders import ROOT, SMALL_SITE, TESTS
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.reader import read_page

MAX_RATIO = 1.4  # of processor time, to that of adding a million squares
ODD: list[str] = [
    *"\0\a\t\n\r\f\v\x1b\x7f\x85\xa0\xad\u200b\u200f\u2028\u2029\u202e\u2066\ufeff\ufffe\uffff\ud800\U0001f989",
    *"&*!|>%@`\"'#-?:,[]{}<>=~\\",
    *("---", "...", "\n---\n", "\n...\n", "<<: ", "!!str ", "&a ", "*a ", "? ", ": ", "- ", "\n  ", "\n\t", "\r\n"),
    *("null", "true", "NO", "0x1F", "1e400", "9" * 400, "x" * 3000, "[" * 300, "{" * 300, "{a: " * 300, "- " * 300),
    *("javascript:alert(1)", "https://[", "https://a:b@c.d", "2018-02-30", "../..", "%s%n{x}", "\\ud800", "\\x00"),
    *("partner:", "unit:", "announcement:", "priority:", "name:", "alignment:", "members:", "orphan: true", "myst:"),
]  # fmt: skip


def seed_pages() -> list[tuple[str, str]]:
    """Return docname and text of the pages of both sites, and of the broken ones."""
    found = []
    for root in (ROOT, SMALL_SITE, TESTS / "corpora/broken"):
        for folder in ("partners", "team", "priorities", "announcements"):
            for path in sorted(root.glob(f"{folder}/*.md")):
                text = path.read_bytes()[:5000].decode("utf-8", "replace")
                found.append((f"{folder}/{path.stem}", text))
    return found


def cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.choice((1, 2, 5, 40, 1000)) :]


def insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(ODD) * chance.choice((1, 1, 1, 2, 40)) + text[at:]


def double(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    end = start + chance.choice((1, 2, 5, 40, 1000))
    return text[:end] + text[start:end] + text[end:]


def swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "  ", "\t", "    ")) + lines[at]
    return "\n".join(lines)


def replace_value(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(ODD)
    return "\n".join(lines)


def change_character(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(string.printable) + text[at + 1 :]


CHANGES: list[Callable[[str, random.Random], str]] = [
    cut, insert, double, swap_lines, indent, replace_value, change_character
]  # fmt: skip


def random_pages(count: int) -> list[tuple[str, str]]:
    """Return as many pages, always the same: seeds with one to five changes."""
    chance = random.Random(20190816)
    pages: list[tuple[str, str]] = []
    known = seed_pages()
    for _ in range(count):
        docname, text = chance.choice(known)
        for _ in range(chance.randint(1, 5)):
            text = chance.choice(CHANGES)(text, chance)[:60_000]
        pages.append((docname, text))
    return pages


def reading_time(docname: str, text: str) -> float:
    """Return the seconds of CPU time that the reader takes."""
    start = time.process_time()
    read_page(text, docname)
    return time.process_time() - start


def adding_time() -> float:
    """Return the seconds of CPU time that a million squares take."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    return time.process_time() - start


def check_pages(count: int) -> None:
    pages = random_pages(count)
    found = []
    longest = MAX_RATIO * min(adding_time() for _ in range(5))
    for docname, text in pages:
        start = time.process_time()
        page, body = read_page(text, docname)
        taken = time.process_time() - start
        if taken > longest:  # on a busy machine, only the fastest of several runs counts
            ratio = min(reading_time(docname, text) / adding_time() for _ in range(5))
            assert ratio <= MAX_RATIO, (docname, text)
        assert page.entry is None or not page.problems
        assert body.count("\n") == text.count("\n"), (docname, text)
        for problem in page.problems:
            assert 1 <= problem.line <= text.count("\n") + 1, (docname, text, problem)
            assert problem.column >= 1
            assert len(problem.text) < 800
        found.append(page)
    Catalog.from_pages({page.docname: page for page in found}.values(), ())


def test_500_random_pages() -> None:
    check_pages(500)


@pytest.mark.long
def test_10_000_random_pages() -> None:
    check_pages(10_000)
