"""All problems of the site, reported in one order, however many workers read the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from diagnostics.problem import Problem
from partnerships.domain import PartnershipsDomain, domain_of
from partnerships_data.catalog import filters
from partnerships_data.pages.entry import expected_entry
from partnerships_data.releases.history import record_problems

logger = logging.getLogger(__name__)


def all_problems(domain: PartnershipsDomain) -> list[Problem]:
    """Return what is wrong with facts, prose, options of directives and records of versions, sorted."""
    return sorted([*domain.problems, *option_problems(domain), *record_problems(Path(domain.env.srcdir))])


def option_problems(domain: PartnershipsDomain) -> Iterator[Problem]:
    """Yield what is wrong with the options of directives that filter a list."""
    expected = set(map(expected_entry, domain.data["pages"]))
    for docname, views in domain.data["views"].items():
        path = str(domain.env.doc2path(docname, base=False))
        for view in views:
            for option, code, text in filters.option_errors(view.options, domain.catalog, expected):
                position = domain.position(docname, view.line, view.options[option], opening=f":{option}: ")
                yield Problem(path, *position, code, text)


def on_env_check_consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Report all problems."""
    for problem in all_problems(domain_of(env)):
        location = f"{env.srcdir / problem.path}:{problem.line}:{problem.column}"
        logger.warning("%s", problem.text, location=location, type="partnerships", subtype=problem.code.value)


def setup_consistency(app: Sphinx) -> None:
    """Connect the report."""
    app.connect("env-check-consistency", on_env_check_consistency)
