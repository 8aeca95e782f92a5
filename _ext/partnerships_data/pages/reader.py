"""The reader of pages: the text of a page becomes an entry, or a list of problems.

This is the only parser of pages. Builds, commands and the language server call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import normalize

from diagnostics.codes import Code
from diagnostics.positions import Position, position_at
from diagnostics.problem import Problem, quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from page_source.block import Block, KeyPath, PageError
from page_source.file_names import name_problem
from page_source.fill_in import FILL_IN_MARK, fill_in_errors
from page_source.front_matter import parse, split
from page_source.invisible import INVISIBLE
from page_source.markup_slips import prose_slips
from page_source.merge_marks import UNFINISHED_MERGE, merge_marks
from page_source.titles import find_title, without_markup
from partnerships_data.pages.entry import Entry, Page, expected_entry
from partnerships_data.pages.evidence import Alignment
from partnerships_data.pages.field_types import DATE
from partnerships_data.pages.models import KINDS, Announcement, Facts, Options
from partnerships_data.pages.validation import validate

# Errors that may follow from lines of the same block that could not be read.
UNCERTAIN_CODES = frozenset({Code.EMPTY_VALUE, Code.MISSING_KEY, Code.UNKNOWN_KEY, Code.WRONG_TYPE})
REFERENCES = {"unit": "unit", "units": "unit", "partners": "partner", "priorities": "priority"}
NO_TITLE = 'missing title; type a line "# Title" below the front matter'
MAX_READ_LENGTH = 1000  # characters of a sentence; longer ones are invalid, and slow to read


def read_page(text: str, docname: str) -> tuple[Page, str]:
    """Return the content of a page, and its text with blank lines instead of the front matter.

    :param text: the whole page, as a contributor wrote it
    :param docname: its path below the site's root, without ``.md``
    """
    text, merges = merge_marks(text)
    block_text, body, error = split(text)
    block = parse(block_text or "", _shape_errors)
    reader = _PageReader(docname, block, text)
    for line in merges:
        reader.add_error(Code.UNFINISHED_MERGE, UNFINISHED_MERGE, (line, 1))
    reader.errors += prose_slips(body)
    if error is not None and 1 not in merges:
        reader.errors.append(error)
        return reader.page(None, Options(), body)
    option_values = {key: value for key, value in block.values.items() if key not in KINDS}
    options, errors = validate(Options, option_values, (), block)
    reader.add_value_errors(errors)
    return reader.page(reader.entry(body), options or Options(), body)


def _shape_errors(block: Block) -> list[PageError]:
    """Return the errors that a line with a wrong indentation can cause."""
    kind = next((key for key in block.values if key in KINDS), "")
    options = {key: value for key, value in block.values.items() if key != kind}
    errors = [*block.errors, *validate(Options, options, (), block)[1]]
    errors += validate(KINDS[kind], block.values[kind], (kind,), block)[1] if kind else []
    paths = [(kind, "alignment", key) for key in Alignment.model_fields]
    errors += [PageError(Code.WRONG_TYPE, "", block.keys[path]) for path in paths if path in block.keys]
    return [error for error in errors if error.code in {*UNCERTAIN_CODES, Code.BAD_YAML, Code.DUPLICATE_KEY}]


def unreadable_page(docname: str, content: bytes) -> Page:
    """Return a page that is not UTF-8, with the position of its first undecodable byte."""
    text = content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    found = re.search("[\udc80-\udcff]", text)  # how Python represents an undecodable byte
    position = position_at(text, found.start() if found else 0)
    message = "this page is not UTF-8 text; save it as UTF-8"
    problem = Problem(f"{docname}.md", *position, Code.NOT_TEXT, message)
    return Page(docname, None, Options(), (problem,))


class _PageReader:
    """Collects all errors of one page, so that they are reported together."""

    def __init__(self, docname: str, block: Block, text: str) -> None:
        self.docname, self.block, self.text = docname, block, text
        self.errors = list(block.errors)

    def page(self, entry: Entry | None, options: Options, body: str) -> tuple[Page, str]:
        """Return the page with all its problems; with an entry only if there are none."""
        is_facts = expected_entry(self.docname) is not None
        if not is_facts and not find_title(body) and not self.errors:
            self.add_error(Code.MISSING_TITLE, NO_TITLE)
        marked = list(fill_in_errors(self.text, anywhere=is_facts))
        marked_lines = {error.position[0] for error in marked}
        # A value to be filled in is one mistake: that it is invalid is not reported besides.
        errors = [*marked, *(error for error in self.errors if error.position[0] not in marked_lines)]
        path = f"{self.docname}.md"
        problems = tuple(sorted(Problem(path, *error.position, error.code, error.text) for error in errors))
        entry = None if problems else entry
        references = () if entry else tuple(self.references())
        return Page(self.docname, entry, options, problems, tuple(self.sentences()), references), body

    def add_error(self, code: Code, text: str, position: Position = (1, 1)) -> None:
        self.errors.append(PageError(code, text, position))

    def add_value_errors(self, errors: Iterable[PageError]) -> None:
        """Add errors of values, but not where a value or a key was not read as it was typed."""
        reported_lines = {error.position[0] for error in self.block.errors}
        for error in errors:
            is_known = error.position[0] in reported_lines
            if not is_known and (self.block.is_complete or error.code not in UNCERTAIN_CODES):
                self.errors.append(error)

    def entry(self, body: str) -> Entry | None:
        """Return the entry that the front matter describes; None if it is invalid."""
        kinds = [key for key in self.block.values if key in KINDS]
        if not kinds:
            self.check_facts_present()
            return None
        kind, id = kinds[0], self.docname.rpartition("/")[2]
        for other in kinds[1:]:
            text = f'this page already has the key "{kind}"; delete "{other}"'
            self.add_error(Code.UNKNOWN_KEY, text, self.block.keys[(other,)])
        index, markdown = find_title(body) or (0, "")
        title = without_markup(markdown)
        self.check_title(title, position_at(body, index))
        facts, errors = validate(KINDS[kind], self.block.values[kind], (kind,), self.block)
        self.add_value_errors(errors)
        self.check_file_name(facts, id, self.block.keys[(kind,)])
        if facts is None:
            return None
        name = getattr(facts, "name", title)
        if title and not self.errors and normalize("NFKC", name) != normalize("NFKC", title):
            text = f"the title is {quoted(title)}, but the name is {quoted(name)}; make them the same"
            self.add_error(Code.DIFFERENT_TITLE, text, position_at(body, index))
        positions = {path[1:]: self.position(path) for path in self.block.keys if path[0] == kind}
        return Entry(kind, id, self.docname, title or id, facts, positions)

    def check_facts_present(self) -> None:
        """Report a page without facts in a folder of facts, unless the key is there but mistyped."""
        expected = expected_entry(self.docname)
        if expected and not self.errors:
            text = f'this page has no facts; begin it with the lines "---" and "{expected[0]}:"'
            self.add_error(Code.MISSING_FACTS, text)

    def check_title(self, title: str, position: Position) -> None:
        """Report a missing heading, or one that feeds and lists cannot repeat."""
        if not title:
            self.add_error(Code.MISSING_TITLE, NO_TITLE)
        elif found := FORBIDDEN.search(title) or INVISIBLE.search(title):
            line, column = position
            self.add_error(Code.BAD_CHARACTER, forbidden(found[0]), (line, column + found.start()))

    def references(self) -> Iterator[tuple[str, str, Position]]:
        """Yield kind, id and position of each page that facts with errors refer to."""
        reported_lines = {error.position[0] for error in self.errors}
        for path, position in self.block.positions.items():
            if position[0] in reported_lines:
                continue
            if path[1:2] == ("alignment",) and len(path) == 3 and isinstance(path[2], str):
                yield "priority", path[2], self.block.keys[path]
            elif path[1:2] and (kind := REFERENCES.get(str(path[1]))):
                value = self.value(path)
                if isinstance(value, str) and FILL_IN_MARK not in value:
                    yield kind, value, position

    def value(self, path: KeyPath) -> Any:
        value: Any = self.block.values
        for key in path:
            value = value[key]
        return value

    def sentences(self) -> Iterator[tuple[str, Position]]:
        """Yield each text that is inline Markdown, with its position."""
        for path, position in self.block.positions.items():
            if path[1:2] == ("alignment",) and path[3:] in ((), ("reason",)):
                value = self.value(path)
                sentence = " ".join(value.split()) if isinstance(value, str) else ""
                line, typed = self.block.texts.get(path, (0, ""))
                if typed.split() == sentence.split():
                    sentence, position = typed, (line, 1)
                if 0 < len(sentence) <= MAX_READ_LENGTH:
                    yield sentence, position

    def check_file_name(self, facts: Facts | None, id: str, position: Position) -> None:
        """Report a file name that is not an id, or does not match the facts."""
        dated = re.match(rf"({DATE})-[a-z0-9]", id)
        text = name_problem(id)
        if text is None and isinstance(facts, Announcement) and (not dated or dated[1] != facts.date):
            text = f'the file name must begin with the date; rename it to "{facts.date}-" and a few words'
            position = self.position(("announcement", "date"))
        if text:
            self.add_error(Code.WRONG_PLACE, text, position)

    def position(self, path: KeyPath) -> Position:
        """Return the position of the value at `path`; of the key if that is an id, as in `alignment`."""
        is_key = len(path) == 1 or path[-2] == "alignment"
        return (self.block.keys if is_key else self.block.positions)[path]
