"""Looking up directives and roles while a page is read: only what is allowed is found.

MyST looks names up through the same two functions of docutils as reStructuredText, so this serves both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.utils import Reporter
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import CustomReSTDispatcher

from diagnostics.codes import Code
from diagnostics.problem import quoted
from safe_markdown.allowed import AllowedNames
from safe_markdown.refusals import refuse

# Returns what is wrong with a directive, and what to point at.
Check = Callable[[Directive], tuple[str, Sequence[str]] | None]
DIAGRAM_OPTIONS = frozenset({"alt", "caption", "name"})
# Settings, shapes that load images, links, URLs.
ACTIVE_DIAGRAM = re.compile(r"%%\{|^\s*---\s*$|@\{|^\s*click\b|//", re.MULTILINE)
MAX_STARS = 2  # in a pattern for names of pages: each more multiplies the time to compare


class NoDirective(Directive):
    """Takes the place of a directive that is not allowed, and shows nothing."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return no nodes."""
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
        if problem := self.names.directive_problem(directive_name):
            line, words = document.current_line or 1, (f"{{{directive_name}}}", f"{directive_name}::")
            refuse(self.env, line, Code.FORBIDDEN_BLOCK, problem, *words)
            return NoDirective, []
        found, messages = super().directive(directive_name, language_module, document)
        check = CHECKS.get(directive_name)
        return (with_check(found, check, self.env) if found and check else found), messages

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the role of this name, or one that shows its text."""
        if problem := self.names.role_problem(role_name):
            refuse(self.env, lineno, Code.FORBIDDEN_BLOCK, problem, f"{{{role_name}}}")
            return show_text, []
        return super().role(role_name, language_module, lineno, reporter)


def with_check(directive: type[Directive], check: Check, env: BuildEnvironment) -> type[Directive]:
    """Return a directive that runs only if its check finds nothing."""

    def run(self: Directive) -> Sequence[nodes.Node]:
        if problem := check(self):
            text, words = problem
            refuse(env, self.lineno, Code.FORBIDDEN_BLOCK, text, *words)
            return []
        return directive.run(self)

    return type(directive.__name__, (directive,), {"run": run})


def check_mermaid(directive: Directive) -> tuple[str, Sequence[str]] | None:
    """Refuse a diagram from a file, with settings, or with anything but shapes and texts."""
    options = [f"{option}:" for option in directive.options if option not in DIAGRAM_OPTIONS]
    active = [match[0].strip() for match in ACTIVE_DIAGRAM.finditer("\n".join(directive.content))]
    text = "a diagram has no file, settings, links and addresses, and no options but alt and caption"
    found = [*directive.arguments, *options, *active]
    return (text, found) if found else None


def check_code_block(directive: Directive) -> tuple[str, Sequence[str]] | None:
    """Refuse to emphasize lines that are not there: Sphinx would count up to the last of them."""
    emphasized = directive.options.get("emphasize-lines", "")
    if any(int(number) > len(directive.content) for number in re.findall("[0-9]{1,9}", emphasized)):
        return f"{quoted(emphasized)} are lines that this block does not have; count from 1", [emphasized]
    return None


def check_toctree(directive: Directive) -> tuple[str, Sequence[str]] | None:
    """Refuse patterns that take long to compare with the names of pages."""
    for pattern in directive.content if "glob" in directive.options else ():
        if "[" in pattern or pattern.count("*") > MAX_STARS:
            text = f'{quoted(pattern)} is no pattern that pages here use; "*" are all pages of this folder'
            return text, [pattern]
    return None


CHECKS: Mapping[str, Check] = {
    "code-block": check_code_block,
    "mermaid": check_mermaid,
    "toctree": check_toctree,
}
