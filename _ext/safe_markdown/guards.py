"""What a page from a stranger could do, and the guard against each.

Everybody may propose a page, and its text is data: it runs nothing, reads and publishes no other file, and
asks no other host for anything.

| way                                                        | guard                          |
|------------------------------------------------------------|--------------------------------|
| settings of its own for the parser, in front matter        | `front_matter`, `PageParser`   |
| blocks that run code, read files, change what others see   | `BLOCKS`, a closed list        |
| roles that do                                              | `ROLES`, a closed list         |
| files that what is on these lists could read all the same  | `PageParser`                   |
| another markup language in the middle of a page            | `render_restructuredtext`      |
| HTML                                                       | `render_html_inline`           |
| markup in markup, until no stack is deep enough            | `DEEPEST`                      |
| a diagram from a file, or with settings and addresses      | `Diagram`                      |
| numbers and patterns that take all memory or time          | `Listing`, `Navigation`        |
| an address that browsers run, or that misleads             | `_address`                     |
| pictures of other hosts and other folders, and active ones | `_picture`                     |
| publishing a file by a link to it                          | `_file`                        |
| characters that break files, or reverse the text around    | `FORBIDDEN`                    |
| other sites and circles in the navigation                  | `_navigation`                  |
| symbolic links, and other files in the folder of photos    | `on_config_inited`             |
| a page that is no text, at which Sphinx would stop         | `builds.on_env_get_outdated`   |

Whatever is refused is a problem of its page, at its line; it is taken out, and the rest of the page is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from itertools import takewhile
from os.path import isfile
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.directives.code import CodeBlock
from sphinx.directives.other import TocTree
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from diagnostics.codes import Code
from diagnostics.problem import Problem, did_you_mean, quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden, is_web_url
from partnerships.domain import domain_of
from partnerships.pages.team import PHOTOS
from partnerships_data.pages.field_types import PHOTO

logger = logging.getLogger(__name__)

# What a page may use, beside the directives and roles of this extension. To add one, look at what it can do:
# it must run nothing, read no file, and make nodes that the guards below understand.
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
MAX_NESTING = 40  # levels of lists, quotes, blocks and emphasis in each other
TOO_DEEP = "this stands in too many lists, quotes, blocks or emphases; write it outside of them"
MAX_PATH_LENGTH = 250  # characters of the name of a file
PICTURE = re.compile(r"[\w./-]+\.(png|jpe?g|gif|webp)", re.ASCII | re.IGNORECASE)
# Settings, shapes that load pictures, links, addresses.
ACTIVE = re.compile(r"%%\{|^\s*---\s*$|@\{|^\s*click\b|//", re.MULTILINE)


def refuse(env: BuildEnvironment, line: int, code: Code, text: str, *words: str, opening: str = "") -> None:
    """Note a problem of the page that is being read, where the first of `words` stands that is there."""
    domain, docname = domain_of(env), env.docname
    position = domain.position(docname, line, *words, opening=opening)
    domain.note_problem(docname, Problem(f"{docname}.md", *position, code, text))


# -- While a page is parsed ---------------------------------------------------------------------------------


class PageRenderer(SphinxRenderer):
    """Makes nodes of Markdown, but for what no page may use."""

    depth = 0
    told = False  # that this page goes too deep

    def refuse(self, line: int, code: Code, text: str, *words: str) -> None:
        """Note a problem of this page."""
        refuse(self.sphinx_env, line, code, text, *words)

    def run_directive(
        self, name: str, first_line: str, content: str, position: int, *a: Any, **b: Any
    ) -> list[nodes.Element]:
        """Make nodes of a block, if it is one of `BLOCKS` or ours."""
        ours = domain_of(self.sphinx_env).directives
        if name not in ALLOWED_DIRECTIVES and name.removeprefix("partnerships:") not in ours:
            meant = did_you_mean(name, {*ALLOWED_DIRECTIVES, *ours})
            text = f'"{{{name}}}" is no block that pages here use{meant}'
            self.refuse(position, Code.FORBIDDEN_BLOCK, text, f"{{{name}}}")
            return []
        with self.deeper(position, f"{{{name}}}") as allowed:
            return super().run_directive(name, first_line, content, position, *a, **b) if allowed else []

    def _render_tokens(self, tokens: list[Token]) -> None:
        """Make nodes of what Markdown-It found in a text, but for marks that stand too deep in each other."""
        for token in tokens:
            if deepest(token.children or ()) > MAX_NESTING:
                first_line = token.content.partition("\n")[0]
                self.refuse((token.map or (0,))[0] + 1, Code.FORBIDDEN_BLOCK, TOO_DEEP, first_line)
                token.children = [Token("text", "", 0, content=token.content)]
        super()._render_tokens(tokens)

    def render_children(self, token: SyntaxTreeNode) -> None:
        """Make nodes of what stands in a token."""
        with self.deeper(token_line(token, 1)) as allowed:
            if allowed:
                super().render_children(token)

    @contextmanager
    def deeper(self, line: int, *words: str) -> Iterator[bool]:
        """Go one level deeper into a page, unless it is too deep already."""
        if self.depth == MAX_NESTING and not self.told:
            self.told = True
            self.refuse(line, Code.FORBIDDEN_BLOCK, TOO_DEEP, *words)
        self.depth += 1
        yield self.depth <= MAX_NESTING
        self.depth -= 1

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Make nodes of a role, if it is one of `ROLES` or ours."""
        name, ours = token.meta["name"], domain_of(self.sphinx_env).roles
        if name in ALLOWED_ROLES or name.removeprefix("partnerships:") in ours:
            super().render_myst_role(token)
            return
        text = f'"{{{name}}}" is no role that pages here use{did_you_mean(name, {*ALLOWED_ROLES, *ours})}'
        self.refuse(self.shown(token), Code.FORBIDDEN_BLOCK, text, f"{{{name}}}")

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Refer to a page by its file name, there or not: it may come and go without this one."""
        path = str(token.attrGet("href") or "").partition("#")[0]
        if path.endswith(".md") or len(path) > MAX_PATH_LENGTH:  # with which no system has a file
            self.render_link_project(token)
        else:
            super().render_link_unknown(token)

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Refuse another language, which the other methods would not see."""
        text = '"{eval-rst}" is no block that pages here use; write Markdown'
        self.refuse(token_line(token), Code.FORBIDDEN_BLOCK, text, "{eval-rst}")

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """Show HTML as the text that it is."""
        paragraph = nodes.paragraph()
        self.add_line_and_source_path(paragraph, token)
        with self.current_node_context(paragraph, append=True):
            self.render_html_inline(token)

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        """Show HTML as the text that it is."""
        text = "pages here hold no HTML; write Markdown, or put this between backticks"
        tag = token.content.strip().partition("\n")[0]
        self.refuse(self.shown(token), Code.FORBIDDEN_HTML, text, tag, "<")

    def shown(self, token: SyntaxTreeNode) -> int:
        """Show what stands in a token as text; return its line."""
        text = nodes.Text(token.content)
        self.current_node.append(text)
        return max(line_of(text), token_line(token))


def deepest(tokens: Sequence[Token]) -> int:
    """Return how many marks stand in each other in a line of text, with the texts of its pictures."""
    return max((each.level + deepest(each.children or ()) for each in tokens), default=0)


class PageParser(MystParser):
    """MyST's parser without its own reading of front matter and of other files, and with our renderer."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Make nodes of a page."""
        document.settings.file_insertion_enabled = document.settings.raw_enabled = False
        parser: Any = create_md_parser(document.settings.env.myst_config, PageRenderer)
        parser.options["document"] = document
        parser.validateLink = lambda url: (
            True
        )  # it would leave bad ones as text in silence; `_address` speaks
        parser.render(inputstring)


class Diagram(Directive):
    """Refuses diagrams with more than the content draws; a base class of the directive `{mermaid}`."""

    known: ClassVar = frozenset({"alt", "caption", "name"})

    def run(self) -> list[nodes.Node]:
        """Return the diagram."""
        options = (f"{each}:" for each in self.options if each not in self.known)
        active = (each[0].strip() for each in ACTIVE.finditer("\n".join(self.content)))
        if found := [*self.arguments, *options, *active]:
            text = "a diagram has no file, settings, links and addresses, and no options but alt and caption"
            env = self.state.document.settings.env
            refuse(env, self.lineno, Code.FORBIDDEN_BLOCK, text, *found)
            return []
        return list(super().run())


class Listing(CodeBlock):
    """`{code-block}`: code, of which no more lines are marked than there are."""

    def run(self) -> list[nodes.Node]:
        """Return the listing."""
        marked = self.options.get("emphasize-lines", "")
        if any(int(each) > len(self.content) for each in re.findall("[0-9]{1,9}", marked)):
            text = f"{quoted(marked)} are lines that this block does not have; count from 1"
            refuse(self.env, self.lineno, Code.FORBIDDEN_BLOCK, text, marked)
            return []
        return super().run()


class Navigation(TocTree):
    """`{toctree}`: names of pages, and patterns that can be compared with them."""

    def run(self) -> list[nodes.Node]:
        """Return the navigation."""
        for each in self.content if "glob" in self.options else ():
            if "[" in each or each.count("*") > 2:
                text = f'{quoted(each)} is no pattern that pages here use; "*" are all pages of this folder'
                refuse(self.env, self.lineno, Code.FORBIDDEN_BLOCK, text, each)
                return []
        return super().run()


# -- When a page is read ------------------------------------------------------------------------------------


def _address(env: BuildEnvironment, uri: str) -> tuple[Code, str] | None:
    """Refuse what is neither an address of the web or of mail nor a path on this site."""
    if is_web_url(uri) or re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+", uri, re.IGNORECASE):
        return None
    if re.fullmatch(r"(?!//)[^\x00-\x20\x7f\\:]*(#[^\x00-\x20\x7f\\]*)?", uri):
        return None
    return Code.BAD_ADDRESS, f'{quoted(uri)} is no address for a link; type one that begins with "https://"'


def _picture(env: BuildEnvironment, uri: str) -> tuple[Code, str] | None:
    """Refuse what is no plain picture in a folder of this site."""
    parts = PurePosixPath(uri).parts
    path = Path(env.relfn2path(uri, env.docname)[1]).resolve() if PICTURE.fullmatch(uri) else None
    inside = path and isfile(path) and path.is_relative_to(env.srcdir.resolve())
    if inside and not any(part.startswith(".") and part != ".." for part in parts):
        return None
    text = f"{quoted(uri)} is no picture of this site; put a .png, .jpg, .gif or .webp file beside the page"
    return Code.FORBIDDEN_FILE, text


def _file(env: BuildEnvironment, uri: str) -> tuple[Code, str] | None:
    """Refuse to publish a file."""
    return Code.FORBIDDEN_FILE, f"{quoted(uri)} is no page; files are not published by a link to them"


# By class of node and attribute. A link that is no address and no file yet is still a `pending_xref`; a
# scheme in it leads nowhere on this site.
GUARDS: Mapping[tuple[type[nodes.Node], str], Callable[[BuildEnvironment, str], tuple[Code, str] | None]] = {
    (nodes.reference, "refuri"): _address,
    (nodes.target, "refuri"): _address,
    (addnodes.pending_xref, "reftarget"): _address,
    (nodes.image, "uri"): _picture,
    (addnodes.download_reference, "reftarget"): _file,
}


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Take out of a page what it may not hold, before Sphinx collects pictures, files and titles."""
    for node, found, typed in list(_refused(app.env, doctree)):
        label = f"[{node.get('alt', node.astext())}]"
        refuse(app.env, line_of(node), *found, typed, label, opening="](")
        node.parent.replace(node, [] if isinstance(node, nodes.image) else node.children)
    for tree in doctree.findall(addnodes.toctree):
        _navigation(app.env, tree)
    for text in list(doctree.findall(nodes.Text)):
        if odd := FORBIDDEN.search(text):
            line = line_of(text) + text.count("\n", 0, odd.start())
            refuse(app.env, line, Code.BAD_CHARACTER, forbidden(odd[0]), odd[0], "&#")
            text.parent.replace(text, nodes.Text(FORBIDDEN.sub("", text)))


def _refused(
    env: BuildEnvironment, doctree: nodes.document
) -> Iterator[tuple[nodes.Element, tuple[Code, str], str]]:
    for (kind, attribute), guard in GUARDS.items():
        for node in doctree.findall(kind):
            assert isinstance(node, nodes.Element)
            if kind is addnodes.pending_xref and node.get("reftype") != "myst":
                continue  # its target is the name of something
            if attribute in node and (found := guard(env, node[attribute])):
                yield node, found, node[attribute]


def _navigation(env: BuildEnvironment, tree: addnodes.toctree) -> None:
    """Keep other sites out of the navigation, and circles, in which Sphinx would be lost."""
    for _, target in tree["entries"]:
        if target not in env.found_docs:
            text = f'"{target}" is no page of this site; name pages only, and link to other sites in the text'
            refuse(env, line_of(tree), Code.BAD_ADDRESS, text, target)
        elif _level(target) <= _level(env.docname):
            text = f'"{target}" does not stand below this page; link to it in the text instead'
            name = target.rpartition("/")[2]
            refuse(env, line_of(tree), Code.FORBIDDEN_BLOCK, text, target, name, opening="<")
    below = {each for each in env.found_docs if _level(each) > _level(env.docname)}
    tree["entries"] = [entry for entry in tree["entries"] if entry[1] in below]
    tree["includefiles"] = [each for each in tree["includefiles"] if each in below]


def _level(docname: str) -> tuple[int, bool]:
    return docname.count("/"), docname.rpartition("/")[2] != "index"


def line_of(node: nodes.Node) -> int:
    """Return the line of a node: that of its block, and one more for each end of a line before it there."""
    block: Any = node
    while isinstance(block.parent, (nodes.TextElement, nodes.Inline)):
        block = block.parent
    earlier = takewhile(lambda each: each is not node, block.findall())
    texts = (each for each in earlier if isinstance(each, nodes.Text) and not _for_latex(each.parent))
    further = sum(text.count("\n") for text in texts)
    while node.line is None and node.parent is not None:
        node = node.parent
    return (node.line or 1) + further


def _for_latex(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node["format"] != "html"  # a hard break is there for each format


# -- Before anything is read --------------------------------------------------------------------------------


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Leave out what is no file of its own in its folder, and photos that are none."""
    for path, text in sorted(_strays(Path(app.srcdir), config)):
        logger.warning(
            "%s",
            text,
            location=f"{app.srcdir / path}:1",
            type="partnerships",
            subtype=Code.FORBIDDEN_FILE.value,
        )
        # Sphinx compares a static file's path below the static folder, which it calls ".".
        static = path.partition("/")[2]
        static = static if "/" in static else f"./{static}"
        config.exclude_patterns = [*config.exclude_patterns, escape(path), escape(static)]


def _strays(root: Path, config: Config) -> Iterator[tuple[str, str]]:
    """Yield path and fault of each such file and folder among those that are read or published."""
    for top in {each.partition("/")[0] for each in (*config.include_patterns, *config.html_static_path)}:
        for path in (root / top, *(root / top).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                yield name, "this is a symbolic link; put the file itself here"
            elif path.parent == root / PHOTOS and not re.fullmatch(PHOTO, path.name) and path.name[0] != ".":
                yield name, "this is no photo; its name must be like maryana-pinchuk.jpg"
