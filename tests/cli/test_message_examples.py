"""`about/messages.md`: every code has a section, and every example causes the message below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import Site
from diagnostics.codes import Code
from message_examples import MANUAL, Example, read_examples, read_introduction

TEXT = MANUAL.read_text(encoding="utf-8")
EXAMPLES = list(read_examples(TEXT))
RENEW = "run tests/corpora/renew_messages.py"


def test_every_code_has_a_section_in_order() -> None:
    assert [example.code for example in EXAMPLES] == sorted(Code)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.code.value for example in EXAMPLES])
def test_section_has_the_meaning_of_the_code_and_a_cure(example: Example) -> None:
    assert " ".join(example.meaning.text.split()) == example.code.meaning, RENEW
    assert example.cure.endswith(".")


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.code.value for example in EXAMPLES])
def test_example_causes_its_message_and_no_other(example: Example, tmp_path: Path) -> None:
    assert example.checker_messages(tmp_path / "checked") == [example.message.text], RENEW


def test_introduction_shows_the_message_of_an_example() -> None:
    assert read_introduction(TEXT).text in [example.message.text for example in EXAMPLES], RENEW


def test_each_section_has_the_anchor_that_check_links_to(site: Site) -> None:
    site.edit("conf.py", '"index.md",', '"index.md", "about/**",')
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/messages\n")
    site.write("about/messages.md", TEXT)
    for name in set(re.findall(r"\]\(([\w-]+\.md)\)", TEXT)):
        site.write(f"about/{name}", "---\norphan: true\n---\n# Page\n")
    assert site.build() == []
    page = site.tree("html/about/messages.html")
    assert [section.get("id") for section in page.iterfind(".//section/section")] == sorted(Code)
