"""The parser of pages: MyST's, which does not see what a page may not contain.

Sphinx hands it pages, and the translations of their texts.
"""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from docutils.transforms import Transform
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser

from safe_markdown.allowed import AllowedNames
from safe_markdown.dispatcher import SafeDispatcher
from safe_markdown.refusals import refuse
from safe_markdown.source_rules import Refusal, check_inline_text, check_page, hide


class SafeMarkdownParser(Parser):
    """Applies the rules for sources, then lets MyST parse with safe directives and roles."""

    supported = MystParser.supported
    settings_spec = MystParser.settings_spec

    def get_transforms(self) -> list[type[Transform]]:
        """Return MyST's transforms."""
        return list(MystParser().get_transforms())  # type: ignore[no-untyped-call]

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Add the nodes of a page to its document."""
        document.settings.file_insertion_enabled = document.settings.raw_enabled = False
        env = document.settings.env
        names = allowed_names(env)
        text = refuse_all(env, inputstring, check_page(inputstring, names))
        with SafeDispatcher(env, names):
            MystParser().parse(text, document)


def safe_inline_text(env: BuildEnvironment, text: str, line: int) -> str:
    """Return inline Markdown from a line of the page that is being read, without what MyST must not see."""
    return refuse_all(env, text, check_inline_text(text, allowed_names(env)), line - 1)


def refuse_all(env: BuildEnvironment, text: str, refusals: Iterable[Refusal], offset: int = 0) -> str:
    """Report what a text may not contain; return it without what MyST must not see."""
    found = list(refusals)
    for refusal in found:
        refuse(env, refusal.line + offset, refusal.code, refusal.text, refusal.words, opening="](")
    return hide(text, found)


def allowed_names(env: BuildEnvironment) -> AllowedNames:
    """Return the names that the site's own domains define, with and without prefix."""
    directives, roles = set[str](), set[str]()
    for name in env.config.safe_markdown_domains:
        domain = env.domains[name]
        directives |= {*domain.directives, *(f"{name}:{directive}" for directive in domain.directives)}
        roles |= {*domain.roles, *(f"{name}:{role}" for role in domain.roles)}
    return AllowedNames(directives, roles)
