"""The events of a build, in the order in which they come.

A page that shows what others state is written again if anything that can be shown has changed: too much
rather than stale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import is_translatable
from sphinx.versioning import add_uids

from parallel_html.builders import SharedWork
from partnerships.build.record import BuildRecord, begin, finish, names_below
from partnerships.domain import domain_of
from partnerships.html.page_context import SUBSCRIBE
from partnerships.nodes.diagrams import FACT_IMAGE_PREFIX
from partnerships.outputs.published_files import files, site_of, write_files
from partnerships_data.pages.field_types import DATE, PHOTO
from partnerships_data.pages.front_matter import FrontMatterError, parse, split
from partnerships_data.pages.models import Announcement
from partnerships_data.pages.reader import read, undecodable_page

logger = logging.getLogger(__name__)


def code_version() -> int:
    """Return a number of the extension's code: when it is another one, Sphinx reads all pages again."""
    version = 0
    for module in sorted(Path(__file__).parents[2].rglob("*.py")):
        version = crc32(module.read_bytes(), version)
    return version


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Say so if feeds would have no addresses or their entries no ids; leave drafts out of the site."""
    if not config.html_baseurl:
        text = __('the site has no base URL, so it has no feeds; set "base-url" in pyproject.toml')
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
        domain.note_page(undecodable_page(docname, _content(env.doc2path(docname))), None)
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

    All of them, if it is in their frame, if pages were added, retitled or removed, or if some of the output
    is gone; those that show facts, if it is facts, or to say once more what is wrong with them; and those
    that another builder has read.
    """
    domain = domain_of(env)
    last = begin(app)
    if isinstance(app.builder, SharedWork) and not set(last.names) <= set(names_below(app.outdir)):
        last = BuildRecord()
    domain.last, domain.now = last, now = last, _made_from(app)
    same_frame, same_facts = last.frame == now.frame, last.facts == now.facts
    if not same_frame or not same_facts:
        for picture in sorted(
            _images(app).glob(f"{FACT_IMAGE_PREFIX}-*.svg")
        ):  # each is drawn again where it is shown
            picture.unlink()
    domain.to_write = {
        name for name in env.found_docs if not same_frame or last.pages.get(name) != now.pages[name]
    }
    if not same_facts or domain.has_dangling:
        domain.to_write |= set(domain.viewers)
    return sorted(domain.to_write)


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Let Sphinx not write a page again for those that are in its navigation, if that is hidden.

    It is in the frame of pages only, where `on_env_get_updated` sees to titles.
    """
    env = app.env
    hidden = {
        name
        for name in set().union(*env.files_to_rebuild.values())
        if all(tree["hidden"] for tree in env.tocs[name].findall(addnodes.toctree))
    }
    env.files_to_rebuild = {name: pages - hidden for name, pages in env.files_to_rebuild.items()}


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the files, then note what the output was made from; after a failure, neither."""
    if exception is not None:
        return
    domain, builder = domain_of(app.env), app.builder
    shown = {name for _docs, name in app.env.images.values()}
    for photo in sorted(_images(app).glob("*")):
        if re.fullmatch(PHOTO, photo.name) and photo.name not in shown:
            photo.unlink()  # somebody may have wished it to go
    if not isinstance(builder, SharedWork):
        finish(app, domain.last, domain.now)
    elif domain.to_write <= builder.written:  # else Sphinx was told which pages to write
        prose = {name: html for name, html in sorted(builder.prose.items()) if name in app.env.found_docs}
        made_from = _write_files(app, prose)
        names = sorted(names_below(app.outdir))
        finish(app, domain.last, replace(domain.now, prose=prose, files=made_from, names=names))


def _write_files(app: Sphinx, prose: Mapping[str, str]) -> int:
    """Write the files, unless all that they are made from is as it was; return a number of that."""
    domain = domain_of(app.env)
    catalog, site, out = domain.catalog.published, domain.site, Path(app.outdir)
    drafts = {each.docname for each in domain.catalog.announcements if each.facts.draft}
    titles = {name: app.env.titles[name].astext() for name in sorted(app.env.found_docs - drafts)}
    now = crc32(repr((site, domain.fingerprint(), titles, prose)).encode())
    if domain.last.files != now:
        write_files(out, files(catalog, site, titles, prose, domain.history), site)
    return now


def _images(app: Sphinx) -> Path:
    return Path(app.outdir, "_images")


def _made_from(app: Sphinx) -> BuildRecord:
    """Return what pages are made from: what all show, what they can show of others, and their texts."""
    env, domain = app.env, domain_of(app.env)
    indexes = (f"{name.split('/')[0]}/index" for name in env.found_docs if "/" in name)
    titles = [(name, env.titles[name].astext()) for name in sorted({*indexes} & env.found_docs)]
    banner = domain.catalog.banner
    frame = (banner and (banner.docname, banner.title), titles, SUBSCRIBE in env.found_docs)
    named = crc32(repr(sorted(env.domains.standard_domain.get_objects())).encode())
    texts = {name: domain.data["digests"][name] for name in sorted(env.found_docs)}
    return BuildRecord(f"{app.outdir} {frame!r} {named}", domain.fingerprint(), texts)
