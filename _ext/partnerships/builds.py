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
    """Read pages with problems again until they are mended: a second build must not pass in silence.

    What is no text, Sphinx would stop at; such a page is as good as deleted, but for its message.
    """
    domain = domain_of(env)
    for docname in domain.data["pages"].keys() - env.found_docs - removed:
        domain.clear_doc(docname)  # was no text, and is gone
    unreadable = [docname for docname in sorted(added | changed) if not _is_text(env.doc2path(docname))]
    for docname in unreadable:
        env.clear_doc(docname)
        for docnames in (env.project.docnames, added, changed):
            docnames.discard(docname)
        domain.note_page(not_text(docname))
    again = {problem.path.removesuffix(".md") for problem in domain.problems}
    return sorted(again | env.glob_toctrees if unreadable else again)


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return False
    return True


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Take the facts out of a page. No other reader of front matter gets to see them."""
    page, content[0] = read(content[0], docname)
    domain_of(app.env).note_page(page)


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Set the options that the page asked for."""
    page = domain_of(app.env).data["pages"][app.env.docname]
    app.env.metadata[app.env.docname] |= page.options.model_dump(exclude_defaults=True)


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the pages that show facts again if these are not the facts of the last finished build."""
    note = _note(app)
    if note.is_file() and note.read_text(encoding="utf-8") == _made_from(app):
        return []
    return domain_of(env).viewers


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files, then note what the output was made from; after a failure, neither."""
    if exception is not None:
        return
    if serves_files(app.builder):
        write_files(app.builder, domain_of(app.env).catalog)
    write_if_changed(_note(app), _made_from(app).encode())


def _note(app: Sphinx) -> Path:
    return Path(app.doctreedir, f"partnerships-{app.builder.name}.txt")


def _made_from(app: Sphinx) -> str:
    return f"{app.outdir}\n{domain_of(app.env).fingerprint()}\n"
