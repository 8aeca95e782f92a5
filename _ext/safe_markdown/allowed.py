"""What a page may use: closed lists of directives, roles and URLs, and limits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from diagnostics.problem import did_you_mean
from diagnostics.unsafe_text import is_web_url

# What a page may use, beside the directives and roles of the site's own domains. Before you add one, look at
# what it can do: it must run nothing, read no file, and make nodes that `doctree_rules` understands.
ALLOWED_DIRECTIVES = frozenset({
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning", "code-block", "epigraph", "figure", "image", "list-table", "pull-quote", "rubric", "toctree",
    "card", "dropdown", "grid", "grid-item", "grid-item-card", "tab-item", "tab-set", "button-link",
    "mermaid",
})  # fmt: skip
ALLOWED_ROLES = frozenset({"abbr", "code", "doc", "emphasis", "kbd", "strong", "sub", "sup"})
MAX_NESTING = 40  # levels of lists, quotes, directives and emphasis in each other
MAX_PATH_LENGTH = 250  # characters; no system has longer names of files

MAIL = re.compile(r"mailto:[\w.+-]+@[\w.-]+", re.IGNORECASE)
PATH_ON_SITE = re.compile(r"(?!//)[^\x00-\x20\x7f\\:]*(#[^\x00-\x20\x7f\\]*)?")
IMAGE_PATH = re.compile(r"(?!//)[\w./-]+\.(png|jpe?g|gif|webp)", re.ASCII | re.IGNORECASE)
FILE_PROBLEM = '%s is not a page; link to a page, or to a URL that begins with "https://"'
FRONT_MATTER_PROBLEM = "front matter is not allowed here; delete it"
HTML_PROBLEM = "HTML is not allowed on pages; write Markdown, or put this between backticks"
IMAGE_PROBLEM = "%s is not an image of this site; put a .png, .jpg, .gif or .webp file next to the page"
NESTING_PROBLEM = "too many lists, quotes, directives or marks are nested too deeply; use fewer levels"
PAGE_PROBLEM = "too many lines, marks, links or tables up to here; split the page"
TOCTREE_PROBLEM = "%s is not below this page; link to it in the text instead"
PARSING_PROBLEM = "this page cannot be parsed; use fewer levels and shorter file names"
URL_PROBLEM = '%s is not a valid URL for a link; type one that begins with "https://"'
AllowedNames = Mapping[str, Collection[str]]  # all that pages may use, by "directive" and "role"


def name_problem(name: str, noun: str, names: AllowedNames) -> str | None:
    """Return the message about the name of a directive or role that is not among those allowed."""
    if name in names[noun]:
        return None
    known_names = (known for known in names[noun] if ":" not in known)
    meant = "; write Markdown" if name == "eval-rst" else did_you_mean(name, known_names)
    return f'"{{{name}}}" is not an allowed {noun}{meant}'


def is_link_url(url: str) -> bool:
    """Return whether this is a URL of the web, a mail address or a path on this site."""
    return bool(is_web_url(url) or MAIL.fullmatch(url) or PATH_ON_SITE.fullmatch(url))


def level_of(docname: str) -> tuple[int, bool]:
    """Return how deep a page is in the folders; an index is above the other pages of its folder."""
    return docname.count("/"), docname.rpartition("/")[2] != "index"
