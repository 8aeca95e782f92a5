"""Reading the Markdown of a page before MyST sees it, to find what it may not contain. This needs no Sphinx.

The text of a directive is Markdown again, unless it is taken literally. Subclasses add the rules of a site.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from markdown_it.token import Token

from diagnostics.codes import Code
from diagnostics.positions import PlacedText, Position, find_position, first_word, position_at
from diagnostics.problem import quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden, is_web_url
from safe_markdown import allowed
from safe_markdown.tokens import MAX_LINES, MAX_STEPS, PARSER, deepest, directive_name

EMPTY = range(0)
MAX_CHARACTERS = 100  # that are reported


class Refusal(NamedTuple):
    """Something that a page may not contain."""

    position: Position
    code: Code
    text: str
    hidden: range = EMPTY  # the lines that MyST must not see, as indexes
    escaped: str = ""  # what becomes text by a backslash, so that no line need be hidden


def unify_lines(text: str) -> str:
    """Return a text whose lines end with the same character, and whose accents are parts of their letters."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def hide(text: str, refusals: Iterable[Refusal]) -> str:
    """Return a text, line for line, without what MyST must not see."""
    lines = FORBIDDEN.sub("", unify_lines(text)).split("\n")
    marks: dict[range, set[str]] = {}
    for refusal in refusals:
        marks.setdefault(refusal.hidden, set()).add(refusal.escaped)
    for hidden, escaped in marks.items():
        markup = re.compile(rf"(?<!\\)({'|'.join(map(re.escape, escaped))})")
        for index in hidden:
            lines[index] = "" if "" in escaped else markup.sub(r"\\\g<0>", lines[index])
    return "\n".join(lines)


class PageReader:
    """Reads one page."""

    def __init__(self, text: str, docname: str, names: allowed.AllowedNames) -> None:
        self.lines = unify_lines(text).split("\n")
        self.docname, self.names = docname, names
        self.environment: dict[str, Any] = {"steps": 0}  # where the parser keeps what it notes on the page
        if len(self.lines) > MAX_LINES:
            self.environment.update(steps=MAX_STEPS, excess=MAX_LINES + 1)
        self.all_lines = range(len(self.lines))
        self.refusals: list[Refusal] = []
        self.lines_with_html: set[int] = set()

    def refuse(self, position: Position, code: Code, text: str, lines: range = EMPTY, mark: str = "") -> None:
        """Note a problem, and what is hidden because of it."""
        self.refusals.append(Refusal(position, code, text, lines, mark))

    def refer(self, kind: str, target: str, typed: str, position: Position) -> None:
        """Note a "link" to a page, or an "image", by its path below the root of the site."""

    def read_page(self, body: str) -> None:
        """Read the text of the page, with blank lines instead of front matter."""
        if body.startswith("---"):  # MyST reads settings for itself there
            self.refuse((1, 1), Code.FORBIDDEN_YAML, allowed.FRONT_MATTER_PROBLEM, range(1), "---")
            body = f"\\{body}"
        body = unify_lines(body)
        for found in islice(FORBIDDEN.finditer(body), MAX_CHARACTERS):
            self.refuse(position_at(body, found.start()), Code.BAD_CHARACTER, forbidden(found[0]))
        self.read_blocks(body, 0, 0)

    def read_sentence(self, sentence: str, position: Position, level: int = 1) -> None:
        """Read inline Markdown that begins at a position of the page."""
        index = position[0] - 1
        text = PlacedText(self.lines, index, sentence, position[1] - 1)
        for token in PARSER.parseInline(sentence, self.environment):
            self.read_inline(text, token.children or [], range(index, index + 1), level)

    # -- Blocks --------------------------------------------------------------------------------------------

    def read_blocks(self, body: str, first: int, depth: int) -> list[Token]:
        """Read Markdown whose first line is at index `first` of the page; return its tokens."""
        self.environment["steps"] += 5 + len(body) // 50 + body.count("\n") // 4
        self.environment.update(first=first, tokens=0, unread=0)
        tokens = PARSER.parse(body, self.environment)
        if line := self.environment.get("excess"):
            self.refuse((line, 1), Code.TOO_LONG, allowed.PAGE_PROBLEM, self.all_lines)
            return []
        ends: dict[int, int] = {}  # line -> column at which the last cell in it ends
        for token in tokens:
            if token.map is None:
                continue
            block = range(first + token.map[0], first + token.map[1])
            level = depth + token.level + 1
            if level > allowed.MAX_NESTING:
                position = block.start + 1, 1
                self.refuse(position, Code.FORBIDDEN_BLOCK, allowed.NESTING_PROBLEM, self.all_lines)
                break
            if token.type == "inline":
                text = PlacedText(self.lines, block.start, token.content, ends.get(block.start, 0))
                ends[block.start] = text.column_of(0) + len(text.parts[0])
                self.read_inline(text, token.children or [], block, level)
            else:
                self.read_block(token, block, level)
        return tokens

    def read_block(self, token: Token, block: range, level: int) -> None:
        """Read the beginning of a block, or a block whose content is no inline Markdown."""
        if token.type == "html_block":
            self.refuse(first_word(self.lines, block.start), Code.FORBIDDEN_HTML, allowed.HTML_PROBLEM)
        if token.type not in ("fence", "colon_fence"):
            return
        name = directive_name(token)
        if name is None and token.type == "colon_fence":
            self.read_blocks(token.content, block.start + 1, level)
        elif name is not None and (problem := allowed.name_problem(name, "directive", self.names)):
            position = find_position(self.lines, block.start + 1, f"{{{name}}}")
            self.refuse(position, Code.FORBIDDEN_BLOCK, problem, block)
        elif name is not None:
            self.read_directive(name, token, block, level)

    def read_directive(self, name: str, token: Token, block: range, level: int) -> None:
        """Read a directive whose name is allowed; subclasses know what it takes."""

    # -- Paragraphs, headings and cells --------------------------------------------------------------------

    def read_inline(self, text: PlacedText, children: Sequence[Token], block: range, level: int) -> None:
        """Read a paragraph, heading or cell."""
        if level + deepest(children) > allowed.MAX_NESTING:
            self.refuse(text.position(0), Code.FORBIDDEN_BLOCK, allowed.NESTING_PROBLEM, block)
            return
        end = 0
        for index, child in enumerate(children):
            if child.type == "text":
                start = text.find(child.content, end)
                end = start + len(child.content)
                self.read_text(child.content, text.position(start))
            else:
                end = max(end, child.meta.get("place", 0))
                self.read_mark(text, children, index, end, block)

    def read_text(self, content: str, position: Position) -> None:
        """Read words, which may contain characters that were written as entities."""
        for found in islice(FORBIDDEN.finditer(content), MAX_CHARACTERS):
            self.refuse((position[0], position[1] + found.start()), Code.BAD_CHARACTER, forbidden(found[0]))

    def read_mark(
        self, text: PlacedText, children: Sequence[Token], index: int, place: int, block: range
    ) -> None:
        """Read the child of an index, which begins at a place of the text, and is no text."""
        child = children[index]
        if child.type == "html_inline":
            position = text.position(place)
            if position[0] not in self.lines_with_html:  # a line has an opening and a closing tag
                self.refuse(position, Code.FORBIDDEN_HTML, allowed.HTML_PROBLEM)
            self.lines_with_html.add(position[0])
        elif child.type == "myst_role":
            name = child.meta["name"]
            if problem := allowed.name_problem(name, "role", self.names):
                self.refuse(text.position(place), Code.FORBIDDEN_BLOCK, problem, block, f"{{{name}}}")
        elif child.type in ("link_open", "image"):
            url = PARSER.normalizeLinkText(str(child.attrGet("href") or child.attrGet("src") or ""))
            start = place + 1 if child.info == "auto" or child.type == "image" else place
            for typed in (f"]({url}", f"](<{url}", "](" + url.replace("\\", r"\\")):
                found = text.find(typed, place)
                if text.content.startswith(typed, found):
                    start = found + (3 if typed.startswith("](<") else 2)
            if child.type == "link_open":
                self.check_link(url, text.position(start), block)
            else:
                self.check_image(url, text.position(start))

    def check_link(self, url: str, position: Position, block: range) -> None:
        """Check the target of a link in a block."""
        if url.startswith("path:"):
            url, position = url.removeprefix("path:"), (position[0], position[1] + len("path:"))
        path, _, heading = url.partition("#")
        if is_web_url(url) or allowed.MAIL.fullmatch(url):
            return
        if url.startswith("www."):
            problem = f"{quoted(url)} is not a valid URL for a link; type {quoted(f'https://{url}')}"
            self.refuse(position, Code.BAD_ADDRESS, problem)
        elif not allowed.PATH_ON_SITE.fullmatch(url):
            self.refuse(position, Code.BAD_ADDRESS, allowed.URL_PROBLEM % quoted(url))
        elif len(path) > allowed.MAX_PATH_LENGTH:
            self.refuse(position, Code.FORBIDDEN_FILE, allowed.FILE_PROBLEM % quoted(url), block, "](")
        elif path and not path.endswith(".md"):
            self.refuse(position, Code.FORBIDDEN_FILE, allowed.FILE_PROBLEM % quoted(url))
        else:
            page = path_on_site(self.docname, path).removesuffix(".md") if path else self.docname
            self.refer("link", f"{page}#{heading}" if heading else page, url, position)

    def check_image(self, url: str, position: Position) -> None:
        """Check the path of an image."""
        if is_image_path(self.docname, url):
            self.refer("image", path_on_site(self.docname, url), url, position)
        else:
            self.refuse(position, Code.FORBIDDEN_FILE, allowed.IMAGE_PROBLEM % quoted(url))


def path_on_site(docname: str, typed: str) -> str:
    """Return the path below the root of the site to which a page refers; it begins with ".." if outside."""
    return normpath(typed.lstrip("/") if typed.startswith("/") else join(dirname(docname), typed))


def is_image_path(docname: str, typed: str) -> bool:
    """Return whether a page refers to an image in a folder of the site that is not hidden."""
    return bool(allowed.IMAGE_PATH.fullmatch(typed)) and "/." not in f"/{path_on_site(docname, typed)}"
