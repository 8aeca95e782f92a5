"""The units of a wiki page, compared with the rules of the extension Translate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import ROOT
from partnerships_cli.source_tree import SourceTree
from translate_parser import parse_page
from wiki_page.current_page import write_page
from wiki_page.translate_units import Unit, WikiPageError, read_units

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
        ("<translate>A cat.</translate>", [Unit("", "A cat.", 1)]),
        ("* <translate><!--T:1--> A cat.</translate>", [Unit("1", "A cat.", 1)]),
        (
            "<languages/>\n<translate>\n== Cats == <!--T:1-->\n\n<!--T:b-->\nA cat.\n\n\n\nNo\ncat.\n</translate>",
            [Unit("1", "== Cats ==", 3), Unit("b", "A cat.", 5), Unit("", "No\ncat.", 10)],
        ),
        ("<translate>\n== Topic == <!--T:1-->\nSome text.\n</translate>", [Unit("1", "== Topic ==\nSome text.", 2)]),
        ("<translate>\n\n</translate>", []),
        ("<nowiki><translate></nowiki> <translate>a <nowiki></translate>\n\nb</nowiki></translate>",
         [Unit("", "a <nowiki></translate>", 1), Unit("", "b</nowiki>", 3)]),
        ("<translate nowrap>a</translate><translate unknown>", [Unit("", "a", 1)]),
        ("no tags", []),
    ],
)  # fmt: skip
def test_units_are_those_of_translate(page: str, units: list[Unit]) -> None:
    assert read_units(page, PAGE) == units


@pytest.mark.parametrize(
    ("page", "problems"),
    [
        ("a\n<translate>b", [(2, "<translate> is not one of a pair; correct the tags")]),
        ("a\n</translate>b", [(2, "</translate> is not one of a pair; correct the tags")]),
        (
            "<translate>\nDog\n<translate>\nCat\n</translate>\nrabbit\n</translate>",
            [(1, "<translate> is not one of a pair; correct the tags"),
             (7, "</translate> is not one of a pair; correct the tags")],
        ),
        ("<translate>\n<!--T:1--> a\n\n<!--T:1-->\nb</translate>",
         [(4, '"1" is also the marker on line 2; delete one of them')]),
        ("<translate>\n<!--T:1--> a\n<!--T:2--> b</translate>",
         [(2, "this text has two markers; type a blank line before the second one")]),
        ("<translate>\nOnce <!--T:1--> upon\n</translate>",
         [(2, "the marker is inside the text; move it to the start, or to the end of a heading")]),
        ("<translate>\n<!--T:1-->\n\n</translate>", [(2, "the marker has no text; delete it")]),
        ("<translate><!--T:a_b--> x</translate>", [(1, '"a_b" is not a marker; use letters, digits and hyphens')]),
        ("<translate><!--T: --> x</translate>", [(1, '" " is not a marker; use letters, digits and hyphens')]),
    ],
)  # fmt: skip
def test_what_translate_refuses_is_reported_with_its_line(page: str, problems: list[tuple[int, str]]) -> None:
    with pytest.raises(WikiPageError) as caught:
        read_units(page, PAGE)
    assert str(caught.value) == "\n".join(f"{PAGE}:{line}: {text}" for line, text in problems)


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_random_pages_have_the_units_that_translate_finds(page: str) -> None:
    try:
        expected = [(unit.marker, unit.text) for unit in parse_page(page).units]
    except ValueError:
        with pytest.raises(WikiPageError):
            read_units(page, PAGE)
    else:
        assert [(unit.marker or "-1", unit.text) for unit in read_units(page, PAGE)] == expected


def test_each_unit_is_on_its_line() -> None:
    page = write_page(SourceTree.from_folder(ROOT).catalog.published)
    lines = page.split("\n")
    units = read_units(page, PAGE)
    assert units
    assert all(f"<!--T:{unit.marker}-->" in lines[unit.line - 1] for unit in units)
