"""One style sheet for the pages in place of five: of what others bring, the rules that can apply.

The theme's sheet holds all of Bootstrap and the names of 2,000 icons, four fifths of what a reader on a slow
net would wait for. A rule is kept if each class that it asks for can be on a page: because a template, a
script or the theme's own code has the word, or because it is one of `WRITTEN`. A page whose text has any
other class that the sheets know gets them whole, as without this room: so no page ever lacks a rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from partnerships_data.atomic_write import write_if_changed

NAME = "_static/all.css"
THEME = "styles/pydata-sphinx-theme.css"
# In the order in which they count, and whether they are cut: ours is used, and any code may have any colour.
SHEETS = {
    "basic.css": True,
    THEME: True,
    "pygments.css": False,
    "copybutton.css": True,
    "sphinx-design.min.css": True,
    "site.css": False,
}
# What is written into the text of pages, and the beginnings of such names. It need not be complete.
# fmt: off
WRITTEN = frozenset({
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning", "align-center", "align-default", "align-left", "align-right", "arabic", "caption",
    "caption-text", "compound", "dark-light", "epigraph", "field-even", "field-list", "field-odd", "figure",
    "headerlink", "linenos", "literal", "pull-quote", "rubric", "simple", "toctree-wrapper", "topic", "xref",
    "glossary", "topic-title", "sd-btn", "sd-d-flex-column", "sd-d-flex-row", "sd-font-weight-bold",
    "sd-octicon", "sd-sphinx-override", "sd-text-wrap", "sd-w-100",
})
# fmt: on
FAMILIES = tuple(
    f"sd-{each}"
    for each in ("card", "col", "container", "dropdown", "g-", "m", "row", "shadow", "summary", "tab")
)
SCRIPTS = ("*.js", "scripts/pydata-sphinx-theme.js")

# What may hold the signs by which rules and selectors are told apart, and those signs.
TEXT = r"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)"""
COMMENT = re.compile(rf"({TEXT}|/\*!.*?\*/)|/\*.*?\*/", re.DOTALL)
BRACES = re.compile(rf"{TEXT}|/\*.*?\*/|[{{}};]", re.DOTALL)
COMMAS = re.compile(rf"{TEXT}|[()\[\],]", re.DOTALL)
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NESTING = ("@media", "@supports", "@layer", "@container", "@starting-style")


def _rules(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before the braces of each rule and in them; of a statement, itself and none."""
    depth = start = 0
    head = ""
    for sign in BRACES.finditer(text):
        if sign[0] == "{":
            depth += 1
            if depth == 1:
                head, start = text[start : sign.start()].strip(), sign.end()
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                yield head, text[start : sign.start()]
                start = sign.end()
        elif sign[0] == ";" and depth == 0:
            yield text[start : sign.start()].strip(), None
            start = sign.end()


def _selectors(head: str) -> Iterator[str]:
    depth = start = 0
    for sign in COMMAS.finditer(head):
        depth += (sign[0] in "([") - (sign[0] in ")]")
        if sign[0] == "," and depth == 0:
            yield head[start : sign.start()]
            start = sign.end()
    yield head[start:]


def _asks_for(selector: str) -> set[str]:
    """Return the classes without which a selector finds nothing; what stands in brackets is not looked at."""
    while (shorter := BRACKETS.sub("", selector)) != selector:
        selector = shorter
    return set(CLASS.findall(selector))


def cut(text: str, used: frozenset[str]) -> str:
    """Return a style sheet without the rules that ask for other classes, and without fonts."""
    kept = []
    for head, block in _rules(COMMENT.sub(r"\1", text)):
        if block is None or head.startswith("@font-face"):
            continue  # the name of a character set, or a font that no page shows
        if head.startswith(NESTING):
            block = cut(block, used)
        elif not head.startswith("@"):
            head = ",".join(each for each in _selectors(head) if _asks_for(each) <= used)
        if head and block.strip():
            kept.append(f"{head}{{{block}}}")
    return "\n".join(kept)


def classes(text: str) -> frozenset[str]:
    """Return the classes that the rules of a style sheet name."""
    heads = re.findall(r"[^{};]+(?={)", COMMENT.sub(r"\1", text))
    return frozenset(name for head in heads for name in CLASS.findall(head))


def _kept_of(found: Mapping[str, bytes], sources: Iterable[bytes]) -> tuple[dict[str, str], list[str]]:
    """Return what is kept of each sheet that is cut, and the classes of which rules are not kept.

    :param sources: what has the names of the classes that pages can have
    """
    sheets = {name: sheet.decode() for name, sheet in found.items() if SHEETS[name]}
    known = frozenset(each for sheet in sheets.values() for each in classes(sheet))
    words = {word for source in sources for word in re.findall(r"[\w-]+", source.decode())}
    used = frozenset(each for each in known if each in words | WRITTEN or each.startswith(FAMILIES))
    return {name: cut(sheet, used) for name, sheet in sheets.items()}, sorted(known - used)


def _sheet_of(builder: Builder) -> tuple[str, frozenset[str]] | None:
    """Return the one sheet, and the classes of which it lacks rules; none without the theme.

    What is kept of the sheets is noted beside the doctrees, with a number of what it was made from.
    """
    static = Path(builder.outdir, "_static")
    if not isinstance(builder, StandaloneHTMLBuilder) or not (static / THEME).is_file():
        return None
    theme = Path(builder.theme.get_theme_dirs()[0]).parents[1]
    found = {name: (static / name).read_bytes() for name in SHEETS if (static / name).is_file()}
    paths = [*theme.glob("*.py"), *(path for each in SCRIPTS for path in static.glob(each))]
    for folder in (theme, *(Path(builder.confdir, each) for each in builder.config.templates_path)):
        paths += folder.rglob("*.html")
    sources = [path.read_bytes() for path in sorted(paths)]
    made_from = crc32(Path(__file__).read_bytes())
    for each in chain((sheet for name, sheet in found.items() if SHEETS[name]), sources):
        made_from = crc32(each, made_from)
    note = Path(builder.doctreedir, f"partnerships-{builder.name}-styles.json")
    noted = json.loads(note.read_bytes()) if note.is_file() else {}
    if noted.get("made_from") != made_from:
        kept, lacks = _kept_of(found, sources)
        noted = {"made_from": made_from, "kept": kept, "lacks": lacks}
        write_if_changed(note, json.dumps(noted).encode())
    kept = noted["kept"]
    parts = (kept[name] if name in kept else COMMENT.sub(r"\1", found[name].decode()) for name in found)
    return "\n".join(parts), frozenset(noted["lacks"])


@cache
def _sheet_while_writing(builder: Builder) -> tuple[str, frozenset[str]] | None:
    return _sheet_of(builder)


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page the one sheet, if it has all of the page's rules."""
    sheet = _sheet_while_writing(app.builder)
    on_page = set(" ".join(re.findall(r'class="([^"]*)"', context.get("body", ""))).split())
    ours = all(str(each.filename).removeprefix("_static/") in SHEETS for each in context["css_files"])
    if sheet and ours and on_page.isdisjoint(sheet[1]):
        context["css_files"] = []
        context["one_sheet"] = f"{NAME}?v={crc32(sheet[0].encode()):08x}"


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the one sheet; the theme has just written its colours of code."""
    _sheet_while_writing.cache_clear()
    if exception is None and (sheet := _sheet_of(app.builder)):
        write_if_changed(Path(app.outdir, NAME), sheet[0].encode())
