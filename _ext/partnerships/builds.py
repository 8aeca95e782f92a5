"""The events of a build, in the order in which they come.

A page that shows what others state is written again if anything that can be shown has changed: too much
rather than stale. What an output was made from is noted beside the doctrees when its build has finished, so
that neither a build that was killed nor one of another builder passes for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import is_translatable
from sphinx.versioning import add_uids

from . import feed_content
from .addresses import FEEDS
from .domain import domain_of
from .drawing import OURS
from .front_matter import FrontMatterError, parse, split
from .html_pages import SUBSCRIBE
from .model import Announcement
from .outputs import files, missing, serves_files, site_of, write_files
from .page import not_text, read
from .values import DATE, PHOTO
from .writing import write_if_changed

logger = logging.getLogger(__name__)


def code_version() -> int:
    """Return a number of the extension's code: when it is another one, Sphinx reads all pages again."""
    version = 0
    for module in sorted(Path(__file__).parent.glob("*.py")):
        version = crc32(module.read_bytes(), version)
    return version


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Say so if feeds would have no addresses or their entries no ids; leave drafts out of the site."""
    if not config.html_baseurl:
        text = __("html_baseurl in conf.py is empty, so there are no feeds; set it to the site's address")
        logger.warning(text, type="partnerships", subtype="base-address")
    if not config.partnerships_drafts:
        config.exclude_patterns = [*config.exclude_patterns, *_drafts(Path(app.srcdir))]
    authority = config.partnerships_tag_authority
    if not re.fullmatch(rf"[a-z0-9.@-]+,{DATE}", authority):
        text = __('partnerships_tag_authority in conf.py is "%s"; write name and date: "example.org,2026"')
        logger.warning(text, authority, type="partnerships", subtype="tag-authority")


def _drafts(root: Path) -> list[str]:
    """Return the announcements that are drafts, sorted: for Sphinx, they are not there."""
    pages = sorted((root / Announcement.folder).rglob("*.md"))
    return [path.relative_to(root).as_posix() for path in pages if _is_draft(path.read_bytes())]


def _is_draft(source: bytes) -> bool:
    """Return whether a page says that it is a draft, even if it says something else that is wrong."""
    if b"draft:" not in source:
        return False
    block, _, _ = split(source.decode("utf-8-sig", "replace"))
    try:
        stated = parse(block or "").values.get("announcement")
    except FrontMatterError:
        return False  # the build will say so
    return isinstance(stated, dict) and stated.get("draft", "false") != "false"


def on_builder_inited(app: Sphinx) -> None:
    """Tell the domain how the builder makes addresses; keep doctrees fit for every builder.

    Sphinx has `gettext` number the texts while pages are read, and refuses it what another builder has read.
    Here no builder does, and `NumberTexts` makes up for it.
    """
    domain_of(app.env).site = site_of(app.builder)
    app.env.versioning_condition = None


class NumberTexts(SphinxPostTransform):
    """Give the texts of a page, but not of its views, the numbers without which `gettext` leaves them out."""

    default_priority = 1
    builders = ("gettext",)

    def run(self, **kwargs: Any) -> None:
        """Give them."""
        list(add_uids(self.document, is_translatable))


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Make the files again, whichever builder reads a page: they may show what stands on it."""
    if docnames:
        for note in Path(app.doctreedir).glob("partnerships-*-files.txt"):
            note.unlink()


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
        domain.note_page(not_text(docname, _content(env.doc2path(docname))), None)
    told = {problem.path.removesuffix(".md") for problem in domain.problems}
    again = told | {name for name, digest in digests.items() if digest != domain.data["digests"].get(name)}
    # A problem that stands in no page is told by some page all the same.
    again |= set(domain.viewers[:1] if told - domain.data["pages"].keys() else ())
    return sorted((again | env.glob_toctrees if unreadable else again) - added)


def _digest(path: Path) -> int | None:
    """Return a number of a page's text; none if it is no text."""
    try:
        return crc32(path.read_text(encoding="utf-8-sig").encode())
    except (UnicodeDecodeError, OSError):
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


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
    """Write pages again if what they show is not that of the last finished build.

    All of them, if it is in their frame, if pages were added, retitled or removed, or if the last build did
    not finish, so that any file may be half of itself; those that show facts, if it is facts.
    """
    stopped = _note(app, "unfinished")
    noted, now = [] if stopped.is_file() else _noted(app, "pages"), _pages_made_from(app)
    stopped.touch()
    if noted == now:
        return domain_of(env).viewers if domain_of(env).has_dangling else []  # to say so once more
    for picture in sorted(_images(app).glob(f"{OURS}-*.svg")):  # each is drawn again where it is still shown
        picture.unlink()
    return domain_of(env).viewers if noted[:1] == now[:1] else sorted(env.found_docs)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files, then note what the output was made from; after a failure, neither."""
    if exception is not None:
        return
    if isinstance(app.builder, StandaloneHTMLBuilder) and serves_files(app.builder):
        _write_files(app, app.builder)
    shown = {name for _docs, name in app.env.images.values()}
    for photo in sorted(_images(app).glob("*")):
        if re.fullmatch(PHOTO, photo.name) and photo.name not in shown:
            photo.unlink()  # somebody may have wished it to go
    write_if_changed(_note(app, "pages"), "\n".join(_pages_made_from(app)).encode())
    _note(app, "unfinished").unlink(missing_ok=True)


def _write_files(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    """Write the files, unless they are there and all that they were made from is as it was."""
    domain = domain_of(app.env)
    catalog, site, out = domain.catalog.published, domain.site, Path(app.outdir)
    drafts = {each.docname for each in domain.catalog.announcements if each.facts.draft}
    titles = {name: app.env.titles[name].astext() for name in sorted(app.env.found_docs - drafts)}
    now = [repr(site), str(out), domain.fingerprint(), *titles]
    if _noted(app, "files") == now and not missing(out, files(catalog, site), site):
        return
    prose = feed_content.prose(builder, catalog, site) if site.publishes(FEEDS) else {}
    write_files(out, files(catalog, site, titles, prose, domain.history), site)
    write_if_changed(_note(app, "files"), "\n".join(now).encode())


def _images(app: Sphinx) -> Path:
    return Path(app.outdir, "_images")


def _note(app: Sphinx, of: str) -> Path:
    return Path(app.doctreedir, f"partnerships-{app.builder.name}-{of}.txt")


def _noted(app: Sphinx, of: str) -> list[str]:
    note = _note(app, of)
    return note.read_text(encoding="utf-8").split("\n") if note.is_file() else []


def _pages_made_from(app: Sphinx) -> list[str]:
    """Return what is in the frame of all pages, then what else they can show of others."""
    domain = domain_of(app.env)
    indexes = (f"{name.split('/')[0]}/index" for name in app.env.found_docs if "/" in name)
    titles = [(name, app.env.titles[name].astext()) for name in sorted({*indexes} & app.env.found_docs)]
    banner = domain.catalog.banner
    frame = repr((banner and (banner.docname, banner.title), titles, SUBSCRIBE in app.env.found_docs))
    all_titles = sorted((name, title.astext()) for name, title in app.env.titles.items())
    return [f"{app.outdir} {frame} {crc32(repr(all_titles).encode())}", domain.fingerprint()]
