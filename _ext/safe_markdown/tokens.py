"""The Markdown tokens of a page, as MyST makes them, each with the place at which it begins."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, make_fence_rule
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

MAX_LINES = 4_000  # of a page, also those that the parser does not read, such as the options of directives
MAX_STEPS = 21_500  # of the parser on a page, which take about 50 milliseconds
STEPS = {"[": 13, "<": 13, "|": 3, **dict.fromkeys("!#$%&*+-:=>@\\]^_`{}~", 2)}  # by mark


def page_parser() -> MarkdownIt:
    """Return a parser that reads Markdown as MyST does with its extension `colon_fence`."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.use(front_matter_plugin).use(myst_block_plugin).use(myst_role_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    colon_fence = make_fence_rule(markers=(":",), token_type="colon_fence")
    alternatives = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    parser.block.ruler.before("fence", "colon_fence", colon_fence, {"alt": alternatives})
    parser.block.ruler.before("table", "steps", _count_steps, {"alt": alternatives})
    parser.inline.ruler.before("text", "places", _note_place)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # else bad links are text to it
    return parser


def _count_steps(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Count the steps for a line and the tokens above it; end the text where they are too many."""
    line = state.src[state.bMarks[start] : state.eMarks[start]]
    state.env["steps"] += 2 + len(state.tokens) - state.env["tokens"]
    if start >= state.env["unread"]:  # lines are seen again when a rule does not apply to them
        state.env["steps"] += sum(line.count(mark) * steps for mark, steps in STEPS.items())
    state.env.update(tokens=len(state.tokens), unread=start + 1)
    if state.env["steps"] > MAX_STEPS:
        state.env.setdefault("excess", state.env["first"] + start + 1)
        state.line = end
    return "excess" in state.env


def _note_place(state: StateInline, silent: bool) -> bool:
    """Note in each token where the parser was before it made the token; make none."""
    if not silent:
        places = state.env.setdefault("places", {})
        for token in reversed(state.tokens):
            if "place" in token.meta:
                break
            token.meta["place"] = places[id(state.tokens)]
        places[id(state.tokens)] = state.pos
    return False


PARSER = page_parser()


def directive_name(token: Token) -> str | None:
    """Return the name of the directive that a fence is, if it is one."""
    name = (token.info.split(maxsplit=1) or [""])[0]
    return name[1:-1] if name.startswith("{") and name.endswith("}") else None


def deepest(tokens: Sequence[Token]) -> int:
    """Return how many marks are in each other in a line of text, with the descriptions of its images."""
    return max((token.level + deepest(token.children or ()) for token in tokens), default=0)
