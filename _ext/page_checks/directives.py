"""Rules for directives: which arguments, options and content each takes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.token import Token

from diagnostics.codes import Code
from diagnostics.positions import Position, find_position, first_word
from diagnostics.problem import did_you_mean, quoted
from diagnostics.unsafe_text import is_web_url
from partnerships_data.pages.models import KINDS
from safe_markdown import allowed
from safe_markdown.page_reader import path_on_site
from safe_markdown.tokens import directive_name

if TYPE_CHECKING:
    from page_checks.site_page import SitePage


class Spec(NamedTuple):
    """What a directive takes; `directives.toml` explains the values."""

    argument: str = ""
    content: str = "required"
    options: Mapping[str, str] = {}
    parent: str = ""


LISTED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SPECS: Mapping[str, Spec] = {name: Spec(**values) for name, values in LISTED.items()}
REFERRING_ROLES = frozenset({"doc", "region", "published", *KINDS})
DOMAIN_ROLES = frozenset(f"partnerships:{role}" for role in REFERRING_ROLES - {"doc"})
ROLES = allowed.ALLOWED_ROLES | REFERRING_ROLES | DOMAIN_ROLES
ALLOWED_NAMES = {"directive": SPECS.keys(), "role": ROLES}
MODELS = (*KINDS, "member")
VALUES = {  # kind -> expression, and what to write; URLs, images and languages have rules of their own
    "columns": ("([0-9]|1[0-2])( ([0-9]|1[0-2])){3}|[0-9]|1[0-2]", "one number or four"),
    "kind": ("|".join(MODELS), f"one of: {', '.join(MODELS)}"),
    "lines": ("[0-9]{1,9}(-[0-9]{1,9})?(, ?[0-9]{1,9}(-[0-9]{1,9})?)*", 'numbers, such as "1,3-5"'),
    "number": ("[1-9][0-9]{0,3}", "a number"),
    "text": (r".*\S.*", "a text"),
    "widths": (r"([1-9]\d{0,2}[ ,]+)*[1-9]\d{0,3}(px|%)?", 'sizes, such as "50%" or "20 80"'),
}
OPTION = re.compile(r":?([\w-]+):(?: +(\S.*)?)?")
# A value that MyST would not read as it was typed: a block, a comment, or quotes that do not end the line.
SPECIAL_VALUE = re.compile(r"[|>#].*|.* #.*|\"([^\"\\]*|[^\"\\]*\".+|.*\\.*)|'([^']*|[^']*'.+)")
# Settings, shapes that load images, links, URLs.
ACTIVE_DIAGRAM = re.compile(r"%%\{|^\s*---\s*$|@\{|^\s*click\b|//", re.MULTILINE)
DIAGRAM_PROBLEM = '%s is not allowed in a diagram; use only shapes, text, and the options "alt" and "caption"'
PATTERN_PROBLEM = '%s is not an allowed pattern; write "*" for all pages of this folder'
SITE_PROBLEM = "%s is not a page of this site; link to other sites in the text instead"
MAX_STARS = 2  # in a pattern for names of pages: each more multiplies the time to compare
CARD_PART = re.compile(r"(\+{3,}|\^{3,})\s*")


class DirectiveReader:
    """Reads one directive whose name is allowed."""

    def __init__(self, page: SitePage, name: str, token: Token, block: range, level: int) -> None:
        self.page, self.name, self.block, self.level = page, name, block, level
        self.spec = SPECS[name]
        self.lines = token.content.split("\n")[:-1]
        self.argument = "".join(token.info.split(maxsplit=1)[1:]).strip()
        self.position = self.find(block.start, f"{{{name}}}")
        self.options: dict[str, tuple[str, Position]] = {}
        self.is_refused = False

    def find(self, index: int, *words: str, opening: str = "") -> Position:
        return find_position(self.page.lines, index + 1, *words, opening=opening)

    def refuse(self, text: str, position: Position | None = None, code: Code = Code.BAD_DIRECTIVE) -> None:
        """Note a problem that keeps the directive from the page."""
        self.page.refuse(position or self.position, code, text, self.block)
        self.is_refused = True

    def read(self) -> None:
        if self.spec.parent not in ("", self.page.parent):
            self.refuse(f'"{{{self.name}}}" is a part of a "{{{self.spec.parent}}}"; put it in one')
        start = self.read_options()
        self.read_argument()
        content, first = self.lines[start:], self.block.start + 1 + start
        is_empty = not any(map(str.strip, content))
        if self.spec.content in ("required", "optional"):
            if not self.spec.argument and self.argument:
                is_empty = False
                self.page.read_sentence(self.argument, self.position, self.level)
            self.read_content(content, first)
        if self.spec.content == "none" and not is_empty:
            self.refuse(f'"{{{self.name}}}" takes no text; delete the text in it')
        elif self.spec.content == "required" and is_empty and not self.is_refused:
            self.refuse(f'this "{{{self.name}}}" is empty; write its content below this line')
        elif self.name == "toctree":
            for index, entry in enumerate(content, first):
                if entry.strip():
                    self.read_entry(entry, index)
        elif self.name == "mermaid" and not self.is_refused:
            self.read_diagram("\n".join(content), first)
        self.check_options(len(content))
        self.page.options.append(self.options)
        self.page.directives.add(self.name)

    # -- Options and argument ------------------------------------------------------------------------------

    def read_options(self) -> int:
        """Read the options; return the index of the first line of the content."""
        number = 0
        is_block = bool(self.lines) and self.lines[0].startswith("---")
        for number, line in enumerate(map(str.strip, self.lines)):
            if is_block and number and line.startswith("---"):
                return number + 1
            if not is_block and (not line.startswith(":") or line.startswith(":::")):
                return number
            if line and (not is_block or number):
                self.read_option(line, self.block.start + 1 + number)
        return len(self.lines)

    def read_option(self, line: str, index: int) -> None:
        """Read an option in the line of an index."""
        match = OPTION.fullmatch(line)
        start = first_word(self.page.lines, index)
        if match is None or SPECIAL_VALUE.fullmatch(match[2] or ""):
            self.refuse('this option cannot be read; write ":name: value" on one line', start)
            return
        name, value = match[1], match[2] or ""
        kind = self.spec.options.get(name)
        value = value[1:-1] if value[:1] in ("'", '"') else value
        place = self.find(index, value, f"{name}:", opening=" ")
        self.options[name] = value, place
        if kind:
            self.check_value(kind, value, place)
        elif self.name == "mermaid":
            if not self.is_refused:
                place = self.find(index, f"{name}:")
                self.refuse(DIAGRAM_PROBLEM % f'"{name}:"', place, Code.FORBIDDEN_BLOCK)
        else:
            meant = did_you_mean(name, self.spec.options) or "; delete this line"
            self.refuse(f'"{{{self.name}}}" has no option "{name}"{meant}', start, Code.UNKNOWN_KEY)

    def read_argument(self) -> None:
        """Read what is after the name."""
        place = self.find(self.block.start, self.argument, opening=" ")
        if self.spec.argument and self.argument:
            self.check_value(self.spec.argument.rstrip("?"), self.argument, place)
        elif self.spec.argument and not self.spec.argument.endswith("?"):
            self.refuse(f'this "{{{self.name}}}" is incomplete; write a text or a path after it')
        elif self.argument and self.name == "mermaid":
            self.refuse(DIAGRAM_PROBLEM % quoted(self.argument), place, Code.FORBIDDEN_BLOCK)
        elif self.argument and (self.spec.content in ("none", "literal") or self.options):
            self.refuse(f'"{{{self.name}}}" takes no text on its line; delete it', place)

    def check_value(self, kind: str, value: str, place: Position) -> None:
        """Check an argument, or the value of an option."""
        if kind == "url" and not is_web_url(value):
            self.refuse(allowed.URL_PROBLEM % quoted(value), place, Code.BAD_ADDRESS)
        elif kind == "image":
            self.page.check_image(value, place)
        elif kind == "language":
            self.page.check_language(value, place)
        elif kind in VALUES:
            expression, advice = VALUES[kind]
            if not re.fullmatch(expression, value):
                self.refuse(f"{quoted(value)} is not allowed here; write {advice}", place, Code.UNKNOWN_VALUE)
            elif kind == "text":
                self.page.read_sentence(value, place, self.level)

    def check_options(self, line_count: int) -> None:
        """Check the options together, and with the number of lines of the content."""
        numbers, place = self.options.get("emphasize-lines", ("", self.position))
        if max(map(int, re.findall("[0-9]{1,9}", numbers)), default=0) > line_count:
            text = f"{quoted(numbers)} goes beyond the end of the code; count lines from 1"
            self.refuse(text, place, Code.FORBIDDEN_BLOCK)
        if self.name in ("image", "figure") and not self.is_refused and not self.options.get("alt", ("",))[0]:
            text = 'this image has no alternative text; add a line ":alt: what it shows"'
            self.page.refuse(self.position, Code.MISSING_ALT_TEXT, text)
        if "photo" in self.options and not {"photo-alt", "photo-credit"} <= self.options.keys():
            text = 'this photo has no description or credit; add lines ":photo-alt: …" and ":photo-credit: …"'
            self.refuse(text, self.options["photo"][1], Code.MISSING_PHOTO)

    # -- Content -------------------------------------------------------------------------------------------

    def read_content(self, content: Sequence[str], first: int) -> None:
        """Read content that is Markdown."""
        outer, self.page.parent = self.page.parent, self.name
        tokens = self.page.read_blocks("\n".join(content), first, self.level)
        self.page.parent = outer
        top = [token for token in tokens if token.level == 0 and token.nesting >= 0]
        parts = {name for name, spec in SPECS.items() if spec.parent == self.name}
        if parts and not all(directive_name(token) in parts for token in top):
            names = " or ".join(f'"{{{name}}}"' for name in sorted(parts))
            self.refuse(f'put each part of this "{{{self.name}}}" in a directive {names}')
        if "card" in self.name and any(map(CARD_PART.fullmatch, content)):
            self.refuse('a card has no header or footer here; delete the line "+++" or "^^^"')
        if self.name == "figure" and top and top[0].type != "paragraph_open":
            self.refuse("the caption of an image is a paragraph; put one before the rest")
        if self.name == "list-table" and not is_table(tokens, self.options.get("header-rows", ("0",))[0]):
            self.refuse('write each row as "* - one cell" and lines "  - next cell", as many in each row')

    def read_diagram(self, code: str, first: int) -> None:
        if match := ACTIVE_DIAGRAM.search(code):
            active = match[0].strip()
            place = self.find(first + code.count("\n", 0, match.end() - len(active)), active)
            self.refuse(DIAGRAM_PROBLEM % quoted(active), place, Code.FORBIDDEN_BLOCK)
        elif self.page.draw:
            try:
                self.page.draw(code)
            except ValueError as error:
                reason = str(error).strip().partition("\n")[0]
                self.refuse(f"this diagram cannot be drawn: {reason}; see https://mermaid.js.org/intro/")

    def read_entry(self, entry: str, index: int) -> None:
        """Read a line of a table of contents."""
        typed = entry.rpartition("<")[2][:-1] if entry.endswith(">") and "<" in entry[1:] else entry
        target = path_on_site(self.page.docname, typed.removesuffix(".md"))
        words = (typed, target, target.rpartition("/")[2])
        place = self.find(index, *words[typed[:1] == "/" :], opening="<")
        level, line = allowed.level_of(self.page.docname), range(index, index + 1)
        if "://" in typed or typed == "self":
            self.page.refuse(place, Code.BAD_ADDRESS, SITE_PROBLEM % quoted(typed), line)
        elif "glob" in self.options and re.search(r"[*?\[]", typed) and typed == entry:
            place = self.find(index, typed)
            is_outside = typed.startswith(("/", ".")) or level[1]
            if "[" in typed or typed.count("*") > MAX_STARS or is_outside:
                self.page.refuse(place, Code.FORBIDDEN_BLOCK, PATTERN_PROBLEM % quoted(typed), line)
            else:
                self.page.refer("glob", target, typed, place)
        elif allowed.level_of(target) <= level:
            self.page.refuse(place, Code.FORBIDDEN_BLOCK, allowed.TOCTREE_PROBLEM % quoted(target), line)
        else:
            self.page.refer("toctree", target, typed, place)


def is_table(tokens: Sequence[Token], header_rows: str) -> bool:
    """Return whether content is one list of lists of the same length, with rows below the header rows."""
    lists = [token.type for token in tokens if token.level in (0, 2) and token.nesting >= 0]
    cells: list[int] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1:
            cells.append(0)
        elif token.type == "list_item_open" and token.level == 3:
            cells[-1] += 1
    is_even = len(set(cells)) == 1 and lists == ["bullet_list_open"] * (len(cells) + 1)
    return is_even and header_rows.isdecimal() and int(header_rows) < len(cells)
