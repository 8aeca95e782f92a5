"""The units of a wiki page, compared with the rules of the extension Translate."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import translate_parser
from builders import ROOT
from partnerships_cli.source_tree import SourceTree
from wiki_page import WikiPageError
from wiki_page.current_page import parse_page, read_units, write_page

PAGE = "page.wikitext"
PAIR = "is not one of a pair; type the other tag where the text starts or ends"
REFUSED = "Translate refuses this marker; type one <!--T:name--> before each text, or after a heading"
# What tests of the extension itself contain: sections, headings, spaces, nowiki and inline units.
PIECES = [
    "<translate>", "</translate>", "<translate nowrap>", "<nowiki>", "</nowiki>", "\n", "\n\n", " ", "\t", "\u00a0",
    "<!--T:1-->", "<!--T:a-b-->\n", "<!--T:a-b--> ", " <!--T:9-->", "<!--T:-->", "<!--T: x-->", "== h ==", "text",
    "<tvar name=\"1\">x</tvar>", "* ", "<!-- x -->", "{{a|", "}}",
]  # fmt: skip


def units_of(page: str) -> list[tuple[str, str, int]]:
    """Return the marker, text and line of each unit of a page."""
    units = [unit for unit in read_units(page) if unit.source]
    return [("" if unit.id == unit.text else unit.id, unit.text, unit.line) for unit in units]


@pytest.mark.parametrize(
    ("page", "units"),
    [
        ("<translate>A cat.</translate>", [("", "A cat.", 1)]),
        ("* <translate><!--T:1--> A cat.</translate>", [("1", "A cat.", 1)]),
        (
            "<languages/>\n<translate>\n== Cats == <!--T:1-->\n\n<!--T:b-->\nA cat.\n\n\n\nNo\ncat.\n</translate>",
            [("1", "== Cats ==", 3), ("b", "A cat.", 5), ("", "No\ncat.", 10)],
        ),
        ("<translate>\n== Topic == <!--T:1-->\nSome text.\n</translate>", [("1", "== Topic ==\nSome text.", 2)]),
        ("<translate>\n\n</translate>", []),
        ("<nowiki><translate></nowiki> <translate>a <nowiki></translate>\n\nb</nowiki></translate>",
         [("", "a <nowiki></translate>", 1), ("", "b</nowiki>", 3)]),
        ("<translate nowrap>a</translate><translate unknown>", [("", "a", 1)]),
        ("no tags", []),
    ],
)  # fmt: skip
def test_units_are_those_of_translate(page: str, units: list[tuple[str, str, int]]) -> None:
    assert units_of(page) == units


@pytest.mark.parametrize(
    ("page", "problems"),
    [
        ("a\n<translate>b", [(2, f"<translate> {PAIR}")]),
        ("a\n</translate>b", [(2, f"</translate> {PAIR}")]),
        (
            "<translate>\nDog\n<translate>\nCat\n</translate>\nrabbit\n</translate>",
            [(1, f"<translate> {PAIR}"), (7, f"</translate> {PAIR}")],
        ),
        ("<translate>\n<!--T:1--> a\n\n<!--T:1-->\nb</translate>",
         [(4, '"1" is also the marker on line 2; delete one of them')]),
        ("<translate><!--T:1--> a</translate> <translate><!--T:1--> b</translate>",
         [(1, '"1" is also the marker on line 1; delete one of them')]),
        ("<translate>\n<!--T:1--> a\n<!--T:2--> b</translate>", [(2, REFUSED)]),
        ("<translate>== a == <!--T:1--> <!--T:2--></translate>", [(1, REFUSED)]),
        ("<translate><!--T:1--> a <!--T:2--></translate>", [(1, REFUSED)]),
        ("<translate>\nOnce <!--T:1--> upon\n</translate>", [(2, REFUSED)]),
        ("<translate>\n<!--T:1-->\n\n</translate>", [(2, REFUSED)]),
        ("<translate><!--T:a_b--> x</translate>", [(1, REFUSED)]),
        ("<translate><!--T: --> x</translate>", [(1, REFUSED)]),
    ],
)  # fmt: skip
def test_what_translate_refuses_is_reported_with_its_line(page: str, problems: list[tuple[int, str]]) -> None:
    with pytest.raises(WikiPageError) as caught:
        read_units(page, PAGE)
    assert str(caught.value) == "\n".join(f"{PAGE}:{line}: {text}" for line, text in problems)


def test_lines_outside_of_units_are_found() -> None:
    page = "a\n* <translate>b\n\nc</translate> d\n\n<nowiki><translate></nowiki>"
    lines = [(unit.text, unit.line) for unit in read_units(page) if not unit.source]
    assert lines == [("a", 1), ("*", 2), ("d", 4), ("<nowiki><translate></nowiki>", 6)]


def test_a_marker_that_occurs_twice_is_reported_with_its_line() -> None:
    page = write_page(SourceTree.from_folder(ROOT).catalog.published)
    before = (
        "<translate>\n<!--T:1--> a\n\n<!--T:1-->\nb</translate>\n<translate><!--T:our-team--> c</translate>\n"
    )
    line = f"{before}{page}".split("<!--T:our-team-->\n")[0].count("\n") + 1
    with pytest.raises(WikiPageError) as caught:
        parse_page(f"{before}{page}", PAGE)
    assert str(caught.value).splitlines() == [
        f'{PAGE}:4: "1" is also the marker on line 2; delete one of them',
        f'{PAGE}:{line}: "our-team" is also the marker on line 6; delete one of them',
    ]


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("<translate><nowiki><translate></nowiki> text</translate>")
@example("<translate>text <!--T:9--><!-- x --></translate>")
def test_random_pages_have_the_units_that_translate_finds(page: str) -> None:
    try:
        expected = [(unit.marker, unit.text) for unit in translate_parser.parse_page(page).units]
    except ValueError:
        with pytest.raises(WikiPageError):
            read_units(page)
    else:
        assert [(marker or "-1", text) for marker, text, _line in units_of(page)] == expected


def test_each_unit_is_on_its_line() -> None:
    page = write_page(SourceTree.from_folder(ROOT).catalog.published)
    lines = page.split("\n")
    units = units_of(page)
    assert units
    assert all(f"<!--T:{marker}-->" in lines[line - 1] for marker, _text, line in units)
