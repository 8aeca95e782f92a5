"""Rules for the nodes of a page: HTML, URLs, images, files, toctrees and characters.

They apply to all nodes, however they were made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from os.path import isfile
from pathlib import Path, PurePosixPath

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
Rule = tuple[Code, Callable[[BuildEnvironment, str], bool], str]  # the last is the message if it is not so


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Take out of a page what it may not contain, before Sphinx collects images, files and titles."""
    env = app.env
    for raw in list(doctree.findall(nodes.raw)):
        show_source(env, raw)
    for link in doctree.findall(addnodes.pending_xref):
        refer_to_page(env, link)
    for (kind, attribute), (code, is_allowed, problem) in RULES.items():
        for element in list(doctree.findall(kind)):
            if kind is addnodes.pending_xref and element["reftype"] != "myst":
                continue  # its target is the name of something
            typed = element.get(attribute, "")
            if not is_allowed(env, typed):
                label = f"[{element.get('alt', element.astext())}]"
                refuse(env, line_of(element), code, problem % quoted(typed), typed, label, opening="](")
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


def refer_to_page(env: BuildEnvironment, link: addnodes.pending_xref) -> None:
    """Make a link to a `.md` file a reference to its page, even if the page does not exist yet."""
    path, _, fragment = str(link["reftarget"]).partition("#")
    if link.get("reftype") != "myst" or link.get("refdomain") == "doc" or not path.endswith(".md"):
        return
    if docname := env.path2doc(env.relfn2path(path, env.docname)[1]):
        link["refdomain"] = "doc"
        link["reftarget"] = docname
        link["reftargetid"] = fragment or None


def is_image_of_site(env: BuildEnvironment, uri: str) -> bool:
    """Return whether there is an image of this name in a folder of the site that is not hidden."""
    parts = PurePosixPath(uri).parts
    if not IMAGE.fullmatch(uri) or any(part.startswith(".") and part != ".." for part in parts):
        return False
    path = Path(env.relfn2path(uri, env.docname)[1]).resolve()
    return isfile(path) and path.is_relative_to(env.srcdir.resolve())


LINK: Rule = (Code.BAD_ADDRESS, lambda env, url: allowed.is_link_url(url), allowed.URL_PROBLEM)
FILE_PROBLEM = '%s is not a page; link to a page, or to a URL that begins with "https://"'
# By class of node and attribute. A link that is neither a URL nor a file is still a `pending_xref`; a scheme
# in it leads nowhere on this site.
RULES: Mapping[tuple[type[nodes.Element], str], Rule] = {
    (nodes.reference, "refuri"): LINK,
    (nodes.target, "refuri"): LINK,
    (addnodes.pending_xref, "reftarget"): LINK,
    (nodes.image, "uri"): (Code.FORBIDDEN_FILE, is_image_of_site, allowed.IMAGE_PROBLEM),
    (addnodes.download_reference, "reftarget"): (Code.FORBIDDEN_FILE, lambda env, path: False, FILE_PROBLEM),
}


def check_toctree(env: BuildEnvironment, tree: addnodes.toctree) -> None:
    """Keep other sites out of a toctree, and circles, in which Sphinx would not end."""
    for _, target in tree["entries"]:
        if target not in env.found_docs:
            text = f'"{target}" is not a page of this site; link to other sites in the text instead'
            refuse(env, line_of(tree), Code.BAD_ADDRESS, text, target)
        elif level_of(target) <= level_of(env.docname):
            text = f'"{target}" is not below this page; link to it in the text instead'
            words = (target, target.rpartition("/")[2])
            refuse(env, line_of(tree), Code.FORBIDDEN_BLOCK, text, *words, opening="<")
    below = {docname for docname in env.found_docs if level_of(docname) > level_of(env.docname)}
    tree["entries"] = [entry for entry in tree["entries"] if entry[1] in below]
    tree["includefiles"] = [docname for docname in tree["includefiles"] if docname in below]


def level_of(docname: str) -> tuple[int, bool]:
    """Return how deep a page is in the folders; an index is above the other pages of its folder."""
    return docname.count("/"), docname.rpartition("/")[2] != "index"


def line_of(node: nodes.Node) -> int:
    """Return the line of a node, or else of what it is in."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node.line or 1
