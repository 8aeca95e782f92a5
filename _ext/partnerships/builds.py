"""The events of a build, in the order in which they come.

A page that shows what others state is written again if anything that can be shown has changed: too much
rather than stale. What an output was made from is noted beside the doctrees when its build has finished, so
that neither a build that was killed nor one of another builder passes for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.util import logging

from .domain import domain_of
from .outputs import serves_files, write_files, write_if_changed
from .page import not_text, read
from .values import DATE

logger = logging.getLogger(__name__)


def code_version() -> int:
    """Return a number of the extension's code: when it is another one, Sphinx reads all pages again."""
    version = 0
    for module in sorted(Path(__file__).parent.glob("*.py")):
        version = crc32(module.read_bytes(), version)
    return version


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Say so if the ids of feed entries would be none."""
    authority = config.partnerships_tag_authority
    if not re.fullmatch(rf"[a-z0-9.@-]+,{DATE}", authority):
        text = __('partnerships_tag_authority in conf.py is "%s"; write name and date: "example.org,2026"')
        logger.warning(text, authority, type="partnerships", subtype="tag-authority")


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return further pages to read: those that changed though they look old, and those with problems.

    A file that was put back keeps its old time, and Sphinx looks at times alone. A page with a problem is
    read until it is mended, because a second build must not pass in silence. At a page that is no text
    Sphinx would stop; it is as good as deleted, but for its message.
    """
    domain = domain_of(env)
    digests = {docname: _digest(env.doc2path(docname)) for docname in sorted(env.found_docs)}
    unreadable = [docname for docname, digest in digests.items() if digest is None]
    for docname in domain.data["pages"].keys() - env.found_docs - removed:
        domain.clear_doc(docname)  # was no text, and is gone
    for docname in unreadable:
        env.clear_doc(docname)
        for docnames in (env.project.docnames, added, changed):
            docnames.discard(docname)
        domain.note_page(not_text(docname), None)
    again = {problem.path.removesuffix(".md") for problem in domain.problems}
    again |= {docname for docname, digest in digests.items() if digest != domain.data["digests"].get(docname)}
    return sorted((again | env.glob_toctrees if unreadable else again) - added)


def _digest(path: Path) -> int | None:
    """Return a number of a page's text; none if it is no text."""
    try:
        return crc32(path.read_text(encoding="utf-8-sig").encode())
    except (UnicodeDecodeError, OSError):
        return None


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take the facts out of a page. No other reader of front matter gets to see them."""
    digest = crc32(content[0].encode())
    page, content[0] = read(content[0], docname)
    domain_of(app.env).note_page(page, digest)


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Set the options that the page asked for."""
    page = domain_of(app.env).data["pages"][app.env.docname]
    app.env.metadata[app.env.docname] |= page.options.model_dump(exclude_defaults=True)


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the pages that show facts again if these are not the facts of the last finished build.

    If the last one did not finish, any file may be half of itself: all pages are written again.
    """
    made_from, unfinished = _notes(app)
    if unfinished.is_file():
        return sorted(env.found_docs)
    unfinished.touch()
    if made_from.is_file() and made_from.read_text(encoding="utf-8") == _made_from(app):
        return []
    return domain_of(env).viewers


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files, then note what the output was made from; after a failure, neither."""
    if exception is not None:
        return
    if serves_files(app.builder):
        write_files(app.builder, domain_of(app.env).catalog)
    made_from, unfinished = _notes(app)
    write_if_changed(made_from, _made_from(app).encode())
    unfinished.unlink(missing_ok=True)


def _notes(app: Sphinx) -> tuple[Path, Path]:
    """Return the files that say what an output was made from, and that it is being made."""
    note = Path(app.doctreedir, f"partnerships-{app.builder.name}.txt")
    return note, note.with_suffix(".unfinished")


def _made_from(app: Sphinx) -> str:
    return f"{app.outdir}\n{domain_of(app.env).fingerprint()}\n"
