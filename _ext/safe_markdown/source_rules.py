"""Rules for the Markdown source of a page, before MyST sees it. They need no Sphinx.

The rules read a page as MyST does: the text of a directive is Markdown again, unless the directive takes it
literally. They find directives and roles that are not allowed, nesting that is too deep, and links that MyST
would drop in silence or stop at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import make_fence_rule
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from diagnostics.codes import Code
from diagnostics.unsafe_text import is_web_url
from safe_markdown import allowed
from safe_markdown.allowed import AllowedNames

# Directives whose text is not Markdown.
LITERAL_DIRECTIVES = frozenset({"code-block", "image", "mermaid", "toctree"})


class Refusal(NamedTuple):
    """Something that a page may not contain."""

    line: int  # where it is, counted from 1
    code: Code
    text: str
    words: tuple[str, ...]  # what to point at: the first of these that is found
    opening: str = ""  # what comes before these words
    blanked: range = range(0)  # the lines that MyST must not see, as indexes
    escaped: str = ""  # what becomes text by a backslash, so that no line need be blanked


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


def blank(text: str, refusals: Sequence[Refusal]) -> str:
    """Return a text in which the lines that MyST must not see are empty."""
    lines = text.split("\n")
    for refusal in refusals:
        markup = re.compile(rf"(?<!\\){re.escape(refusal.escaped)}")
        for index in refusal.blanked:
            lines[index] = markup.sub(r"\\\g<0>", lines[index]) if refusal.escaped else ""
    return "\n".join(lines)


def check_page(text: str, names: AllowedNames) -> Iterator[Refusal]:
    """Yield what a page may not contain, in its order."""
    if not text.startswith("---"):
        yield from PageCheck(names).check_blocks(text, 0, 0)
        return
    # MyST reads settings for itself there.
    lines = text.split("\n")
    closing = (number for number, line in enumerate(lines[1:], 2) if line.startswith(("---", "...")))
    blanked = range(next(closing, len(lines)))
    yield Refusal(1, Code.FORBIDDEN_YAML, allowed.FRONT_MATTER_PROBLEM, ("---",), blanked=blanked)


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
                name = directive_name(token)
                code, words = Code.FORBIDDEN_BLOCK, (f"{{{name}}}",) if name else ()
                problem = allowed.NESTING_PROBLEM
                yield Refusal(block.start + 1, code, problem, words, blanked=self.outermost)
                return
            if token.type in ("fence", "colon_fence"):
                yield from self.check_fence(token, block, level)
            elif token.type == "inline":
                yield from self.check_inline(token, block, level)

    def check_fence(self, token: Token, block: range, level: int) -> Iterator[Refusal]:
        """Yield what is refused in a directive, or in a container of colons."""
        name = directive_name(token)
        if name is None:
            if token.type == "colon_fence":
                yield from self.check_blocks(token.content, block.start + 1, level)
        elif problem := self.names.directive_problem(name):
            code, words = Code.FORBIDDEN_BLOCK, (f"{{{name}}}",)
            yield Refusal(block.start + 1, code, problem, words, blanked=block)
        elif name not in LITERAL_DIRECTIVES:
            argument = "".join(token.info.split(maxsplit=1)[1:])
            yield from self.check_blocks(argument, block.start, level)
            content = token.content
            if name == "glossary":  # definitions are indented by as much as their author likes
                content = "\n".join(line.lstrip() for line in content.split("\n"))
            yield from self.check_blocks(content, block.start + 1, level)

    def check_inline(self, token: Token, block: range, level: int) -> Iterator[Refusal]:
        """Yield what is refused in a paragraph, heading or cell."""
        children = token.children or []
        line = block.start + 1
        if level + deepest(children) > allowed.MAX_NESTING:
            code, words = Code.FORBIDDEN_BLOCK, (token.content.partition("\n")[0],)
            yield Refusal(line, code, allowed.NESTING_PROBLEM, words, blanked=block)
            return
        for index, child in enumerate(children):
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "myst_role" and (problem := self.names.role_problem(child.meta["name"])):
                code, role = Code.FORBIDDEN_BLOCK, f"{{{child.meta['name']}}}"
                yield Refusal(line, code, problem, (role,), blanked=block, escaped=role)
            elif child.type in ("link_open", "image"):
                label = takewhile(lambda part: part.type != "link_close", children[index + 1 :])
                text = child.content or "".join(part.content for part in label)
                yield from check_link(child, text, line, block)


def check_link(token: Token, label: str, line: int, block: range) -> Iterator[Refusal]:
    """Yield a link or image that MyST takes for text in silence, or at whose file name it would stop."""
    typed = str(token.attrGet("href") or token.attrGet("src") or "")
    url = PARSER.normalizeLinkText(typed)
    words = (url, f"[{label}]")
    too_long = len(typed.partition("#")[0]) > allowed.MAX_PATH_LENGTH and not is_web_url(typed)
    if token.type == "image":
        if not is_link_for_markdown_it(typed):
            yield Refusal(line, Code.FORBIDDEN_FILE, allowed.image_problem(url), words, "](")
    elif too_long:
        yield Refusal(line, Code.BAD_ADDRESS, allowed.LENGTH_PROBLEM, words, "](", blanked=block)
    elif not is_link_for_markdown_it(typed):
        yield Refusal(line, Code.BAD_ADDRESS, allowed.url_problem(url) or "", words, "](")


def directive_name(token: Token) -> str | None:
    """Return the name of the directive that a fence is, if it is one."""
    name = (token.info.split(maxsplit=1) or [""])[0]
    return name[1:-1] if name.startswith("{") and name.endswith("}") else None


def deepest(tokens: Sequence[Token]) -> int:
    """Return how many marks are in each other in a line of text, with the descriptions of its images."""
    return max((token.level + deepest(token.children or ()) for token in tokens), default=0)
