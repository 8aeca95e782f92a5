"""What is wrong with a page beside its facts: links, pictures, headings, names, spelling.

Only the checker asks; none of it keeps a page out of the site. `markdown-it` says what is a link, a picture
or a heading; `places` finds it in the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from diagnostics.codes import Code
from diagnostics.positions import PositionSearch
from diagnostics.problem import Problem
from partnerships_data.source_tree import SourceTree

SAYS_NOTHING = frozenset(
    (
        "here",
        "click here",
        "see here",
        "link",
        "this",
        "this link",
        "this page",
        "more",
        "read more",
        "learn more",
    )
)
WORDS = ".codespell-words"  # ours, one a line, which are no mistakes
# Where no prose is: code, addresses, the targets of links, names of files.
NO_PROSE = re.compile(
    r"`[^`]*`|\b\w+://[^\s>)\]]+|\]\([^)]*\)|(?<![\w-])[\w-]+\.(?:md|jpg|png|webp)\b|\{[\w-]+\}"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
Found = Iterator[tuple[int, int, Code, str]]  # line and column from 1, code, text


def problems(sources: SourceTree, name: str, misspellings: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the prose of one page.

    :param misspellings: by what somebody may type, what was meant
    """
    page, body = sources.pages[name]
    lines, prose_lines = sources.texts[name].split("\n"), body.split("\n")
    tokens = _parser().parse(body)
    found = [
        *_links_and_pictures(tokens, prose_lines),
        *_headings(tokens, prose_lines),
        *_spelling(lines, misspellings),
    ]
    if page.entry and page.entry.kind == "announcement":
        partners = {each.name: each.id for each in sources.catalog.partners}
        found += _undeclared(tokens, prose_lines, partners, page.entry.facts.partners)
    for line, column, code, text in found:
        yield Problem(name, line, column, code, text)


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt  # here, because only pages that are read need it

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _links_and_pictures(tokens: Sequence[Any], lines: Sequence[str]) -> Found:
    for token in tokens:
        is_picture = token.type == "fence" and re.match(r"\{(image|figure)\}", token.info)
        if is_picture and not re.search(r"^:?alt:\s*\S", token.content, re.MULTILINE):
            text = 'this picture has no alternative text; add a line ":alt: what it shows"'
            yield *PositionSearch(lines, *token.map).of(is_picture[0]), Code.MISSING_ALT_TEXT, text
        if token.type == "inline":
            positions = PositionSearch(lines, *token.map)
            yield from _link_texts(token.children, positions)
            for child in token.children:
                if child.type == "image" and not child.content.strip():
                    text = "this picture has no alternative text; write what it shows between [ and ]"
                    source = child.attrGet("src")
                    yield *positions.of(f"![]({source}", source), Code.MISSING_ALT_TEXT, text


def _link_texts(children: Sequence[Any], positions: PositionSearch) -> Found:
    for number, child in enumerate(children):
        if child.type != "link_open":
            continue
        inside = children[
            number + 1 : next(n for n in range(number, len(children)) if children[n].type == "link_close")
        ]
        words = "".join(each.content for each in inside)
        position = positions.of(words, child.attrGet("href"), opening="[")
        if words.strip(" .!").casefold() in SAYS_NOTHING:
            text = f'"{words}" does not say where this link leads; write what is there'
            yield *position, Code.BAD_LINK_TEXT, text
        elif re.match(r"https?://|www\.", words):
            text = "an address is no text for a link; write [what is there](address)"
            yield *position, Code.BAD_LINK_TEXT, text


def _headings(tokens: Sequence[Any], lines: Sequence[str]) -> Found:
    last = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            if level > last + 1 and last:
                begin = "#" * (last + 1)
                text = f'a heading of level {level} follows one of level {last}; begin it with "{begin} "'
                yield *PositionSearch(lines, *token.map).of(token.markup), Code.SKIPPED_HEADING, text
            last = level


def _undeclared(
    tokens: Sequence[Any], lines: Sequence[str], partners: Mapping[str, str], expected_entry: Iterable[str]
) -> Found:
    """Yield the partners that an announcement names without stating that it is about them."""
    prose = "\n".join(lines)
    named = sorted((each for each in partners if each in prose), key=len, reverse=True)  # the longest first
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, named))})(?!\w)")
    known = set(expected_entry)
    for token in tokens:
        if token.type == "inline":
            positions = PositionSearch(lines, *token.map)
            for words, id in _named(token.children, names if named else None, partners):
                if id not in known:
                    known.add(id)
                    text = f'this names "{id}", too; add it to "partners", or write of something else'
                    yield *positions.of(words), Code.UNDECLARED_PARTNER, text


def _named(
    children: Sequence[Any], names: re.Pattern[str] | None, partners: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the words and the id of each partner that a paragraph names or refers to."""
    for number, child in enumerate(children):
        if child.type == "text" and names:
            yield from ((match[0], partners[match[0]]) for match in names.finditer(child.content))
        elif child.type == "code_inline" and number and children[number - 1].content.endswith("{partner}"):
            target = re.search(r"<([^<>]+)>$", child.content)
            id = target[1] if target else child.content
            if id in partners.values():
                yield child.content, id


# -- Spelling ------------------------------------------------------------------------------------------------


def known_misspellings(root: Path) -> Mapping[str, str]:
    """Return codespell's list, which comes with the packages for development, without our own words.

    Its list alone is needed, which is one line for each: `typed->meant` or `typed->meant, or meant, why`.
    """
    package = find_spec("codespell_lib")
    if package is None or not package.submodule_search_locations:
        return {}
    path = Path(package.submodule_search_locations[0], "data", "dictionary.txt")
    words = root / WORDS
    ours = set(words.read_text(encoding="utf-8").casefold().split()) if words.is_file() else set()
    listed = (line.partition("->") for line in path.read_text(encoding="utf-8").splitlines())
    return {typed: meant for typed, _arrow, meant in listed if typed not in ours}


def _spelling(lines: Sequence[str], misspellings: Mapping[str, str]) -> Found:
    if not misspellings:
        return
    fence = ""
    for number, line in enumerate(lines, 1):
        opening = re.match(r"\s*(```+|~~~+)", line)
        if opening and (not fence or opening[1].startswith(fence)):
            fence = "" if fence else opening[1]
        if fence:
            continue
        prose = NO_PROSE.sub(lambda match: " " * len(match[0]), line)
        for word in WORD.finditer(prose):
            meant = misspellings.get(word[0].lower().replace("’", "'"))
            if meant:
                text = f'"{word[0]}" is misspelled; did you mean {_meant(meant)}?'
                yield number, word.start() + 1, Code.MISSPELLING, text


def _meant(corrections: str) -> str:
    """Return the right-hand side of a line of codespell's list in words."""
    words, comma, reason = corrections.rpartition(",")
    listed = words if comma else reason
    return " or ".join(f'"{word.strip()}"' for word in listed.split(",") if word.strip())
