"""Problems in the prose of a page."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from builders import PIXEL, ROOT
from diagnostics.codes import Code
from page_checks.checker import PageChecker
from page_checks.words import read_misspellings
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree

HEAD = "---\npartner:\n  name: Acme\n  kind: company\n  unit: global\n---\n# Acme\n\n"
UNIT = b"---\nunit:\n  name: Global\n  focus: Works.\n---\n# Global\n"
NEEDED = (
    *("yaml", "_yaml", "pydantic", "pydantic_core", "annotated_types", "typing_inspection"),
    *("markdown_it", "mdurl", "mdit_py_plugins"),
)
OTHER_PAGES = ("partners/a.md", "partners/b.md", "partners/index.md", "partners/teh/a.md")
WORDS = {
    "recieve": "receive",
    "recieves": "receives",
    "adn": "and",
    "alot": "a lot",
    "hte": "the",
    "teh": "the",
    "fo": "of, for, to, do, go, ",
    "ois": "is, us, not when French",
}


FOLDERS: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make a site whose only file is an image."""
    FOLDERS[:] = [tmp_path_factory.mktemp("site")]
    (FOLDERS[0] / "partners").mkdir()
    (FOLDERS[0] / "partners/a.png").write_bytes(PIXEL)


def messages_of(text: str, path: str = "partners/acme.md", **others: str) -> list[str]:
    """Return the messages about a page, without its path."""
    more = {f"partners/{id}.md": HEAD.replace("Acme", name).encode() for id, name in others.items()}
    more |= {name: b"# Other\n" for name in OTHER_PAGES}
    sources = SourceTree({path: text.encode(), "team/global.md": UNIT, **more}, frozenset())
    checker = PageChecker(FOLDERS[0])
    checker.misspellings = WORDS
    problems = find_problems(sources, checker, {path})
    return [
        str(problem).removeprefix(f"{path}:") for problem in problems if problem.code != Code.UNLISTED_PAGE
    ]


def check_beginnings(text: str, *expected: str) -> None:
    """Check that these messages are given for the prose, from line 9 on, and no other."""
    found = messages_of(HEAD + text)
    assert len(found) == len(expected), found
    for message, beginning in zip(found, expected, strict=True):
        assert message.startswith(beginning), message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [here](https://example.org/a).", ["9:6: bad-link-text"]),
        ("See [**Click here!**](https://example.org/a).", ["9:"]),
        (
            "One line.\nThe next [this](a.md) and [this](b.md).",
            ["10:11: bad-link-text", "10:28: bad-link-text"],
        ),
        ("Is this [this](a.md)?", ["9:10: bad-link-text"]),
        ("- an item\n- [Read more](https://example.org/a)", ["10:4: bad-link-text"]),
        ("| a | b |\n|---|---|\n| x | [link](https://example.org/a) |", ["11:8: bad-link-text"]),
        ("<https://example.org/a>", ["9:2: bad-link-text"]),
        ("[https://example.org/a](https://example.org/a)", ["9:2: bad-link-text"]),
        (":::{note}\nSee [here](https://example.org/a).\n:::", ["10:6: bad-link-text"]),
        ("[What is here](https://example.org/a), `[here](x)`, {partner}`acme`", []),
        ("```text\n[here](https://example.org/a)\n```", []),
    ],
)
def test_link_texts(text: str, expected: list[str]) -> None:
    check_beginnings(text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look: ![](a.png)", ["9:7: missing-alt-text"]),
        ("![ ](a.png)", ["9:"]),
        ("```{image} a.png\n:target: https://example.org/\n```", ["9:4: missing-alt-text"]),
        ("```{figure} a.png\n:alt:\n```", ["9:4: missing-alt-text"]),
        ("```{image} a.png\n:alt: A tree\n```\n\n![A tree](a.png)", []),
    ],
)
def test_alternative_texts(text: str, expected: list[str]) -> None:
    check_beginnings(text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### Third", ["9:1: skipped-heading: a heading of level 3 follows one of level 1"]),
        ("## Second\n\n#### Fourth", ["11:1: skipped-heading"]),
        ("Second\n------\n\n### Third\n\n## Second again\n\n### Third", []),
        ("> ## Second\n>\n> #### Fourth", ["11:3: skipped-heading"]),
        ("```text\n#### no heading\n```", []),
    ],
)
def test_heading_levels(text: str, expected: list[str]) -> None:
    check_beginnings(text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We recieve it.", ['9:4: misspelling: "recieve" is misspelled; did you mean "receive"?']),
        ("Teh end fo it.", ['9:1: misspelling: "Teh" is', '9:9: misspelling: "fo" is misspelled; did you mean "of" or "for" or "to" or "do" or "go"?']),
        ("Ois.", ['9:1: misspelling: "Ois" is misspelled; did you mean "is" or "us"?']),
        ("`teh` [x](https://example.org/teh) [x](teh/a.md) teh.md {kbd}`teh` atehb", []),
        ("```text\nteh\n```\n\n~~~\nteh\n```\n~~~", []),
        ("[teh](https://example.org/teh)", ["9:2: misspelling"]),
        ("```{note}\nAn recieve.\n```\n\n:::{tip}\nTeh.\n:::", ["10:4: misspelling", "14:1: misspelling"]),
    ],
)  # fmt: skip
def test_spelling(text: str, expected: list[str]) -> None:
    check_beginnings(text, *expected)


def test_facts_and_headings_are_spelled_but_not_names_and_ids() -> None:
    member = "{name: Fo Hte, role: Recieves}"
    facts = f"  name: Teh Unit\n  focus: It recieves.\n  members: [{member}]\n"
    text = f"---\nunit:\n{facts}---\n# Teh Unit\n\n## Fo adn\n\nHte unit [teh](alot.md).\n"
    found = messages_of(text, "team/alot.md")
    assert [message.partition(" is")[0] for message in found] == [
        '4:13: misspelling: "recieves"',
        '5:34: misspelling: "Recieves"',
        '9:7: misspelling: "adn"',
        '11:11: misspelling: "teh"',
    ]


NEWS = (
    "---\nannouncement:\n  date: 2026\n  kind: event\n  summary: Beta.\n  partners: [acme]\n---\n# We met\n\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Acme.", []),
        ("First.\nWe met Beta, and Beta met us.", ['11:8: undeclared-partner: the prose names "beta"; add it to "partners"']),
        ("We met {partner}`beta`.", ["10:18: undeclared-partner"]),
        ("We met {partner}`the others <beta>` and {partner}`acme`.", ["10:30: undeclared-partner"]),
        ("We met {unit}`global` and {partner}`nobody`.", ["10:37: unknown-partner"]),
        ("We met {partner}`nobody <nobody>`.", ["10:26: unknown-partner"]),
        ("We met Beta of Acme.", []),  # a partner of that name is declared
        ("We met Betamax, AlphaBeta, Beta-Wiki, non-Beta and `Beta`.", []),
        ("We met Beta - and Beta-.", ["10:8: undeclared-partner"]),
        ("See [what Beta says](https://example.org/a).", ["10:11: undeclared-partner"]),
        ("[A page](https://example.org/Beta)", []),
    ],
)  # fmt: skip
def test_undeclared_partners_of_an_announcement(text: str, expected: list[str]) -> None:
    news = NEWS.replace("[acme]", "[acme, longer]") if "of Acme" in text else NEWS
    found = messages_of(
        news + text, "announcements/2026-met.md", acme="Acme", beta="Beta", longer="Beta of Acme"
    )
    assert [message[: len(begin)] for message, begin in zip(found, expected, strict=True)] == expected


def test_partner_page_may_name_other_partners() -> None:
    assert messages_of(HEAD + "Like Beta.", beta="Beta") == []


def test_accepted_words_are_not_misspellings(tmp_path: Path) -> None:
    known = read_misspellings(tmp_path)
    assert known["recieve"] == "receive"
    assert len(known) > 30_000
    (tmp_path / ".codespell-words").write_text("Recieve\n", encoding="utf-8")
    assert known.keys() - read_misspellings(tmp_path).keys() == {"recieve"}


def test_without_codespell_there_are_no_misspellings(tmp_path: Path) -> None:
    code = "from pathlib import Path; from page_checks.words import read_misspellings; print(read_misspellings(Path()))"
    isolated = [sys.executable, "-S", "-c"]  # without installed packages, except those linked below
    paths = [ROOT / "_ext", *(tmp_path / name for name in NEEDED)]
    for name in NEEDED:
        (tmp_path / name).mkdir()
        (tmp_path / name / name).symlink_to(Path(str(find_spec(name).origin)).parent)  # type: ignore[union-attr]
    single = Path(str(find_spec("typing_extensions").origin))  # type: ignore[union-attr]
    (tmp_path / "yaml" / single.name).symlink_to(single)
    env = {"PYTHONPATH": ":".join(map(str, paths))}
    done = subprocess.run([*isolated, code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == "{}\n"


def test_this_site_has_no_prose_problems() -> None:
    sources = SourceTree.from_folder(ROOT)
    assert find_problems(sources, PageChecker(ROOT)) == []


@pytest.mark.parametrize(
    "reason",
    [
        ">-\n      They work\n      in <b>all</b> ways.",
        "|\n      They work\n      in <b>all</b> ways.",
        "They work\n      in <b>all</b> ways.",
        '"They work\n      in <b>all</b> ways."',
    ],
)
def test_positions_in_a_reason_over_several_lines(reason: str) -> None:
    facts = f"  alignment:\n    thriving: {reason}\n---\n"
    messages = messages_of(HEAD.replace("---\n#", f"{facts}#"))
    line = 8 + (">" in reason[:1] or "|" in reason[:1])
    assert [message for message in messages if "forbidden-html" in message] == [
        f"{line}:10: forbidden-html: HTML is not allowed on pages; write Markdown, or put this between backticks"
    ]
