"""Wiki markup and broken Markdown: what is found, what to type instead, and what is left alone."""

from __future__ import annotations

import time

import pytest

from page_source.markup_slips import prose_slips, value_slips
from page_source.merge_marks import merge_marks

META = "https://meta.wikimedia.org/wiki/"


@pytest.mark.parametrize(
    ("typed", "column", "advice"),
    [
        ("See [[Foo bar]].", 5, f"write [Foo bar]({META}Foo_bar)"),
        ("See [[:w:en:Foo|bar]].", 5, f"write [bar]({META}w:en:Foo)"),
        ("[[File:Us.jpg|thumb]]", 1, "write ![what it shows](file.jpg)"),
        ("[[Category:Us]]", 1, "delete it"),
        ("[https://example.org the site]", 1, "write [the site](https://example.org)"),
        ("[https://example.org]", 1, "write [name of the page](https://example.org)"),
        ("=== H ===", 1, "write ### H"),
        ("It is '''Ada's'''.", 7, "write **Ada's**"),
        ("It is ''new''.", 7, "write *new*"),
        ("It is '''''new'''''.", 7, "write ***new***"),
        ("As of {{date}}.", 7, "write the text itself"),
        ('{| class="wikitable"', 1, "write the table"),
        ("##History", 1, "write ## History"),
        ("[Google] (https://google.com)", 1, "write [Google](https://google.com)"),
        ("[us] (index.md)", 1, "write [us](index.md)"),
        ("(Google)[https://google.com]", 1, "write [Google](https://google.com)"),
        ("By {partner}google.", 4, "write {partner}`google`"),
        ("By {partner}'google'.", 4, "write {partner}`google`"),
        ("By {partner}“google”.", 4, "write {partner}`google`"),
        ("By {partner} `google`.", 4, "write {partner}`id`"),
        ("::{note}", 1, "write :::{note}"),
        ("```{note}\n[[a]]\n```\n\nSee ''b''.", 1, f"write [a]({META}a)"),
        (f"[[{'a' * 400}]]", 1, "aaa…"),
    ],
)
def test_slip_is_found_with_what_to_type(typed: str, column: int, advice: str) -> None:
    slip = min(prose_slips(f"\n\n{typed}\n"), key=lambda slip: slip.position)
    assert slip.position == (3 + typed.startswith("```"), column)
    assert advice in slip.text


@pytest.mark.parametrize(
    "typed",
    [
        "`[[Foo]]`, ``{{x}} ` ''y''``, {partner}`google` and {priority}`the first <reach>`",
        "```\n[[Foo]]\n##x\n```",
        "~~~text\n{{x}}\n```\n[[Foo]]\n~~~",
        "```{mermaid}\nA{{x}} --> B[[y]]\n```",
        ":::{note}\n```yaml\na: {{b}}\n```\n:::",
        "Text.\n\n    [[code]]",
        "[[1]](https://example.org), [https://example.org](https://example.org), [a](b.md)",
        "Title\n=======\n\nA 12'' screen, and 14'' too. I'm 'quoted'. 2 == 2",
        "#WikiForHumanRights in June, and a [list] (of sorts)",
        "## History ##",
    ],
)
def test_code_and_markdown_are_left_alone(typed: str) -> None:
    assert list(prose_slips(typed)) == []


def test_slips_in_a_value_have_columns() -> None:
    assert [slip.position for slip in value_slips("Helps '''all''' of [[us]], not `[[them]]`.")] == [
        (1, 20),
        (1, 7),
    ]


@pytest.mark.parametrize(
    ("text", "kept", "lines"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd", "a\n\nb\n\n\n\nd", [2]),
        ("<<<<<<<\nb\n|||||||\nbase\n=======\nc\n>>>>>>>\n", "\nb\n\n\n\n\n\n", [1]),
        ("a\n=======\nc\n>>>>>>> x\nd", "a\n=======\nc\n\nd", [4]),
        ("<<<<<<< x\na\n<<<<<<< y\nb", "\na\n\nb", [1, 3]),
        ("```\n<<<<<<< x\n=======\n>>>>>>> y\n```", "```\n<<<<<<< x\n=======\n>>>>>>> y\n```", []),
    ],
)
def test_an_unfinished_merge_keeps_its_first_version(text: str, kept: str, lines: list[int]) -> None:
    assert merge_marks(text) == (kept, lines)


@pytest.mark.parametrize(
    "part",
    [
        "[[",
        "`",
        "` `` ",
        "[https://",
        "'''a",
        "= ",
        "{a}",
        "(a",
        "[a] (",
        "[a",
        "'' a",
        "{{",
        "##a\n",
        "``` \n",
        "[[a|",
        "(a)[",
    ],
)
def test_hostile_texts_take_linear_time(part: str) -> None:
    text = part * (50_000 // len(part))
    for odd in (text, "".join("`" * length + part for length in range(300))):
        times = []
        for _ in range(5):  # the machine may be busy
            start = time.process_time()
            slips = list(prose_slips(odd))
            times.append(time.process_time() - start)
        assert min(times) < 0.05
        assert all(len(slip.text) < 500 for slip in slips)
