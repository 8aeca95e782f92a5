"""Rules for what has been made of a page: HTML, URLs, images, files, toctrees and characters.

They hold whatever parser and whichever directive made the nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from os.path import isfile
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from diagnostics.codes import Code
from diagnostics.problem import quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from safe_markdown import allowed
from safe_markdown.refusals import refuse

IMAGE = re.compile(r"[\w./-]+\.(png|jpe?g|gif|webp)", re.ASCII | re.IGNORECASE)
HARD_BREAKS = frozenset({"<br />\n", "\\\\\n"})  # what MyST makes of them, for HTML and LaTeX
Rule = Callable[[BuildEnvironment, str], str | None]


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Take out of a page what it may not contain, before Sphinx collects images, files and titles."""
    env = app.env
    for node in list(doctree.findall(is_active)):
        show_source(env, node)
    for link in doctree.findall(addnodes.pending_xref):
        refer_to_page(env, link)
    for element, code, text, typed in list(find_refused(env, doctree)):
        label = f"[{element.get('alt', element.astext())}]"
        refuse(env, line_of(element), code, text, typed, label, opening="](")
        element.parent.replace(element, [] if isinstance(element, nodes.image) else element.children)
    for tree in doctree.findall(addnodes.toctree):
        check_toctree(env, tree)
    for text_node in list(doctree.findall(nodes.Text)):
        if odd := FORBIDDEN.search(text_node):
            line = line_of(text_node) + text_node.count("\n", 0, odd.start())
            refuse(env, line, Code.BAD_CHARACTER, forbidden(odd[0]), odd[0], "&#")
            text_node.parent.replace(text_node, nodes.Text(FORBIDDEN.sub("", text_node)))


def is_active(node: nodes.Node) -> bool:
    """Return whether this goes to readers' browsers as it is, or has them load a program for formulas."""
    if isinstance(node, nodes.raw):
        return node.astext() not in HARD_BREAKS
    return isinstance(node, (nodes.math, nodes.math_block))


def show_source(env: BuildEnvironment, node: nodes.Node) -> None:
    """Show HTML and formulas as the text that they are."""
    source = node.astext()
    tag = source.strip().partition("\n")[0]
    refuse(env, line_of(node), Code.FORBIDDEN_HTML, allowed.HTML_PROBLEM, tag, "<")
    is_inline = isinstance(node.parent, (nodes.TextElement, nodes.Inline))
    node.parent.replace(node, nodes.Text(source) if is_inline else nodes.paragraph("", source))


def refer_to_page(env: BuildEnvironment, link: addnodes.pending_xref) -> None:
    """Let a link to a page be one even if there is no such file now: pages come and go."""
    path, _, fragment = str(link["reftarget"]).partition("#")
    if link.get("reftype") != "myst" or link.get("refdomain") == "doc" or not path.endswith(".md"):
        return
    if docname := env.path2doc(env.relfn2path(path, env.docname)[1]):
        link["refdomain"] = "doc"
        link["reftarget"] = docname
        link["reftargetid"] = fragment or None


def image_problem(env: BuildEnvironment, uri: str) -> str | None:
    """Refuse what is not an image in a folder of this site."""
    parts = PurePosixPath(uri).parts
    path = Path(env.relfn2path(uri, env.docname)[1]).resolve() if IMAGE.fullmatch(uri) else None
    inside = path and isfile(path) and path.is_relative_to(env.srcdir.resolve())
    if inside and not any(part.startswith(".") and part != ".." for part in parts):
        return None
    return allowed.image_problem(uri)


# By class of node and attribute. A link that is neither a URL nor a file is still a `pending_xref`; a scheme
# in it leads nowhere on this site.
RULES: Mapping[tuple[type[nodes.Element], str], tuple[Code, Rule]] = {
    (nodes.reference, "refuri"): (Code.BAD_ADDRESS, lambda env, url: allowed.url_problem(url)),
    (nodes.target, "refuri"): (Code.BAD_ADDRESS, lambda env, url: allowed.url_problem(url)),
    (addnodes.pending_xref, "reftarget"): (Code.BAD_ADDRESS, lambda env, url: allowed.url_problem(url)),
    (nodes.image, "uri"): (Code.FORBIDDEN_FILE, image_problem),
    (addnodes.download_reference, "reftarget"): (
        Code.FORBIDDEN_FILE,
        lambda env, path: f"{quoted(path)} is no page; files are not published by a link to them",
    ),
}


def find_refused(
    env: BuildEnvironment, doctree: nodes.document
) -> Iterator[tuple[nodes.Element, Code, str, str]]:
    """Yield what has a URL that is refused: the node, code and message, and the URL."""
    for (kind, attribute), (code, rule) in RULES.items():
        for node in doctree.findall(kind):
            if kind is addnodes.pending_xref and node.get("reftype") != "myst":
                continue  # its target is the name of something
            if attribute in node and (problem := rule(env, node[attribute])):
                yield node, code, problem, node[attribute]


def check_toctree(env: BuildEnvironment, tree: addnodes.toctree) -> None:
    """Keep other sites out of the navigation, and circles, in which Sphinx would not end."""
    for _, target in tree["entries"]:
        if target not in env.found_docs:
            text = f'"{target}" is no page of this site; name pages only, and link to other sites in the text'
            refuse(env, line_of(tree), Code.BAD_ADDRESS, text, target)
        elif level_of(target) <= level_of(env.docname):
            text = f'"{target}" does not stand below this page; link to it in the text instead'
            name = target.rpartition("/")[2]
            refuse(env, line_of(tree), Code.FORBIDDEN_BLOCK, text, target, name, opening="<")
    below = {docname for docname in env.found_docs if level_of(docname) > level_of(env.docname)}
    tree["entries"] = [entry for entry in tree["entries"] if entry[1] in below]
    tree["includefiles"] = [docname for docname in tree["includefiles"] if docname in below]


def level_of(docname: str) -> tuple[int, bool]:
    """Return how deep a page is in the folders; an index is above the other pages of its folder."""
    return docname.count("/"), docname.rpartition("/")[2] != "index"


def line_of(node: nodes.Node) -> int:
    """Return the line of a node: that of its paragraph, and one more for each line break before it there."""
    block: Any = node
    while isinstance(block.parent, (nodes.TextElement, nodes.Inline)):
        block = block.parent
    earlier = takewhile(lambda other: other is not node, block.findall())
    texts = (other for other in earlier if isinstance(other, nodes.Text))
    further = sum(text.count("\n") for text in texts if text.parent.get("format") != "latex")
    while node.line is None and node.parent is not None:
        node = node.parent
    return (node.line or 1) + further
