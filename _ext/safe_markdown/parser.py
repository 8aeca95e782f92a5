"""Parsing a page: MyST's parser, which neither sees nor finds what a page may not contain.

Sphinx gives the parser pages, and translations of their texts. MyST looks up directives and roles with the
same two functions of docutils as reStructuredText; while it parses, these find only what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.transforms import Transform
from docutils.utils import Reporter
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser
from sphinx.util.docutils import CustomReSTDispatcher

from diagnostics.codes import Code
from diagnostics.problem import quoted
from safe_markdown import allowed
from safe_markdown.allowed import ALLOWED_DIRECTIVES, ALLOWED_ROLES, AllowedNames, name_problem
from safe_markdown.refusals import refuse
from safe_markdown.source_rules import Refusal, check_inline_text, check_page, hide

DIAGRAM_OPTIONS = frozenset({"alt", "caption", "name"})
# Settings, shapes that load images, links, URLs.
ACTIVE_DIAGRAM = re.compile(r"%%\{|^\s*---\s*$|@\{|^\s*click\b|//", re.MULTILINE)
MAX_DEPTH = 100  # levels of nodes; at about 200, Python cannot store them
MAX_STARS = 2  # in a pattern for names of pages: each more multiplies the time to compare


class SafeMarkdownParser(Parser):
    """Applies the rules for sources, then lets MyST parse with safe directives and roles."""

    supported = MystParser.supported
    settings_spec = MystParser.settings_spec

    def get_transforms(self) -> list[type[Transform]]:
        return list(MystParser().get_transforms())  # type: ignore[no-untyped-call]

    def parse(self, inputstring: str, document: nodes.document) -> None:
        document.settings.file_insertion_enabled = document.settings.raw_enabled = False
        env = document.settings.env
        names = allowed_names(env)
        before = {key: copy(item) for key, item in vars(document).items() if isinstance(item, (dict, list))}
        with SafeDispatcher(env, names):
            with suppress(RecursionError, OSError):
                text = refuse_all(env, inputstring, check_page(inputstring, names))
                MystParser().parse(text, document)
                if not is_deep(document):
                    return
            # Nested too deep, or with names longer than the system allows.
            vars(document).update(before)
            MystParser().parse("", document)
            refuse(env, 1, Code.FORBIDDEN_BLOCK, allowed.PARSING_PROBLEM)


def is_deep(document: nodes.document) -> bool:
    """Return whether there are more levels of nodes than Sphinx can store."""
    level: list[nodes.Node] = [document]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children]
    return bool(level)


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
    """Return the closed lists with the names of the site's own domains, which may have a prefix."""
    directives, roles = {*ALLOWED_DIRECTIVES}, {*ALLOWED_ROLES}
    for name in env.config.safe_markdown_domains:
        domain = env.domains[name]
        directives |= {*domain.directives, *(f"{name}:{directive}" for directive in domain.directives)}
        roles |= {*domain.roles, *(f"{name}:{role}" for role in domain.roles)}
    return {"directive": directives, "role": roles}


class NoDirective(Directive):
    """Takes the place of a directive that is not allowed, and shows nothing."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return []


def show_text(name: str, rawtext: str, text: str, *args: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Take the place of a role that is not allowed, and show its text."""
    return [nodes.Text(text)], []


class SafeDispatcher(CustomReSTDispatcher):
    """Finds the directives and roles that are allowed, and refuses all others."""

    def __init__(self, env: BuildEnvironment, names: AllowedNames) -> None:
        super().__init__()
        self.env, self.names = env, names

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        """Return the directive of this name, with its check; or one that shows nothing."""
        if problem := name_problem(directive_name, "directive", self.names):
            line, words = document.current_line or 1, (f"{{{directive_name}}}", f"{directive_name}::")
            refuse(self.env, line, Code.FORBIDDEN_BLOCK, problem, *words)
            return NoDirective, []
        found, messages = super().directive(directive_name, language_module, document)
        return (with_check(directive_name, found, self.env) if found else None), messages

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the role of this name, or one that shows its text."""
        if problem := name_problem(role_name, "role", self.names):
            refuse(self.env, lineno, Code.FORBIDDEN_BLOCK, problem, f"{{{role_name}}}")
            return show_text, []
        return super().role(role_name, language_module, lineno, reporter)


def with_check(name: str, directive: type[Directive], env: BuildEnvironment) -> type[Directive]:
    """Return a directive that runs only if its check, if there is one, finds nothing."""
    if name not in CHECKS:
        return directive
    check, problem = CHECKS[name]

    def run(self: Directive) -> Sequence[nodes.Node]:
        if found := check(self):
            refuse(env, self.lineno, Code.FORBIDDEN_BLOCK, problem % quoted(found[0]), *found)
            return []
        return directive.run(self)

    return type(directive.__name__, (directive,), {"run": run})


def active_parts(directive: Directive) -> list[str]:
    """Return what makes a diagram more than shapes and texts: files, settings, links."""
    options = [f"{option}:" for option in directive.options if option not in DIAGRAM_OPTIONS]
    active = [match[0].strip() for match in ACTIVE_DIAGRAM.finditer("\n".join(directive.content))]
    return [*directive.arguments, *options, *active]


def missing_lines(directive: Directive) -> list[str]:
    """Return numbers of lines beyond the end of the code: Sphinx would count up to the last of them."""
    numbers = directive.options.get("emphasize-lines", "")
    last = max(map(int, re.findall("[0-9]{1,9}", numbers)), default=0)
    return [numbers] if last > len(directive.content) else []


def slow_patterns(directive: Directive) -> list[str]:
    """Return the patterns of a toctree that take long to compare with the names of pages."""
    patterns = directive.content if "glob" in directive.options else ()
    return [pattern for pattern in patterns if "[" in pattern or pattern.count("*") > MAX_STARS]


# What is refused in directives that are allowed, and the message about it.
CHECKS: Mapping[str, tuple[Callable[[Directive], list[str]], str]] = {
    "code-block": (missing_lines, "%s goes beyond the end of the code; count lines from 1"),
    "mermaid": (active_parts, '%s is not allowed in a diagram; use shapes, text, "alt" and "caption"'),
    "toctree": (slow_patterns, '%s is not an allowed pattern; "*" matches all pages of this folder'),
}
