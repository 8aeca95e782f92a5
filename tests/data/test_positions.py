"""Line and column of the words that a message is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import hostile_site, warnings_as_messages
from diagnostics.positions import PlacedText, find_position


@pytest.mark.parametrize(
    ("text", "line", "words", "opening", "expected"),
    [
        ("a b a", 1, ("a",), "", (1, 1)),
        ("a b (a", 1, ("a",), "(", (1, 6)),  # after its opening, if it occurs
        ("a b a", 1, ("c", "b"), "", (1, 3)),
        ("日本 x", 1, ("x",), "", (1, 4)),  # in characters
        ("x\n  none", 2, ("a",), "", (2, 3)),  # the start of the line, if nothing is found
        ("x\none\nto b\n\nb", 2, ("b",), "", (3, 4)),  # further down in the paragraph
        ("```{b}\n:c: d\n\ne a\n```\n", 1, ("a",), "", (4, 3)),  # or in the block
        ("x (a\ny\n(a\n", 3, ("a",), "(", (3, 2)),
        ("::::{b}\n:::{c}\na\n:::\n::::", 4, ("a",), "", (3, 1)),  # MyST counts too high
        ("a", 7, ("a",), "", (1, 1)),  # even after the end
    ],
)
def test_words_are_found(
    text: str, line: int, words: tuple[str, ...], opening: str, expected: tuple[int, int]
) -> None:
    assert find_position(text.split("\n"), line, *words, opening=opening) == expected


def test_characters_of_a_text_have_positions_on_the_page() -> None:
    text = PlacedText(["x", "> a *b*", ">  c", "| b | b |"], 1, "a *b*\nc")
    assert [text.position(index) for index in (0, 3, 6)] == [(2, 3), (2, 6), (3, 4)]
    assert PlacedText(["| b | b |"], 0, "b", 3).position(0) == (1, 7)
    assert PlacedText(["  x"], 0, "written otherwise").position(0) == (1, 3)
    assert (text.find("b", 1), text.find("a", 1)) == (3, 1)


LINK = "More [x](javascript:alert(1)) in a text."
BLOCKS = {
    "paragraph": f"One\nline and\n{LINK}\n",
    "quote": f"> One\n> {LINK}\n",
    "list": f"- One\n- Two\n\n  1. {LINK}\n",
    "list-table": f":::{{list-table}} Title\n:header-rows: 1\n\n* - a\n* - {LINK}\n:::\n",
    "footnote": f"Text.[^1]\n\n[^1]: Text.\n\n    {LINK}\n",
    "admonition": f"```{{admonition}} Title\nText.\n\n{LINK}\n```\n",
    "admonitions": f"::::{{note}}\n:::{{tip}}\n{LINK}\n:::\n::::\n",
    "figure": f"```{{figure}} picture.png\n:alt: x\n\nA caption.\n\n{LINK}\n```\n",
    "card": f":::{{card}} Title\n{LINK}\n:::\n",
    "grid": f"::::{{grid}} 2\n:gutter: 1\n\n:::{{grid-item}}\nText.\n\n{LINK}\n:::\n::::\n",
    "tabs": f"::::{{tab-set}}\n:::{{tab-item}} Title\nText.\n\n{LINK}\n:::\n::::\n",
    "dropdown": f":::{{dropdown}} Title\n:open:\n\n{LINK}\n:::\n",
}


def test_an_unsafe_link_has_its_position_in_each_kind_of_block(tmp_path: Path) -> None:
    site, expected = hostile_site(tmp_path, []), []
    for name, text in BLOCKS.items():
        page = f"# {name}\n\nText.\n\n{text}"
        before = page.partition("javascript:")[0]
        expected.append(f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}")
        site.write(f"about/{name}.md", page)
    found = {
        message.split(".md:")[0]: message.split(": ")[0] for message in warnings_as_messages(site.build())
    }
    right = zip(BLOCKS, expected, strict=True)
    assert found == {f"about/{name}": f"about/{name}.md:{position}" for name, position in right}
