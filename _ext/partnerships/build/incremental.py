"""Incremental builds: what to write again, so that the output is that of a clean build, byte for byte.

A page that shows what other pages state is written again if anything that it can show has changed: rather too
much than stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from page_translations.collecting import translations_of
from page_translations.language_list import progress_digest
from partnerships.build.consistency import problems_by_page, problems_of_pages
from partnerships.build.record import BuildRecord, code_version, take_record, write_record
from partnerships.domain import domain_of
from partnerships.feeds.content import feed_prose
from partnerships.nodes.filters import partner_pages
from partnerships.outputs.published_files import file_makers, on_missing_reference, write_feeds, write_files
from partnerships.pages.updates import SUBSCRIBE
from partnerships.urls import builds_website, site_of
from partnerships_data.releases.history import records_digest
from stable_files.atomic_write import paths_below


@dataclass
class IncrementalBuild:
    """One build: what the last one recorded, and what this one writes."""

    last: BuildRecord = field(default_factory=BuildRecord)
    now: BuildRecord = field(default_factory=BuildRecord)
    written_before: Mapping[str, int | None] = field(default_factory=dict)  # docname -> time of its output

    def on_builder_inited(self, app: Sphinx) -> None:
        domain = domain_of(app.env)
        domain.builder, domain.site = app.builder, site_of(app.builder)

    def on_env_get_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write although their own text has not changed.

        All pages, if what is around their text has changed or some of the output is missing. Pages that show
        facts, if facts have changed. And pages that another builder has read since.
        """
        domain = domain_of(env)
        problems_of_pages(domain)  # before Sphinx stores the domain
        domain.shown_problems = problems_by_page(domain) if app.config.partnerships_show_problems else {}
        self.last = take_record(app)
        if not set(self.last.output) <= set(paths_below(app.outdir)):
            self.last = BuildRecord()
        self.now = replace(_record(app), prose=self.last.prose)
        outdated = {docname for docname, _digest in self.now.pages.items() - self.last.pages.items()}
        domain.is_unchanged = (self.last.frame, self.last.facts) == (self.now.frame, self.now.facts)
        if self.last.frame != self.now.frame:
            outdated = set(env.found_docs)
        elif not domain.is_unchanged:
            outdated |= set(domain.viewers)
        self.written_before = _output_times(app, outdated)
        return sorted(outdated)

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the published files, then the record; neither after a failure.

        If Sphinx wrote only some of the outdated pages, because they were named, it writes no record either.
        """
        if exception is not None:
            return
        written = _output_times(app, self.written_before)
        if any(time is None or time == self.written_before[docname] for docname, time in written.items()):
            return
        if builds_website(app.builder) and self.now != replace(self.last, output=[]):
            self.write_published_files(app, app.builder)
        write_record(app, self.last, replace(self.now, output=sorted(paths_below(app.outdir))))

    def write_published_files(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        """Write the files beside the pages that are made from something that has changed."""
        domain = domain_of(app.env)
        catalog, site, prose = domain.catalog.published, domain.site, {}
        if site.publishes("feeds/"):
            prose = feed_prose(builder, self.last.prose, self.now.frame)
        html = {docname: html for docname, (_digest, html) in prose.items()}
        if domain.is_unchanged:
            changed = {docname for docname, shown in prose.items() if self.last.prose.get(docname) != shown}
            write_feeds(Path(app.outdir), file_makers(catalog, site, prose=html), catalog, changed)
        else:
            drafts = {entry.docname for entry in domain.catalog.announcements if entry.facts.draft}
            pages = sorted(app.env.found_docs - drafts)
            titles = {docname: app.env.titles[docname].astext() for docname in pages}
            titles |= dict.fromkeys(partner_pages(catalog), "")  # for the sitemap
            originals = translations_of(app.env).shown_facts().originals
            makers = file_makers(domain.exported, site, titles, html, domain.release_history, originals)
            write_files(Path(app.outdir), makers, site)
        self.now = replace(self.now, prose=prose)


def _record(app: Sphinx) -> BuildRecord:
    """Return what this build makes its pages from."""
    env, domain = app.env, domain_of(app.env)
    indexes = {f"{docname.split('/')[0]}/index" for docname in env.found_docs if "/" in docname}
    titles = [(docname, env.titles[docname].astext()) for docname in sorted(indexes & env.found_docs)]
    banner = domain.result("banner", lambda: domain.catalog.banner)
    translations = translations_of(env)
    language = (env.config.language, translations.interface)
    around = (banner and (banner.docname, banner.title), titles, SUBSCRIBE in env.found_docs, language)
    settings, website = "", app.builder
    if builds_website(website) and website.templates:
        settings = f"{vars(website.build_info)} {website.templates.newest_template_mtime()}"
    objects = env.domains.standard_domain.get_objects  # among them the titles of all pages
    labels = domain.result("labels", lambda: crc32(repr(sorted(objects())).encode()))
    shown = (domain.data["digests"], translations.data["catalogs"], domain.shown_problems)
    pages = {
        docname: crc32(repr([part.get(docname) for part in shown]).encode())
        for docname in sorted(env.found_docs)
    }
    for docname in domain.pages_with("language-list"):
        pages[docname] = crc32(f"{progress_digest(env)}".encode(), pages[docname])
    return BuildRecord(
        frame=f"{app.outdir} {code_version()} {settings} {labels} {around!r} {domain.site!r}",
        facts=f"{domain.facts_digest()} {translations.facts_digest()} {records_digest(Path(env.srcdir))}",
        pages=pages,
    )


def _output_times(app: Sphinx, docnames: Iterable[str]) -> dict[str, int | None]:
    """Return when the file of each page of a website was written, in nanoseconds; None if it is missing."""
    if not builds_website(app.builder):
        return {}
    paths = {docname: Path(app.builder.get_output_path(docname)) for docname in docnames}
    return {docname: path.stat().st_mtime_ns if path.is_file() else None for docname, path in paths.items()}


def setup_incremental(app: Sphinx) -> None:
    """Connect one build, and links to published files."""
    build = IncrementalBuild()
    app.connect("missing-reference", on_missing_reference)
    app.connect("builder-inited", build.on_builder_inited)
    app.connect("env-get-updated", build.on_env_get_updated)
    app.connect("build-finished", build.on_build_finished, priority=910)  # after all others have written
