"""One style sheet instead of five, with only the rules that can apply.

The theme's sheet holds all of Bootstrap and the names of 2,000 icons. A rule is kept if each class that it
requires can be on a page: the word is in a template, a script or the theme's own code, or in `TEXT_CLASSES`.
A page whose text has another class of the sheets gets the complete sheets, so no page lacks a rule.
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

SHEET = "_static/all.css"
THEME = "styles/pydata-sphinx-theme.css"
# In the order of the cascade, with whether they are cut. All of `site.css` is used, and code has any color.
SHEETS = {
    "basic.css": True,
    THEME: True,
    "pygments.css": False,
    "copybutton.css": True,
    "sphinx-design.min.css": True,
    "site.css": False,
}
# Classes in the text of pages, and the beginnings of such names. The list need not be complete.
# fmt: off
TEXT_CLASSES = frozenset({
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip",
    "warning", "align-center", "align-default", "align-left", "align-right", "arabic", "caption",
    "caption-text", "compound", "dark-light", "epigraph", "field-even", "field-list", "field-odd", "figure",
    "headerlink", "linenos", "literal", "pull-quote", "rubric", "simple", "toctree-wrapper", "topic", "xref",
    "glossary", "topic-title", "sd-btn", "sd-d-flex-column", "sd-d-flex-row", "sd-font-weight-bold",
    "sd-octicon", "sd-sphinx-override", "sd-text-wrap", "sd-w-100",
})
# fmt: on
TEXT_CLASS_PREFIXES = tuple(
    f"sd-{name}"
    for name in ("card", "col", "container", "dropdown", "g-", "m", "row", "shadow", "summary", "tab")
)
SCRIPTS = ("*.js", "scripts/pydata-sphinx-theme.js")

# What can hold the characters that separate rules and selectors, and those characters.
TEXT = r"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)"""
COMMENT = re.compile(rf"({TEXT}|/\*!.*?\*/)|/\*.*?\*/", re.DOTALL)
BRACES = re.compile(rf"{TEXT}|/\*.*?\*/|[{{}};]", re.DOTALL)
COMMAS = re.compile(rf"{TEXT}|[()\[\],]", re.DOTALL)
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NESTING = ("@media", "@supports", "@layer", "@container", "@starting-style")


def _rules(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule as the parts before and in the braces, and each statement as itself and None."""
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


def _required_classes(selector: str) -> set[str]:
    """Return the classes without which a selector matches nothing; brackets are ignored."""
    while (shorter := BRACKETS.sub("", selector)) != selector:
        selector = shorter
    return set(CLASS.findall(selector))


def cut(text: str, used: frozenset[str]) -> str:
    """Return a style sheet without the rules that require other classes than `used`, and without fonts."""
    kept = []
    for head, block in _rules(COMMENT.sub(r"\1", text)):
        if block is None or head.startswith("@font-face"):
            continue  # the name of a character set, or a font of icons
        if head.startswith(NESTING):
            block = cut(block, used)
        elif not head.startswith("@"):
            head = ",".join(selector for selector in _selectors(head) if _required_classes(selector) <= used)
        if head and block.strip():
            kept.append(f"{head}{{{block}}}")
    return "\n".join(kept)


def classes(text: str) -> frozenset[str]:
    """Return the classes in the selectors of a style sheet."""
    heads = re.findall(r"[^{};]+(?={)", COMMENT.sub(r"\1", text))
    return frozenset(name for head in heads for name in CLASS.findall(head))


def _kept_of(found: Mapping[str, bytes], sources: Iterable[bytes]) -> tuple[dict[str, str], list[str]]:
    """Return the part to keep of each sheet that is cut, and the classes whose rules are removed.

    :param sources: templates, scripts and code with the names of the classes that pages can have
    """
    sheets = {name: sheet.decode() for name, sheet in found.items() if SHEETS[name]}
    known = frozenset(name for sheet in sheets.values() for name in classes(sheet))
    words = {word for source in sources for word in re.findall(r"[\w-]+", source.decode())}
    words |= TEXT_CLASSES
    used = frozenset(name for name in known if name in words or name.startswith(TEXT_CLASS_PREFIXES))
    return {name: cut(sheet, used) for name, sheet in sheets.items()}, sorted(known - used)


def _sheet_of(builder: Builder) -> tuple[str, frozenset[str]] | None:
    """Return the sheet and the classes whose rules it lacks, or None without the theme.

    The cut sheets are cached beside the doctrees, with a digest of what they were made from.
    """
    static = Path(builder.outdir, "_static")
    if not isinstance(builder, StandaloneHTMLBuilder) or not (static / THEME).is_file():
        return None
    sheets = {name: (static / name).read_bytes() for name in SHEETS if (static / name).is_file()}
    sources = [path.read_bytes() for path in _source_paths(builder, static)]
    digest = crc32(Path(__file__).read_bytes())
    for content in chain((sheet for name, sheet in sheets.items() if SHEETS[name]), sources):
        digest = crc32(content, digest)
    path = Path(builder.doctreedir, f"lean-html-{builder.name}.json")
    cached = json.loads(path.read_bytes()) if path.is_file() else {}
    if cached.get("digest") != digest:
        kept, removed = _kept_of(sheets, sources)
        cached = {"digest": digest, "kept": kept, "removed": removed}
        _write(path, json.dumps(cached).encode())
    kept = cached["kept"]
    parts = (kept[name] if name in kept else COMMENT.sub(r"\1", sheets[name].decode()) for name in sheets)
    return "\n".join(parts), frozenset(cached["removed"])


def _source_paths(builder: StandaloneHTMLBuilder, static: Path) -> list[Path]:
    """Return the code and templates of the theme, the scripts, and the site's templates, sorted."""
    theme = Path(builder.theme.get_theme_dirs()[0]).parents[1]
    paths = [*theme.glob("*.py"), *(path for pattern in SCRIPTS for path in static.glob(pattern))]
    for folder in (theme, *(Path(builder.confdir, name) for name in builder.config.templates_path)):
        paths += folder.rglob("*.html")
    return sorted(paths)


def _write(path: Path, content: bytes) -> None:
    """Write a file, completely or not at all; keep its time if the content is the same."""
    if not path.is_file() or path.read_bytes() != content:
        unfinished = path.with_name(f"{path.name}.unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(path)


@cache
def _sheet_while_writing(builder: Builder) -> tuple[str, frozenset[str]] | None:
    return _sheet_of(builder)


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page the one sheet, if it has all rules for the page."""
    sheet = _sheet_while_writing(app.builder)
    on_page = set(" ".join(re.findall(r'class="([^"]*)"', context.get("body", ""))).split())
    names = {str(asset.filename).removeprefix("_static/") for asset in context["css_files"]}
    if sheet and names <= SHEETS.keys() and on_page.isdisjoint(sheet[1]):
        context["css_files"] = []
        context["one_sheet"] = f"{SHEET}?v={crc32(sheet[0].encode()):08x}"


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the sheet; the theme has just written its colors of code."""
    _sheet_while_writing.cache_clear()
    if exception is None and (sheet := _sheet_of(app.builder)):
        _write(Path(app.outdir, SHEET), sheet[0].encode())
