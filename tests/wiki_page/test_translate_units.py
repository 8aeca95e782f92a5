"""The units of a wiki page, compared with the rules of the extension Translate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translate_parser
from builders import ROOT
from partnerships_cli.source_tree import SourceTree
from wiki_page import WikiPageError
from wiki_page.current_page import parse_page, read_units, write_page
from wiki_page.directory import Unit

PAGE = "page.wikitext"
# What tests of the extension itself contain: sections, headings, spaces, nowiki and inline units.
PIECES = [
    "<translate>", "</translate>", "<translate nowrap>", "<nowiki>", "</nowiki>", "\n", "\n\n", " ", "\t", "\u00a0",
    "<!--T:1-->", "<!--T:a-b-->\n", "<!--T:a-b--> ", " <!--T:9-->", "<!--T:-->", "<!--T: x-->", "== h ==", "text",
    "<tvar name=\"1\">x</tvar>", "* ", "<!-- x -->", "{{a|", "}}",
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "units"),
    [
        ("<translate>A cat.</translate>", [Unit("", "A cat.", line=1)]),
        ("* <translate><!--T:1--> A cat.</translate>", [Unit("1", "A cat.", line=1)]),
        (
            "<languages/>\n<translate>\n== Cats == <!--T:1-->\n\n<!--T:b-->\nA cat.\n\n\n\nNo\ncat.\n</translate>",
            [Unit("1", "== Cats ==", line=3), Unit("b", "A cat.", line=5), Unit("", "No\ncat.", line=10)],
        ),
        ("<translate>\n== Topic == <!--T:1-->\nSome text.\n</translate>", [Unit("1", "== Topic ==\nSome text.", line=2)]),
        ("<translate>\n\n</translate>", []),
        ("<nowiki><translate></nowiki> <translate>a <nowiki></translate>\n\nb</nowiki></translate>",
         [Unit("", "a <nowiki></translate>", line=1), Unit("", "b</nowiki>", line=3)]),
        ("<translate nowrap>a</translate><translate unknown>", [Unit("", "a", line=1)]),
        ("no tags", []),
    ],
)  # fmt: skip
def test_units_are_those_of_translate(page: str, units: list[Unit]) -> None:
    assert list(read_units(page)) == units


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
def test_random_pages_have_the_units_that_translate_finds(page: str) -> None:
    try:
        expected = [(unit.marker, unit.text) for unit in translate_parser.parse_page(page).units]
    except ValueError:
        return  # the wiki does not save such a page
    assert [(unit.marker or "-1", unit.text) for unit in read_units(page)] == expected


def test_each_unit_is_on_its_line() -> None:
    page = write_page(SourceTree.from_folder(ROOT).catalog.published)
    lines = page.split("\n")
    units = list(read_units(page))
    assert units
    assert all(f"<!--T:{unit.marker}-->" in lines[unit.line - 1] for unit in units)
