"""The handler of `source-read`: apply the rules for sources, and look up names safely."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from safe_markdown import source_rules
from safe_markdown.allowed import AllowedNames
from safe_markdown.dispatcher import SafeDispatcher
from safe_markdown.refusals import refuse


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take out of a page's source what MyST must not see."""
    names = allowed_names(app.env)
    if app.config.source_suffix.get(app.env.doc2path(docname).suffix) != "restructuredtext":
        content[0] = refuse_all(app.env, content[0], source_rules.check_page(content[0], names))
    # Sphinx puts its own lookup back when the page has been read: the event comes from inside of that.
    SafeDispatcher(app.env, names).enable()


def safe_inline_text(env: BuildEnvironment, text: str, line: int) -> str:
    """Return inline Markdown from a line of the page that is being read, empty if it must not be parsed."""
    refusals = source_rules.check_inline_text(text, allowed_names(env))
    return refuse_all(env, text, refusals, line - 1)


def refuse_all(
    env: BuildEnvironment, text: str, refusals: Iterable[source_rules.Refusal], offset: int = 0
) -> str:
    """Report what a text may not contain; return it without what MyST must not see."""
    found = list(refusals)
    for line, code, problem, words, opening, *_ in found:
        refuse(env, line + offset, code, problem, *words, opening=opening)
    return source_rules.blank(text, found)


def allowed_names(env: BuildEnvironment) -> AllowedNames:
    """Return the names that the site's own domains define, with and without prefix."""
    directives, roles = set[str](), set[str]()
    for name in env.config.safe_markdown_domains:
        domain = env.domains[name]
        directives |= {*domain.directives, *(f"{name}:{directive}" for directive in domain.directives)}
        roles |= {*domain.roles, *(f"{name}:{role}" for role in domain.roles)}
    return AllowedNames(directives, roles)
