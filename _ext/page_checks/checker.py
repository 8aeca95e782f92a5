"""The reader of pages and the rules for all of them, as a build and `check` share them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.positions import position_at
from diagnostics.problem import Problem
from mermaid_svg import renderer
from page_checks.files import file_problems, image_paths
from page_checks.references import ReferenceRules
from page_checks.site_page import SitePage
from page_checks.words import read_misspellings, spelling_problems, undeclared_partners, without_names
from page_source.markup_slips import MAX_SLIPS
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Page
from partnerships_data.pages.field_types import PHOTOS
from partnerships_data.pages.reader import read_page
from safe_markdown.allowed import MAX_NESTING, NESTING_PROBLEM
from safe_markdown.page_reader import hide

# Brackets in a paragraph of which none is closed: a parser of Markdown needs minutes for thousands of them.
OPEN_BRACKETS = re.compile(rf"(?:\[(?:[^\[\]\n]|\n(?![ \t]*\n))*){{{MAX_NESTING + 1}}}")
# Problems that do not keep a page out of the site.
ADVICE = frozenset({Code.BAD_LINK_TEXT, Code.MISSING_ALT_TEXT, Code.SECOND_TITLE, Code.SKIPPED_HEADING})


class PageChecker:
    """Reads the pages of a site and finds their problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.misspellings = read_misspellings(root)  # corrections by misspelled word
        self.read = lru_cache(5_000)(self._read)  # an editor asks again at each key, when one page changed

    def _read(self, text: str, docname: str) -> tuple[Page, str]:
        """Return the content of a page with its problems, and its text for a parser of Markdown.

        The text has blank lines instead of the front matter and of what pages may not contain.
        """
        page, body = read_page(text, docname)
        site_page = SitePage(text, docname, _draw if renderer.CAN_DRAW else None)
        if brackets := OPEN_BRACKETS.search(body):
            position = position_at(body, brackets.start())
            site_page.refuse(position, Code.FORBIDDEN_BLOCK, NESTING_PROBLEM, site_page.all_lines)
        else:
            site_page.read_page(body)
            for sentence, position in page.sentences:
                site_page.read_sentence(sentence, position)
        has_marks = any(problem.code == Code.UNFINISHED_MERGE for problem in page.problems)
        refused = [
            Problem(f"{docname}.md", *position, code, message)
            for position, code, message, *_hidden in site_page.refusals
            if code not in ADVICE or not has_marks  # a line of marks makes a title of the one above it
        ]
        lines = {problem.line for problem in page.problems}
        # A line gets one kind of message: a mistyped key is not also a misspelling.
        misspelled = spelling_problems(f"{docname}.md", text, self.misspellings)
        words = islice((problem for problem in misspelled if problem.line not in lines), MAX_SLIPS)
        problems = tuple(sorted({*page.problems, *refused, *words}))
        entry = page.entry if all(problem.code in ADVICE for problem in refused) else None
        page = replace(page, entry=entry, problems=problems, prose=site_page.prose)
        return page, hide(body, site_page.refusals)

    def problems(self, pages: Iterable[Page], with_drafts: bool = False) -> list[Problem]:
        """Return the problems of the site, sorted; its pages may refer to drafts if `with_drafts`."""
        photos = [path.name for path in (self.root / PHOTOS).glob("*")]
        of_pages = page_problems(list(pages), photos, image_paths(self.root), with_drafts)
        return sorted([*of_pages, *file_problems(self.root)])


def page_problems(
    pages: Sequence[Page], photos: Iterable[str], images: frozenset[str], with_drafts: bool
) -> set[Problem]:
    """Return the problems of pages, which follow from their content and the names of photos and images."""
    catalog, problems = Catalog.from_pages(pages, photos)
    others = {Code.MISSPELLING, *ADVICE}  # advice is about the other words of a line
    lines = {(problem.path, problem.line) for problem in problems if problem.code not in others}
    rules = ReferenceRules(pages, catalog, images, with_drafts)
    problems += [*rules.problems({path for path, _line in lines}), *undeclared_partners(pages, catalog)]
    return {
        problem
        for problem in without_names(problems, pages)
        if problem.code != Code.MISSPELLING or (problem.path, problem.line) not in lines
    }


@lru_cache(maxsize=1)
def checker_of(root: Path) -> PageChecker:
    """Return the reader of the pages in a folder; a process reads each text once."""
    return PageChecker(root)


@lru_cache(500)
def _draw(code: str) -> None:
    """Draw a diagram, which raises `ValueError` if that is not possible."""
    renderer.draw(code)
