"""What a page may use: closed lists of directives, roles and URLs, and limits."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from diagnostics.problem import did_you_mean, quoted
from diagnostics.unsafe_text import is_web_url

# What a page may use, beside the directives and roles of the site's own domains. Before you add one, look at
# what it can do: it must run nothing, read no file, and make nodes that `doctree_rules` understands.
# fmt: off
ALLOWED_DIRECTIVES = frozenset({
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning", "code-block", "epigraph", "figure", "glossary", "image", "list-table", "pull-quote", "rubric",
    "table", "toctree", "topic", "card", "card-carousel", "card-footer", "card-header", "dropdown", "grid",
    "grid-item", "grid-item-card", "tab-item", "tab-set", "button-link", "button-ref", "mermaid",
})
ALLOWED_ROLES = frozenset({
    "abbr", "any", "code", "doc", "emphasis", "kbd", "numref", "ref", "strong", "sub", "sup", "term",
})
# fmt: on
MAX_NESTING = 40  # levels of lists, quotes, directives and emphasis in each other
MAX_PATH_LENGTH = 250  # characters; no system has files with longer names

MAIL = re.compile(r"mailto:[\w.+-]+@[\w.-]+", re.IGNORECASE)
PATH_ON_SITE = re.compile(r"(?!//)[^\x00-\x20\x7f\\:]*(#[^\x00-\x20\x7f\\]*)?")
HTML_PROBLEM = "pages here hold no HTML; write Markdown, or put this between backticks"
NESTING_PROBLEM = "this stands in too many lists, quotes, blocks or emphases; write it outside of them"
LENGTH_PROBLEM = "the name of this file is longer than any system allows; shorten it"
FRONT_MATTER_PROBLEM = "this page may not have front matter; delete it"


class AllowedNames(NamedTuple):
    """Names of the site's own domains, which pages may use beside the closed lists."""

    directives: AbstractSet[str] = frozenset()
    roles: AbstractSet[str] = frozenset()

    def directive_problem(self, name: str) -> str | None:
        """Return the message about a directive that is not allowed."""
        problem = name_problem(name, "block", ALLOWED_DIRECTIVES, self.directives)
        if problem and name == "eval-rst":
            return '"{eval-rst}" is no block that pages here use; write Markdown'
        return problem

    def role_problem(self, name: str) -> str | None:
        """Return the message about a role that is not allowed."""
        return name_problem(name, "role", ALLOWED_ROLES, self.roles)


def name_problem(name: str, noun: str, listed: AbstractSet[str], own: AbstractSet[str]) -> str | None:
    """Return the message about a name that is not among those allowed."""
    if name in listed or name in own:
        return None
    meant = did_you_mean(name, (known for known in {*listed, *own} if ":" not in known))
    return f'"{{{name}}}" is no {noun} that pages here use{meant}'


def url_problem(url: str) -> str | None:
    """Return the message about a URL that is neither of the web or of mail nor a path on this site."""
    if is_web_url(url) or MAIL.fullmatch(url) or PATH_ON_SITE.fullmatch(url):
        return None
    return f'{quoted(url)} is no address for a link; type one that begins with "https://"'


def image_problem(uri: str) -> str:
    """Return the message about an image that no page may show."""
    return f"{quoted(uri)} is no picture of this site; put a .png, .jpg, .gif or .webp file beside the page"
