"""Problems in the prose of a page: links, images, headings, undeclared partners, spelling.

Only the checker looks for these problems. None of them keeps a page out of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from diagnostics.codes import Code
from diagnostics.positions import Position, PositionSearch
from diagnostics.problem import Problem
from partnerships_cli.source_tree import SourceTree

# Link texts that say nothing about the target.
VAGUE_LINK_TEXTS = frozenset({
    "here", "click here", "see here", "link", "this", "this link", "this page",
    "more", "read more", "learn more",
})  # fmt: skip
ACCEPTED_WORDS_FILE = ".codespell-words"  # words of this site that are spelled correctly, one a line
# Parts of a line that are not prose: code, URLs, targets of links, file names, names of roles.
NOT_PROSE = re.compile(
    r"`[^`]*`|\b\w+://[^\s>)\]]+|\]\([^)]*\)|(?<![\w-])[\w-]+\.(?:md|jpg|png|webp)\b|\{[\w-]+\}"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
FENCE = re.compile(r"\s*(```+|~~~+)")


@dataclass(frozen=True)
class _Prose:
    """A page without its front matter, whose lines are blank here so that line numbers stay the same."""

    path: str
    lines: Sequence[str]
    tokens: Sequence[Any]  # of markdown-it

    def positions(self, token: Any) -> PositionSearch:
        """Return a search in the lines of a block."""
        return PositionSearch(self.lines, *token.map)

    def problem(self, position: Position, code: Code, text: str) -> Problem:
        return Problem(self.path, *position, code, text)


def find_prose_problems(sources: SourceTree, name: str, misspellings: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems in the prose of one page.

    :param misspellings: corrections by misspelled word, as `read_misspellings` returns them
    """
    page, body = sources.pages[name]
    prose = _Prose(name, body.split("\n"), _markdown_parser().parse(body))
    yield from _image_problems(prose)
    yield from _link_problems(prose)
    yield from _heading_problems(prose)
    yield from _spelling_problems(name, sources.texts[name].split("\n"), misspellings)
    if page.entry and page.entry.kind == "announcement":
        ids_by_name = {partner.name: partner.id for partner in sources.catalog.partners}
        yield from _undeclared_partners(prose, ids_by_name, page.entry.facts.partners)


@cache
def _markdown_parser() -> Any:
    from markdown_it import MarkdownIt  # imported late: the list of misspellings does not need it

    return MarkdownIt("commonmark", {"html": False}).enable("table")


# -- Images, links and headings ------------------------------------------------------------------------------


def _image_problems(prose: _Prose) -> Iterator[Problem]:
    for token in prose.tokens:
        if token.type == "fence":
            directive = re.match(r"\{(image|figure)\}", token.info)
            if directive and not re.search(r"^:?alt:\s*\S", token.content, re.MULTILINE):
                text = 'this image has no alternative text; add a line ":alt: what it shows"'
                position = prose.positions(token).position_of(directive[0])
                yield prose.problem(position, Code.MISSING_ALT_TEXT, text)
        if token.type == "inline":
            positions = prose.positions(token)
            for child in token.children:
                if child.type == "image" and not child.content.strip():
                    text = "this image has no alternative text; write what it shows between [ and ]"
                    source = child.attrGet("src")
                    position = positions.position_of(f"![]({source}", source)
                    yield prose.problem(position, Code.MISSING_ALT_TEXT, text)


def _link_problems(prose: _Prose) -> Iterator[Problem]:
    for token in prose.tokens:
        if token.type != "inline":
            continue
        positions = prose.positions(token)
        for link_text, target in _links(token.children):
            position = positions.position_of(link_text, target, opening="[")
            if link_text.strip(" .!").casefold() in VAGUE_LINK_TEXTS:
                text = f'"{link_text}" does not say where this link leads; name the target of the link'
                yield prose.problem(position, Code.BAD_LINK_TEXT, text)
            elif re.match(r"https?://|www\.", link_text):
                text = "the text of this link is a URL; write [name of the target](URL)"
                yield prose.problem(position, Code.BAD_LINK_TEXT, text)


def _links(children: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield the text and the target of each link in a paragraph."""
    target: str | None = None
    texts: list[str] = []
    for child in children:
        if child.type == "link_open":
            target, texts = child.attrGet("href"), []
        elif child.type == "link_close" and target is not None:
            yield "".join(texts), target
            target = None
        else:
            texts.append(child.content)


def _heading_problems(prose: _Prose) -> Iterator[Problem]:
    previous = 0
    for token in prose.tokens:
        if token.type != "heading_open":
            continue
        level = int(token.tag.removeprefix("h"))
        if previous and level > previous + 1:
            marks = "#" * (previous + 1)
            text = f'a heading of level {level} follows one of level {previous}; begin it with "{marks} "'
            position = prose.positions(token).position_of(token.markup)
            yield prose.problem(position, Code.SKIPPED_HEADING, text)
        previous = level


# -- Partners ------------------------------------------------------------------------------------------------


def _undeclared_partners(
    prose: _Prose, ids_by_name: Mapping[str, str], declared: Iterable[str]
) -> Iterator[Problem]:
    """Yield a problem for each partner that an announcement names but does not declare."""
    body = "\n".join(prose.lines)
    names = sorted((name for name in ids_by_name if name in body), key=len, reverse=True)
    # The longest name first, so that "Beta of Acme" is not read as "Beta".
    alternatives = "|".join(map(re.escape, names))
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if names else None
    reported = set(declared)
    for token in prose.tokens:
        if token.type != "inline":
            continue
        positions = prose.positions(token)
        for words, id in _named_partners(token.children, pattern, ids_by_name):
            if id not in reported:
                reported.add(id)
                text = f'the prose names "{id}"; add it to "partners", or do not name it'
                yield prose.problem(positions.position_of(words), Code.UNDECLARED_PARTNER, text)


def _named_partners(
    children: Sequence[Any], pattern: re.Pattern[str] | None, ids_by_name: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the words and the id of each partner that a paragraph names or refers to by its role."""
    for index, child in enumerate(children):
        if child.type == "text" and pattern:
            for match in pattern.finditer(child.content):
                yield match[0], ids_by_name[match[0]]
        elif child.type == "code_inline" and index and children[index - 1].content.endswith("{partner}"):
            target = re.search(r"<([^<>]+)>$", child.content)
            id = target[1] if target else child.content
            if id in ids_by_name.values():
                yield child.content, id


# -- Spelling ------------------------------------------------------------------------------------------------


def read_misspellings(root: Path) -> Mapping[str, str]:
    """Return corrections by misspelled word, from the list of codespell; empty if that is not installed.

    A line of the list is `typed->meant` or `typed->meant, or meant, reason`. Words that the site accepts
    are left out.
    """
    package = find_spec("codespell_lib")
    if package is None or not package.submodule_search_locations:
        return {}
    dictionary = Path(package.submodule_search_locations[0], "data", "dictionary.txt")
    accepted_file = root / ACCEPTED_WORDS_FILE
    accepted = accepted_file.read_text(encoding="utf-8").casefold().split() if accepted_file.is_file() else []
    lines = dictionary.read_text(encoding="utf-8").splitlines()
    corrections = dict(line.split("->", 1) for line in lines if "->" in line)
    for word in accepted:
        corrections.pop(word, None)
    return corrections


def _spelling_problems(path: str, lines: Sequence[str], misspellings: Mapping[str, str]) -> Iterator[Problem]:
    if not misspellings:
        return
    for number, line in _lines_outside_code(lines):
        prose = NOT_PROSE.sub(lambda match: " " * len(match[0]), line)
        for word in WORD.finditer(prose):
            corrections = misspellings.get(word[0].lower().replace("’", "'"))
            if corrections:
                text = f'"{word[0]}" is misspelled; did you mean {_alternatives(corrections)}?'
                yield Problem(path, number, word.start() + 1, Code.MISSPELLING, text)


def _lines_outside_code(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines outside fenced blocks, with their numbers from 1."""
    open_fence = ""
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if fence and not open_fence:
            open_fence = fence[1]
        elif fence and fence[1].startswith(open_fence):
            open_fence = ""
        elif not open_fence:
            yield number, line


def _alternatives(corrections: str) -> str:
    """Return the corrections of a line of codespell's list as `"one" or "two"`."""
    words, comma, last = corrections.rpartition(",")
    listed = words if comma else last
    return " or ".join(f'"{word.strip()}"' for word in listed.split(",") if word.strip())
