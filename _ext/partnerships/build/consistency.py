"""All problems of the site, reported in one order, however many workers read the pages."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from diagnostics.problem import Problem
from page_checks.checker import page_problems
from page_checks.files import file_problems, image_paths
from page_checks.translations import translation_problems
from partnerships.domain import PartnershipsDomain, domain_of
from translation_catalogs.languages import SOURCE_LANGUAGE

logger = logging.getLogger(__name__)


def all_problems(domain: PartnershipsDomain) -> list[Problem]:
    """Return the problems of all pages and files, sorted: those that `check` reports."""
    root, language = Path(domain.env.srcdir), domain.env.config.language
    # A mistake in a translation does not fail the build of the English pages.
    in_catalogs = translation_problems(root, language) if language != SOURCE_LANGUAGE else ()
    return sorted([*problems_of_pages(domain), *file_problems(root), *in_catalogs])


def problems_of_pages(domain: PartnershipsDomain) -> set[Problem]:
    """Return the problems of all pages, stored until something that they depend on changes."""
    images, with_drafts = image_paths(Path(domain.env.srcdir)), domain.env.config.partnerships_drafts
    drafts = domain.data["drafts"]

    def compute() -> set[Problem]:
        pages = [*domain.pages(), *drafts.values()]
        pages = [page for page in pages if domain.env.doc2path(page.docname).suffix == ".md"]
        return page_problems(pages, domain.photos(), images, with_drafts)

    return set(domain.result("problems", compute, sorted(images), with_drafts, drafts))


def problems_by_page(domain: PartnershipsDomain) -> dict[str, list[Problem]]:
    """Return the problems of each page."""
    by_path = groupby(all_problems(domain), key=lambda problem: problem.path)
    return {path.removesuffix(".md"): list(problems) for path, problems in by_path}


def on_env_check_consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Report all problems."""
    for problem in all_problems(domain_of(env)):
        location = f"{env.srcdir / problem.path}:{problem.line}:{problem.column}"
        logger.warning("%s", problem.text, location=location, type="partnerships", subtype=problem.code.value)
