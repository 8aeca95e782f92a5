"""Rules for the Markdown source of a page, before MyST sees it. They need no Sphinx.

The rules read a page as MyST does: the text of a directive is Markdown again, unless the directive takes it
literally. They find directives and roles that are not allowed, nesting that is too deep, and links that MyST
would drop in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import make_fence_rule
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from diagnostics.codes import Code
from diagnostics.problem import quoted
from safe_markdown import allowed
from safe_markdown.allowed import AllowedNames, name_problem

LITERAL_DIRECTIVES = frozenset({"code-block", "image", "mermaid", "toctree"})


class Refusal(NamedTuple):
    """Something that a page may not contain."""

    line: int  # where it is, counted from 1
    text: str
    words: str  # what to point at, if it is found there
    code: Code = Code.FORBIDDEN_BLOCK
    hidden: range = range(0)  # the lines that MyST must not see, as indexes
    escaped: str = ""  # what becomes text by a backslash, so that no line need be hidden


def page_parser() -> MarkdownIt:
    """Return a parser that reads Markdown as MyST does with its extension `colon_fence`."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.use(front_matter_plugin).use(myst_block_plugin).use(myst_role_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    colon_fence = make_fence_rule(markers=(":",), token_type="colon_fence")
    alternatives = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    parser.block.ruler.before("fence", "colon_fence", colon_fence, {"alt": alternatives})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # else bad links are text to it
    return parser


PARSER = page_parser()
is_link_for_markdown_it = MarkdownIt().validateLink


def hide(text: str, refusals: Iterable[Refusal]) -> str:
    """Return a text, line for line, without what MyST must not see."""
    lines = re.split(r"\r\n?|\n", text)  # as markdown-it does
    for refusal in refusals:
        markup = re.compile(rf"(?<!\\){re.escape(refusal.escaped)}")
        for index in refusal.hidden:
            lines[index] = markup.sub(r"\\\g<0>", lines[index]) if refusal.escaped else ""
    return "\n".join(lines)


def check_page(text: str, names: AllowedNames) -> Iterator[Refusal]:
    """Yield what a page may not contain, in its order."""
    if text.startswith("---"):  # MyST reads settings for itself there
        problem = allowed.FRONT_MATTER_PROBLEM
        yield Refusal(1, problem, "---", Code.FORBIDDEN_YAML, hidden=range(1), escaped="---")
        text = f"\\{text}"
    yield from PageCheck(names).check_blocks(text, 0, 0)


def check_inline_text(text: str, names: AllowedNames) -> Iterator[Refusal]:
    """Yield what one line of inline Markdown may not contain."""
    for token in PARSER.parseInline(text):
        yield from PageCheck(names).check_inline(token, range(1), 1)


class PageCheck:
    """Looks through one page."""

    def __init__(self, names: AllowedNames) -> None:
        self.names = names
        self.environment: MutableMapping[str, Any] = {}  # where the parser keeps the page's links
        self.outermost = range(0)

    def check_blocks(self, text: str, first: int, depth: int) -> Iterator[Refusal]:
        """Yield what is refused in Markdown whose first line is at index `first` of the page."""
        for token in PARSER.parse(text, self.environment):
            if token.map is None:
                continue
            block = range(first + token.map[0], first + token.map[1])
            level = depth + token.level + 1
            if level == 1:
                self.outermost = block
            if level > allowed.MAX_NESTING:
                yield Refusal(block.start + 1, allowed.NESTING_PROBLEM, "", hidden=self.outermost)
                return
            if token.type in ("fence", "colon_fence"):
                yield from self.check_fence(token, block, level)
            elif token.type == "inline":
                yield from self.check_inline(token, block, level)

    def check_fence(self, token: Token, block: range, level: int) -> Iterator[Refusal]:
        """Yield what is refused in a directive, or in a container of colons."""
        name, text = directive_name(token), token.content
        if name is None:
            if token.type == "colon_fence":
                yield from self.check_blocks(text, block.start + 1, level)
        elif problem := name_problem(name, "directive", self.names):
            yield Refusal(block.start + 1, problem, f"{{{name}}}", hidden=block)
        elif name not in LITERAL_DIRECTIVES:
            argument = "".join(token.info.split(maxsplit=1)[1:])
            yield from self.check_blocks(argument, block.start, level)
            if name == "glossary":  # definitions are indented by as much as their author likes
                text = "\n".join(line.lstrip() for line in text.split("\n"))
            yield from self.check_blocks(text, block.start + 1, level)

    def check_inline(self, token: Token, block: range, level: int) -> Iterator[Refusal]:
        """Yield what is refused in a paragraph, heading or cell."""
        line = block.start + 1
        if level + deepest(token.children or ()) > allowed.MAX_NESTING:
            yield Refusal(line, allowed.NESTING_PROBLEM, token.content.partition("\n")[0], hidden=block)
            return
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "myst_role":
                if problem := name_problem(child.meta["name"], "role", self.names):
                    role = f"{{{child.meta['name']}}}"
                    yield Refusal(line, problem, role, hidden=block, escaped=role)
            elif child.type in ("link_open", "image"):
                yield from check_link(child, line)


def check_link(token: Token, line: int) -> Iterator[Refusal]:
    """Yield a link or image that MyST takes for text in silence."""
    typed = str(token.attrGet("href") or token.attrGet("src") or "")
    if not is_link_for_markdown_it(typed):
        url = PARSER.normalizeLinkText(typed)
        if token.type == "image":
            yield Refusal(line, allowed.IMAGE_PROBLEM % quoted(url), url, Code.FORBIDDEN_FILE)
        else:
            yield Refusal(line, allowed.URL_PROBLEM % quoted(url), url, Code.BAD_ADDRESS)


def directive_name(token: Token) -> str | None:
    """Return the name of the directive that a fence is, if it is one."""
    name = (token.info.split(maxsplit=1) or [""])[0]
    return name[1:-1] if name.startswith("{") and name.endswith("}") else None


def deepest(tokens: Sequence[Token]) -> int:
    """Return how many marks are in each other in a line of text, with the descriptions of its images."""
    return max((token.level + deepest(token.children or ()) for token in tokens), default=0)
