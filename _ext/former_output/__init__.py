"""A Sphinx extension that removes what an earlier build left in the output of a website.

Sphinx keeps images that no page shows any more, and the words of former pages in the index of the search. So
a name that was deleted from a page would stay in the output until somebody deletes the folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.typing import ExtensionMetadata

WORD_KEYS = ("terms", "titleterms")  # of the index: word -> number of a page, or numbers of pages
IMAGE_NAME = re.compile(r'_images/([^"/]+)"')


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remove what no page has; nothing after a failure, or in a book, which is packed already."""
    builder = app.builder
    if exception is None and isinstance(builder, StandaloneHTMLBuilder) and not builder.embedded:
        remove_images(app.outdir, app.outdir / builder.imagedir)
        remove_words(app.outdir / "searchindex.js")


def remove_images(pages: Path, images: Path) -> None:
    """Remove the images to which no HTML page below a folder refers."""
    present = sorted(path for path in images.glob("*") if path.is_file())
    if not present:
        return
    texts = (page.read_text(encoding="utf-8") for page in pages.rglob("*.html"))
    shown = {unquote(name) for text in texts for name in IMAGE_NAME.findall(text)}
    for image in present:
        if image.name not in shown:
            image.unlink()


def remove_words(path: Path) -> None:
    """Remove the words that are on no page from an index of the search."""
    if not path.is_file():
        return
    index = js_index.loads(path.read_text(encoding="utf-8"))
    before = sum(len(index[key]) for key in WORD_KEYS)
    for key in WORD_KEYS:
        index[key] = {word: pages for word, pages in index[key].items() if pages != []}
    if sum(len(index[key]) for key in WORD_KEYS) < before:
        path.write_text(js_index.dumps(index), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the end of a build."""
    app.connect("build-finished", on_build_finished, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
