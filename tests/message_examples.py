"""The examples in `about/messages.md`: how a test replays them, and how their messages are renewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from builders import PIXEL, ROOT
from diagnostics.codes import Code
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree

MANUAL = ROOT / "about/messages.md"
IMAGE = "about/meeting.jpg"
ENCODINGS = {Code.NOT_TEXT: "iso-8859-1"}
MISSPELLINGS = {"recieves": "receives"}
CODES = {code.value: code for code in Code}
PARTNER = "---\npartner:\n  name: {0}\n  kind: company\n  unit: global\n---\n# {0}\n"
# The other pages of the site that the examples belong to.
OTHER_PAGES = {
    "index.md": "# Site\n\n```{toctree}\n:glob:\n\n*/*\n```\n",
    "team/global.md": "---\nunit:\n  name: Global unit\n  focus: The world.\n---\n# Global unit\n",
    "partners/acme.md": PARTNER.format("Acme"),
    "partners/beta.md": PARTNER.format("Beta"),
    "priorities/thriving-movement.md": (
        "---\npriority:\n  name: Thriving Movement\n  order: 1\n  goal: A movement that grows.\n"
        "  framework: A plan, 2019 to 2023\n  source: https://example.org/plan\n---\n# Thriving Movement\n"
    ),
    "announcements/2019-05-01-the-team-meets.md": (
        "---\nannouncement:\n  date: 2019-05-01\n  kind: event\n  summary: We meet.\n---\n# The team meets\n"
    ),
}


@dataclass(frozen=True)
class Lines:
    """A part of the manual: its text, and its lines, counted from 0."""

    text: str
    first: int
    end: int


@dataclass(frozen=True)
class Example:
    """The section of the manual about one code."""

    code: Code
    meaning: Lines
    path: str
    page: str
    message: Lines
    cure: str

    def write(self, folder: Path) -> None:
        """Write the example among the other pages of its site."""
        for path, text in {**OTHER_PAGES, self.path: self.page}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            encoding = ENCODINGS.get(self.code, "utf-8") if path == self.path else "utf-8"
            (folder / path).write_bytes(text.encode(encoding))
        (folder / IMAGE).parent.mkdir(exist_ok=True)
        (folder / IMAGE).write_bytes(PIXEL)

    def checker_messages(self, folder: Path) -> list[str]:
        """Return the messages of `check`, for a site that is made in an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "conf.py").write_text("", encoding="utf-8")
        self.write(folder)
        checker = PageChecker(folder)
        checker.misspellings = MISSPELLINGS
        problems = find_problems(SourceTree.from_folder(folder), checker, {self.path})
        return [str(problem) for problem in problems]


def read_introduction(text: str) -> Lines:
    """Return the message that the introduction shows."""
    tokens = MarkdownIt().parse(text)
    return _fence(next(token for token in tokens if token.type == "fence"))


def read_examples(text: str) -> Iterator[Example]:
    """Yield the example of each section of the manual."""
    tokens = MarkdownIt().parse(text)
    headings = [number for number, token in enumerate(tokens) if token.tag == "h2" and token.nesting == 1]
    for start, end in zip(headings, [*headings[1:], len(tokens)], strict=True):
        yield _example(tokens[start:end])


def _example(tokens: list[Token]) -> Example:
    """Return the example of a section; its parts are in this order."""
    heading, *paragraphs = [token for token in tokens if token.type == "inline"]
    page, message = (token for token in tokens if token.type == "fence")
    meaning, place, cure = paragraphs
    path = re.fullmatch(r"For example, in `(.+)`:", place.content)
    assert path, place.content
    assert page.info == "{code-block} text"
    assert message.info == "text"
    return Example(
        code=CODES[heading.content.strip("`")],
        meaning=Lines(meaning.content, *_line_range(meaning)),
        path=path[1],
        page=page.content.removeprefix(":linenos:\n\n"),
        message=_fence(message),
        cure=cure.content,
    )


def _fence(token: Token) -> Lines:
    first, end = _line_range(token)
    return Lines(token.content.rstrip("\n"), first + 1, end - 1)


def _line_range(token: Token) -> tuple[int, int]:
    assert token.map
    first, end = token.map
    return first, end
