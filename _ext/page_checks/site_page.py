"""Reading the Markdown of a page by the rules of this site.

The safety rules of `safe_markdown` come first. This module adds headings, footnotes, texts of links and
images, languages of code, and notes what other pages and files decide about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from markdown_it.token import Token

from diagnostics.codes import Code
from diagnostics.positions import PlacedText, Position, find_position, first_word
from diagnostics.problem import nearest, quoted
from page_checks.directives import ALLOWED_NAMES, DOMAIN_ROLES, REFERRING_ROLES, SPECS, DirectiveReader
from safe_markdown.page_reader import PageReader, path_on_site
from safe_markdown.tokens import directive_name

# Link texts that say nothing about the target.
VAGUE_LINK_TEXTS = frozenset({
    "here", "click here", "see here", "link", "this", "this link", "this page",
    "more", "read more", "learn more",
})  # fmt: skip
NOT_IN_ANCHORS = re.compile(r"[^\w\u4e00-\u9fff\- ]")


class Reference(NamedTuple):
    """A link, an image or a role, to something that may not exist."""

    kind: str  # "link", "image", "toctree", "glob", or the name of a role
    target: str  # the name of a page, with "#" and a heading if there is one; a path; or an id
    typed: str
    position: Position


class Prose(NamedTuple):
    """What a page refers to, and what other pages can refer to."""

    references: tuple[Reference, ...]
    anchors: frozenset[str]  # of its headings
    options: tuple[Mapping[str, tuple[str, Position]], ...]  # of each directive
    texts: tuple[tuple[str, Position], ...]  # of an announcement
    directives: frozenset[str]  # their names


class SitePage(PageReader):
    """Reads one page."""

    def __init__(self, text: str, docname: str, draw: Callable[[str], object] | None = None) -> None:
        """Prepare for the whole text of a page; `draw` raises `ValueError` for code that is not a diagram."""
        super().__init__(text, docname, ALLOWED_NAMES)
        self.draw = draw
        self.references: list[Reference] = []
        self.options: list[Mapping[str, tuple[str, Position]]] = []
        self.texts: list[tuple[str, Position]] = []
        self.directives: set[str] = set()
        self.heading: Token | None = None  # whose text comes next
        self.level_above = 0
        self.parent = ""  # the directive around what is read
        self.titles = 0
        self.anchors: set[str] = set()
        self.repeated: Counter[str] = Counter()  # the last number of an anchor, by its words
        self.footnotes: dict[str, Position] = {}
        self.noted: dict[str, tuple[Position, range]] = {}  # labels of footnotes that the text refers to

    @property
    def prose(self) -> Prose:
        """What the page refers to, after it was read."""
        return Prose(
            references=tuple(self.references),
            anchors=frozenset(self.anchors),
            options=tuple(self.options),
            texts=tuple(self.texts) if self.docname.startswith("announcements/") else (),
            directives=frozenset(self.directives),
        )

    def refer(self, kind: str, target: str, typed: str, position: Position) -> None:
        self.references.append(Reference(kind, target, typed, position))

    def read_page(self, body: str) -> None:
        """Read the text of the page, with blank lines instead of front matter."""
        super().read_page(body)
        for label in self.noted.keys() - self.footnotes.keys():
            position, block = self.noted[label]
            text = f'there is no footnote "[^{label}]"; add a line "[^{label}]: …" at the end of the page'
            self.refuse(position, Code.UNKNOWN_TARGET, text, block, f"[^{label}]")
        for label in self.footnotes.keys() - self.noted.keys():
            text = f'nothing refers to this footnote; type "[^{label}]" in the text, or delete the line'
            self.refuse(self.footnotes[label], Code.UNKNOWN_TARGET, text)

    # -- Blocks --------------------------------------------------------------------------------------------

    def read_blocks(self, body: str, first: int, depth: int) -> list[Token]:
        """Read Markdown; the levels of headings in a directive are counted anew."""
        above, self.level_above = self.level_above, 0
        tokens = super().read_blocks(body, first, depth)
        self.level_above = above
        for definition in self.environment.pop("duplicate_refs", []):
            text = f'"[{definition["label"].lower()}]:" is already defined above; delete one of the two'
            self.refuse(first_word(self.lines, first + definition["map"][0]), Code.DUPLICATE_KEY, text)
        return tokens

    def read_block(self, token: Token, block: range, level: int) -> None:
        """Read the beginning of a block, or a block whose content is not inline Markdown."""
        self.heading = token if token.type == "heading_open" else None
        position = first_word(self.lines, block.start)
        if token.type == "myst_target":
            text = "labels are not allowed; link to the heading instead, such as [text](#heading)"
            self.refuse(position, Code.FORBIDDEN_BLOCK, text, block)
        elif token.type == "footnote_reference_open":
            label = token.meta["label"]
            if self.footnotes.setdefault(label, position) != position:
                text = f'the footnote "[^{label}]" is already on line {self.footnotes[label][0]}; rename it'
                self.refuse(position, Code.DUPLICATE_KEY, text)
        elif token.type == "fence" and directive_name(token) is None and token.info.strip():
            language = token.info.split()[0]
            self.check_language(language, find_position(self.lines, block.start + 1, language))
        super().read_block(token, block, level)

    def read_directive(self, name: str, token: Token, block: range, level: int) -> None:
        """Read a directive whose name is allowed."""
        DirectiveReader(self, name, token, block, level).read()

    def check_language(self, language: str, position: Position) -> None:
        """Check the language of code: a build highlights those that Pygments knows."""
        if language not in code_languages():
            meant = f"{{{language}}}" if language in SPECS else nearest(language, code_languages()) or "text"
            problem = f'{quoted(language)} is not a language for code; did you mean "{meant}"?'
            self.refuse(position, Code.UNKNOWN_VALUE, problem)

    # -- Paragraphs, headings and cells --------------------------------------------------------------------

    def read_inline(self, text: PlacedText, children: Sequence[Token], block: range, level: int) -> None:
        """Read a paragraph, heading or cell."""
        if self.heading:
            self.read_heading(self.heading, text, children, is_top=level == 2)
            self.heading = None
        super().read_inline(text, children, block, level)

    def read_heading(self, token: Token, text: PlacedText, children: Sequence[Token], is_top: bool) -> None:
        """Note the anchor of a heading, and check its level."""
        level, above = int(token.tag.removeprefix("h")), self.level_above
        position = first_word(self.lines, text.first)
        self.level_above = level
        self.titles += is_top and level == 1
        if is_top:
            words = (child.content for child in children if child.type in ("text", "code_inline"))
            self.add_anchor("".join(words))
        if is_top and level == 1 and self.titles > 1:
            problem = 'this page already has a title; begin this heading with "## "'
            self.refuse(position, Code.SECOND_TITLE, problem)
        elif above and level > above + 1:
            marks = "#" * (above + 1)
            problem = f'a heading of level {level} follows one of level {above}; begin it with "{marks} "'
            self.refuse(position, Code.SKIPPED_HEADING, problem)

    def add_anchor(self, heading: str) -> None:
        """Note the anchor of a heading, as MyST makes it with its setting `myst_heading_anchors`."""
        slug = anchor = NOT_IN_ANCHORS.sub("", heading.lower().replace(" ", "-"))
        while anchor in self.anchors:
            self.repeated[slug] += 1
            anchor = f"{slug}-{self.repeated[slug]}"
        self.anchors.add(anchor)

    def read_text(self, content: str, position: Position) -> None:
        self.texts.append((content, position))
        super().read_text(content, position)

    def read_mark(
        self, text: PlacedText, children: Sequence[Token], index: int, place: int, block: range
    ) -> None:
        """Read the child at an index, which is not text and begins at an offset in the text."""
        child = children[index]
        if child.type == "footnote_ref":
            self.noted.setdefault(child.meta["label"], (text.position(place), block))
        elif child.type == "myst_role":
            self.read_role(child, text, place)
        elif child.type == "image" and not child.content.strip():
            problem = "this image has no alternative text; write what it shows between [ and ]"
            self.refuse(text.position(place), Code.MISSING_ALT_TEXT, problem)
        elif child.type == "link_open":
            inner = takewhile(lambda inner: inner.type != "link_close", islice(children, index + 1, None))
            self.check_link_text("".join(inner.content for inner in inner), text.position(place + 1))
        super().read_mark(text, children, index, place, block)

    def read_role(self, token: Token, text: PlacedText, place: int) -> None:
        name, target = token.meta["name"], token.content
        kind = name.removeprefix("partnerships:")
        if target.startswith("!") or name not in REFERRING_ROLES | DOMAIN_ROLES:
            return
        if target.endswith(">") and "<" in target[1:]:
            target = target.rpartition("<")[2][:-1]
        start = place + len(name) + 2 + token.content.rfind(target)
        position = text.position(text.find(target, start))
        if name == "doc":
            self.refer("link", path_on_site(self.docname, target), target, position)
        else:
            self.refer(kind, target, target, position)

    def check_link_text(self, words: str, position: Position) -> None:
        """Check that the text of a link says where it leads."""
        if words.strip(" .!").casefold() in VAGUE_LINK_TEXTS:
            problem = f'"{words}" does not say where this link leads; name the target of the link'
            self.refuse(position, Code.BAD_LINK_TEXT, problem)
        elif words.startswith(("https://", "http://", "www.")):
            problem = "the text of this link is a URL; write [name of the target](URL)"
            self.refuse(position, Code.BAD_LINK_TEXT, problem)


@cache
def code_languages() -> frozenset[str]:
    """Return the names of all languages that a build can highlight."""
    from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]  # imported late: it is slow

    names = {alias for _name, aliases, *_more in get_all_lexers(plugins=False) for alias in aliases}
    return frozenset(names | {"default", "none"})
