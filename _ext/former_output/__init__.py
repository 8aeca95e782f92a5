"""A Sphinx extension that removes what an earlier build left in the output.

Sphinx keeps files and words for the search that no page needs any more, and with them deleted names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.typing import ExtensionMetadata

ASSET_FOLDERS = ("_downloads", "_images", "_sources", "_static")  # of a website: no page of Sphinx is there
IMAGE = re.compile(r".+\.(avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)
EVENT = "pages-without-source"  # a listener returns docnames of pages that it does not write in each build
IMAGE_NAME = re.compile(r'_images/([^"/]+)"')


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Remove files of earlier builds, before Sphinx writes those again that are still needed."""
    outdir = app.outdir
    if builder.name == "latex" and (outdir / "sphinxmessages.sty").is_file():  # the builder wrote this folder
        remove_files(outdir, outdir.iterdir())  # and writes all its files in each build
    if builder.name == "texinfo":
        remove_files(outdir, outdir.glob("*-figures/*"))
    if isinstance(builder, StandaloneHTMLBuilder):
        remove_files(outdir, (path for path in outdir.glob("_static/**/*") if IMAGE.fullmatch(path.name)))
        remove_files(outdir, outdir.glob("_downloads/**/*"))
        names = [app.env.doc2path(name, False) for name in app.env.found_docs if app.config.html_copy_source]
        sources = {outdir / "_sources" / f"{name}{app.config.html_sourcelink_suffix}" for name in names}
        remove_files(outdir, (path for path in outdir.glob("_sources/**/*") if path not in sources))
    if last_time(app):
        return  # other files, such as the search page, are not written in each build
    pages = page_paths(app)
    for suffix in {path.suffix for path in pages}:
        assets = [outdir.glob(f"{folder}/**/*") for folder in ASSET_FOLDERS]
        remove_files(outdir, {*outdir.rglob(f"*{suffix}")}.difference(pages, *assets))


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remove images and words that no page has; nothing after a failure, or in a book, which is packed."""
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder) or builder.embedded:
        return
    time, index = last_time(app), app.outdir / "searchindex.js"  # which is written after the pages
    paths = [index] if index.is_file() and index.stat().st_mtime_ns < time else page_paths(app)
    if all(path.stat().st_mtime_ns < time for path in paths if path.is_file()):
        return
    remove_images(app.outdir, app.outdir / builder.imagedir)
    remove_words(index)
    stamp, content = stamp_of(app)
    stamp.write_text(content, encoding="utf-8")


def last_time(app: Sphinx) -> int:
    """Return the time of the last build, in nanoseconds; 0 if pages were read or removed since."""
    stamp, content = stamp_of(app)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != content:
        return 0
    time, stored = (path.stat().st_mtime_ns for path in (stamp, app.doctreedir / ENV_PICKLE_FILENAME))
    return time if stored < time else 0


def stamp_of(app: Sphinx) -> tuple[Path, str]:
    """Return the path of the file that a build leaves, and its content: its output and its pages."""
    content = f"{app.outdir} {getattr(app.builder, 'out_suffix', '')} {sorted(app.env.found_docs)}"
    return app.doctreedir / f"former-output-{app.builder.name}.txt", content


def page_paths(app: Sphinx) -> list[Path]:
    """Return the file of each page, sorted; an empty list if the builder does not write a file for each."""
    builder, suffix = app.builder, getattr(app.builder, "out_suffix", "")
    if isinstance(builder, StandaloneHTMLBuilder):
        docnames = app.env.found_docs.union(*app.emit(EVENT))
        return [Path(builder.get_output_path(name)) for name in sorted(docnames)]
    return [Path(app.outdir, f"{name}{suffix}") for name in sorted(app.env.found_docs) if suffix]


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
    texts = (page.read_text(encoding="utf-8") for page in pages.rglob("*.html") if present)
    shown = {unquote(name) for text in texts for name in IMAGE_NAME.findall(text)}
    remove_files(pages, (image for image in present if image.name not in shown))


def remove_words(path: Path) -> None:
    """Remove the words that are on no page from an index of the search."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if ":[]" in text:
        index = js_index.loads(text)
        for key in ("terms", "titleterms"):  # word -> number of a page, or numbers of pages
            index[key] = {word: pages for word, pages in index[key].items() if pages != []}
        path.write_text(js_index.dumps(index), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the beginning of the writing, and the end of a build."""
    app.add_event(EVENT)
    app.connect("write-started", on_write_started)
    app.connect("build-finished", on_build_finished, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
