"""Rules for the nodes of a page: HTML, URLs, images, files, toctrees and characters.

They apply to all nodes, however they were made: a second lock behind the rules for sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os.path import isfile
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.positions import find_position
from diagnostics.problem import Problem, quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from safe_markdown import allowed
from safe_markdown.page_reader import is_image_path

logger = logging.getLogger(__name__)
# Emitted with a page and a `Problem`. A listener that reports the problem returns a true value.
EVENT = "safe-markdown-refused"
HARD_BREAKS = frozenset({"<br />\n", "\\\\\n"})  # what MyST makes of them, for HTML and LaTeX
Rule = tuple[Code, Callable[[str, str], bool], str]  # the last is the message if it is not so


def refuse(env: BuildEnvironment, line: int, code: Code, text: str, *words: str, opening: str = "") -> None:
    """Report a problem of the page that is being read, at the first of `words` near its line."""
    path = env.doc2path(env.docname, base=False).as_posix()
    lines = (env.srcdir / path).read_text(encoding="utf-8-sig").split("\n")
    problem = Problem(path, *find_position(lines, line, *words, opening=opening), code, text)
    if not env.events.emit_firstresult(EVENT, env.docname, problem):
        location = f"{env.srcdir / path}:{problem.line}:{problem.column}"
        logger.warning("%s", text, location=location, type="safe_markdown", subtype=code.value)


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Take out of a page what it may not contain, before Sphinx collects images, files and titles."""
    env = app.env
    for raw in list(doctree.findall(nodes.raw)):
        show_source(env, raw)
    for (kind, attribute), (code, is_allowed, problem) in RULES.items():
        for element in list(doctree.findall(kind)):
            typed = element.get(attribute, "")
            if not is_allowed(env.docname, typed):
                label = f"[{element.get('alt', element.astext())}]"
                refuse(env, line_of(element), code, problem % quoted(typed), typed, label, opening="](")
                element.parent.replace(element, element.children)
    for element in [*doctree.findall(nodes.image), *doctree.findall(addnodes.pending_xref)]:
        if leads_nowhere(env, element):
            element.parent.replace(element, element.children)
    for tree in doctree.findall(addnodes.toctree):
        check_toctree(env, tree)
    for text_node in list(doctree.findall(nodes.Text)):
        if odd := FORBIDDEN.search(text_node):
            line = line_of(text_node) + text_node.count("\n", 0, odd.start())
            refuse(env, line, Code.BAD_CHARACTER, forbidden(odd[0]), odd[0], "&#")
            text_node.parent.replace(text_node, nodes.Text(FORBIDDEN.sub("", text_node)))


def show_source(env: BuildEnvironment, raw: nodes.raw) -> None:
    """Show HTML and other raw markup as the text that it is."""
    source = raw.astext()
    if source not in HARD_BREAKS:
        tag = source.strip().partition("\n")[0]
        refuse(env, line_of(raw), Code.FORBIDDEN_HTML, allowed.HTML_PROBLEM, tag, "<")
        is_inline = isinstance(raw.parent, (nodes.TextElement, nodes.Inline))
        raw.parent.replace(raw, nodes.Text(source) if is_inline else nodes.paragraph("", source))


def leads_nowhere(env: BuildEnvironment, element: nodes.Element) -> bool:
    """Return whether an image or the page of a link does not exist; the site's own rules report that."""
    if isinstance(element, addnodes.pending_xref):
        return element["reftype"] == "myst" and not (element["refdomain"] or element.get("reflocalid"))
    path = Path(env.relfn2path(element["uri"], env.docname)[1]).resolve()
    return not (isfile(path) and path.is_relative_to(env.srcdir.resolve()))


FILE: Rule = (Code.FORBIDDEN_FILE, lambda docname, path: False, allowed.FILE_PROBLEM)
LINK: Rule = (Code.BAD_ADDRESS, lambda docname, url: allowed.is_link_url(url), allowed.URL_PROBLEM)
# By class of node and attribute.
RULES: Mapping[tuple[type[nodes.Element], str], Rule] = {
    (nodes.reference, "refuri"): LINK,
    (nodes.target, "refuri"): LINK,
    (nodes.image, "uri"): (Code.FORBIDDEN_FILE, is_image_path, allowed.IMAGE_PROBLEM),
    (addnodes.download_reference, "reftarget"): FILE,
}


def check_toctree(env: BuildEnvironment, tree: addnodes.toctree) -> None:
    """Keep other sites out of a toctree, and circles, in which Sphinx would not end."""
    level = allowed.level_of(env.docname)
    below = {docname for docname in env.found_docs if allowed.level_of(docname) > level}
    for _, target in tree["entries"]:
        if target not in below:
            text, words = allowed.TOCTREE_PROBLEM % quoted(target), (target, target.rpartition("/")[2])
            refuse(env, line_of(tree), Code.FORBIDDEN_BLOCK, text, *words, opening="<")
    tree["entries"] = [entry for entry in tree["entries"] if entry[1] in below]
    tree["includefiles"] = [docname for docname in tree["includefiles"] if docname in below]


def line_of(node: nodes.Node) -> int:
    """Return the line of a node, or else of what it is in."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node.line or 1
