"""A Sphinx extension that removes what an earlier build left in the output.

Sphinx keeps files that nothing needs any more, and the words of former pages in the index of the search. So a
name that was deleted from a page would stay in the output until the folder is deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.typing import ExtensionMetadata

ASSET_FOLDERS = ("_downloads", "_images", "_sources", "_static")  # of a website: no page of Sphinx is there
IMAGE = re.compile(r".+\.(avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)
WORD_KEYS = ("terms", "titleterms")  # of the index: word -> number of a page, or numbers of pages
EVENT = "pages-without-source"  # a listener returns docnames of pages that it does not write in each build
IMAGE_NAME = re.compile(r'_images/([^"/]+)"')


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Remove files of earlier builds, before Sphinx writes those again that are still needed."""
    outdir = app.outdir
    if builder.name == "latex" and (outdir / "sphinxmessages.sty").is_file():  # the builder wrote this folder
        remove_files(outdir, outdir.iterdir())  # and writes all its files in each build
    if isinstance(builder, StandaloneHTMLBuilder):
        remove_files(outdir, (path for path in outdir.glob("_static/**/*") if IMAGE.fullmatch(path.name)))
        remove_files(outdir, outdir.glob("_downloads/**/*"))
        suffix = app.config.html_sourcelink_suffix
        docnames = app.env.found_docs if app.config.html_copy_source else ()
        sources = {outdir / "_sources" / f"{app.env.doc2path(name, False)}{suffix}" for name in docnames}
        remove_files(outdir, (path for path in outdir.glob("_sources/**/*") if path not in sources))
    pages = set(page_paths(app))
    for suffix in {path.suffix for path in pages}:
        files = set(outdir.rglob(f"*{suffix}")) - pages
        assets = {path for folder in ASSET_FOLDERS for path in outdir.glob(f"{folder}/**/*")}
        remove_files(outdir, files - assets)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remove images and words that no page has; nothing after a failure, or in a book, which is packed."""
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder) or builder.embedded:
        return
    pages = page_paths(app)
    stamp = app.doctreedir / f"former-output-{builder.name}.txt"  # names the pages of the last time
    names = "\n".join(map(str, sorted(pages)))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == names:
        time = stamp.stat().st_mtime_ns
        if all(path.stat().st_mtime_ns < time for path in pages if path.is_file()):
            return
    remove_images(app.outdir, app.outdir / builder.imagedir)
    remove_words(app.outdir / "searchindex.js")
    stamp.write_text(names, encoding="utf-8")


def page_paths(app: Sphinx) -> list[Path]:
    """Return the file of each page; an empty list if the builder does not write a file for each page."""
    builder, suffix = app.builder, getattr(app.builder, "out_suffix", "")
    if isinstance(builder, StandaloneHTMLBuilder):
        return [Path(builder.get_output_path(name)) for name in app.env.found_docs.union(*app.emit(EVENT))]
    return [Path(app.outdir, f"{name}{suffix}") for name in app.env.found_docs if suffix]


def remove_files(outdir: Path, paths: Iterable[Path]) -> None:
    """Remove files below a folder, and the folders that are empty then."""
    for path in [path for path in paths if path.is_file()]:
        path.unlink()
        folder = path.parent
        while folder != outdir and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


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
    """Connect the beginning of the writing, and the end of a build."""
    app.add_event(EVENT)
    app.connect("write-started", on_write_started)
    app.connect("build-finished", on_build_finished, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
