"""Parsing a page: MyST's parser, which neither sees nor finds what a page may not contain.

Sphinx gives the parser pages, and translations of their texts. MyST looks up directives and roles with the
same two functions of docutils as reStructuredText; while it parses, these find only what is allowed.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.utils import Reporter
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import CustomReSTDispatcher

from diagnostics.codes import Code
from safe_markdown import allowed
from safe_markdown.doctree_rules import refuse

MAX_DEPTH = 100  # levels of nodes; at about 200, Python cannot store them


class SafeMarkdownParser(MystParser):
    """Parses with safe directives and roles."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        document.settings.file_insertion_enabled = document.settings.raw_enabled = False
        env = document.settings.env
        if inputstring.startswith("---"):  # MyST would read settings for itself there
            refuse(env, 1, Code.FORBIDDEN_YAML, allowed.FRONT_MATTER_PROBLEM)
            inputstring = f"\\{inputstring}"
        before = {key: copy(item) for key, item in vars(document).items() if isinstance(item, (dict, list))}
        with SafeDispatcher(env, allowed_names(env)):
            with suppress(RecursionError, OSError):
                super().parse(inputstring, document)
                if not is_deep(document):
                    return
            # Nested too deep, or with names longer than the system allows.
            vars(document).update(before)
            super().parse("", document)
            refuse(env, 1, Code.FORBIDDEN_BLOCK, allowed.PARSING_PROBLEM)


def is_deep(document: nodes.document) -> bool:
    """Return whether there are more levels of nodes than Sphinx can store."""
    level: list[nodes.Node] = [document]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children]
    return bool(level)


def allowed_names(env: BuildEnvironment) -> allowed.AllowedNames:
    """Return the closed lists with the names of the site's own domains, which may have a prefix."""
    directives, roles = {*allowed.ALLOWED_DIRECTIVES}, {*allowed.ALLOWED_ROLES}
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

    def __init__(self, env: BuildEnvironment, names: allowed.AllowedNames) -> None:
        super().__init__()
        self.env, self.names = env, names

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        """Return the directive of this name, or one that shows nothing."""
        if problem := allowed.name_problem(directive_name, "directive", self.names):
            line, words = document.current_line or 1, (f"{{{directive_name}}}", f"{directive_name}::")
            refuse(self.env, line, Code.FORBIDDEN_BLOCK, problem, *words)
            return NoDirective, []
        return super().directive(directive_name, language_module, document)

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the role of this name, or one that shows its text."""
        if problem := allowed.name_problem(role_name, "role", self.names):
            refuse(self.env, lineno, Code.FORBIDDEN_BLOCK, problem, f"{{{role_name}}}")
            return show_text, []
        return super().role(role_name, language_module, lineno, reporter)
