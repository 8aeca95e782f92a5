"""Reading, second half: one page becomes an entry of the catalog, or a list of what to mend.

`read_page` is the only parser of pages; the build and `python -m partnerships_cli check` both call it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from diagnostics.codes import Code
from diagnostics.positions import Position, position_at
from diagnostics.problem import Problem, did_you_mean, nearest, quoted
from diagnostics.unsafe_text import FORBIDDEN, forbidden
from partnerships_data.pages.entry import Entry, Page, expected_entry
from partnerships_data.pages.field_types import DATE, ID
from partnerships_data.pages.front_matter import Block, FrontMatterError, Path, parse, split
from partnerships_data.pages.models import KINDS, Announcement, Facts, Member, Options

TITLE = re.compile(r"^# +(\S.*?)[ #]*$", re.MULTILINE)
FILL_IN_MARK = "FILL IN"  # stands for what a new page still lacks, among its facts and in its prose
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
CODES: Mapping[str, Code] = {code.value: code for code in Code}
WRONG_TYPE = {  # what to type instead, by pydantic's name of the error
    "literal_error": "write one word here, not a list or a block",
    "enum": "write one word here, not a list or a block",
    "string_type": "write one text here, not a list or a block",
    "tuple_type": "write a list here, such as [one, two]",
    "dict_type": 'write "key: value" lines below this key',
    "model_type": 'write "key: value" lines below this key',
    "int_parsing": "write a whole number here, such as 1",
    "int_parsing_size": "write a smaller number here",
    "int_type": "write a whole number here, such as 1",
    "greater_than_equal": "write a whole number from 1 on",
    "bool_parsing": 'write "true" here, or delete the line',
    "bool_type": 'write "true" here, or delete the line',
}
M = TypeVar("M", bound=BaseModel)


def read_page(text: str, docname: str) -> tuple[Page, str]:
    """Return what the page `docname` states, and its text with the front matter blanked.

    :param text: the whole page, as a contributor wrote it
    :param docname: its path below the site's root, without ``.md``
    """
    block_text, body, error = split(text)
    block = Block()
    if error is None and block_text is not None:
        try:
            block = parse(block_text)
        except FrontMatterError as unreadable:
            error = unreadable
    reader = _Reader(docname, block, text)
    if error is not None:
        reader.errors.append(error)
        return reader.page(None, Options(), body)
    options = reader.typed(Options, {k: v for k, v in block.values.items() if k not in KINDS}, ())
    return reader.page(reader.entry(body), options or Options(), body)


def unreadable_page(docname: str, content: bytes) -> Page:
    """Return the page of which no more is known than where it ceases to be text."""
    text = content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    found = re.search("[\udc80-\udcff]", text)  # a byte that is none of UTF-8's
    position = position_at(text, found.start() if found else 0)
    problem = Problem(
        f"{docname}.md", *position, Code.NOT_TEXT, "this page is not UTF-8 text; save it as UTF-8"
    )
    return Page(docname, None, Options(), (problem,))


def _left_open(text: str, anywhere: bool) -> Iterator[FrontMatterError]:
    """Yield the places of a page that are marked to be filled in.

    :param anywhere: whether a mark counts in the middle of a line; the manual shows it there
    """
    for number, line in enumerate(text.split("\n") if FILL_IN_MARK in text else (), 1):
        start = line.find(FILL_IN_MARK)
        if start >= 0 and (anywhere or not line[:start].strip("# ")):
            key = line[:start].strip(" \t-:\"'")
            what = f'"{key}"' if re.fullmatch(r"[\w-]+", key) else "this"
            message = f'{what} is still to be filled in; write it in place of "{FILL_IN_MARK}"'
            yield FrontMatterError(Code.FILL_IN, message, (number, start + 1))


class _Reader:
    """Collects everything that is wrong with one page, so that all of it is said at once."""

    def __init__(self, docname: str, block: Block, text: str) -> None:
        self.docname, self.block, self.text = docname, block, text
        self.errors = list(block.errors)

    def page(self, entry: Entry | None, options: Options, body: str) -> tuple[Page, str]:
        if expected_entry(self.docname) and not TITLE.search(body) and body[:1] in ("", "\n"):
            body = f"# {self.docname}{body}"  # so that no second message comes from elsewhere
        path = f"{self.docname}.md"
        left = list(_left_open(self.text, anywhere=expected_entry(self.docname) is not None))
        # One message for one slip: a value to be filled in is no wrong value.
        lines = {error.position[0] for error in left}
        errors = [*left, *(error for error in self.errors if error.position[0] not in lines)]
        problems = tuple(sorted(Problem(path, *error.position, error.code, error.text) for error in errors))
        return Page(self.docname, None if problems else entry, options, problems), body

    def problem(self, code: Code, text: str, position: Position = (1, 1)) -> None:
        self.errors.append(FrontMatterError(code, text, position))

    def entry(self, body: str) -> Entry | None:
        """Return the entry that the front matter describes, noting what is wrong with it."""
        kinds = [key for key in self.block.values if key in KINDS]
        should_be = expected_entry(self.docname)
        if not kinds:
            if should_be and not self.errors:  # else the key is there, but mistyped
                text = f'a page in this folder begins with its facts: "---", "{should_be[0]}:" and so on'
                self.problem(Code.MISSING_FACTS, text)
            return None
        for kind in kinds[1:]:
            text = f'this page is a {kinds[0]} already; delete "{kind}"'
            self.problem(Code.UNKNOWN_KEY, text, self.block.keys[(kind,)])
        kind, id = kinds[0], self.docname.rpartition("/")[2]
        title = TITLE.search(body)
        self.check_title(title, body)
        facts = self.typed(KINDS[kind], self.block.values[kind], (kind,))
        if facts is None:
            return None
        self.check_file_name(facts, id, self.block.keys[(kind,)])
        positions = {path[1:]: self.position(path) for path in self.block.keys if path[0] == kind}
        return Entry(kind, id, self.docname, title[1] if title else id, facts, positions)

    def check_title(self, title: re.Match[str] | None, body: str) -> None:
        """Note what is wrong with the heading, which feeds and lists repeat."""
        if title is None:
            text = 'this page has no title; type a line "# Title" below the front matter'
            self.problem(Code.MISSING_TITLE, text)
            return
        if found := FORBIDDEN.search(title[1]):
            self.problem(
                Code.BAD_CHARACTER, forbidden(found[0]), position_at(body, title.start(1) + found.start())
            )

    def check_file_name(self, facts: Facts, id: str, position: Position) -> None:
        """Note a file name that does not go with its folder or with the facts."""
        dated = re.match(rf"({DATE})-[a-z0-9]", id)
        if id == "index":
            text = "index.md is the list of the folder; give this page another name"
        elif not re.fullmatch(ID, id, re.ASCII):
            text = f'"{id}.md" must be named with small letters a to z, digits and hyphens only'
        elif RESERVED.fullmatch(id):
            text = f'Windows keeps the name "{id}" for itself; give this page another name'
        elif isinstance(facts, Announcement) and (not dated or dated[1] != facts.date):
            text = f'the file of this announcement must be named "{facts.date}-", then a few words'
            position = self.position(("announcement", "date"))
        else:
            return
        self.problem(Code.WRONG_PLACE, text, position)

    def position(self, path: Path) -> Position:
        """Return where the value at `path` stands, or the key if that is an id, as in `alignment`."""
        return (self.block.keys if len(path) == 1 or path[-2] == "alignment" else self.block.positions)[path]

    def typed(self, model: type[M], values: object, path: Path) -> M | None:
        """Return the values at `path` as a `model`, or note all that hinders it."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            mistyped = {
                (*each["loc"][:-1], nearest(str(each["loc"][-1]), self.known(model, each["loc"])))
                for each in errors
                if each["type"] == "extra_forbidden"
            }
            for each in errors:
                if each["type"] != "missing" or each["loc"] not in mistyped:  # one message for one slip
                    self.problem(*self.explained(each, model, path))
            return None

    @staticmethod
    def known(model: type[BaseModel], loc: Path) -> set[str]:
        """Return the keys that may stand at `loc` of a `model`."""
        keys = (Member if loc[0] == "members" else model).model_fields
        return {*keys, *(KINDS if model is Options else ())}

    def explained(
        self, error: ErrorDetails, model: type[BaseModel], path: Path
    ) -> tuple[Code, str, Position]:
        """Say in the words of a contributor what pydantic found, and where it stands."""
        is_key = error["loc"][-1:] == ("[key]",)
        loc = error["loc"][: -1 if is_key else None]
        path, kind, typed, ctx = path + loc, error["type"], error["input"], error.get("ctx", {})
        if kind == "missing":
            text = f'"{path[-1]}" is missing; add a line "{path[-1]}: …" below this one'
            return Code.MISSING_KEY, text, self.block.keys[path[:-1]]
        if kind == "extra_forbidden":
            text = f"{quoted(path[-1])} is no key here{did_you_mean(str(path[-1]), self.known(model, loc))}"
            return Code.UNKNOWN_KEY, text, self.block.keys[path]
        position = self.block.keys[path] if is_key else self.block.positions[path]
        if typed == "":
            return Code.EMPTY_VALUE, "there is no value here; write one, or delete the line", position
        if kind in CODES:
            return CODES[kind], error["msg"], position
        if kind in ("literal_error", "enum") and isinstance(typed, str):
            known = set(re.findall(r"'([^']+)'", ctx["expected"]))
            text = f"{quoted(typed)} is no word for this key{did_you_mean(typed, known)}"
            return Code.UNKNOWN_VALUE, text, position
        if kind == "string_too_long":
            text = f"this text has {len(str(typed))} characters; at most {ctx['max_length']} are allowed"
            return Code.TOO_LONG, text, position
        return Code.WRONG_TYPE, WRONG_TYPE.get(kind, error["msg"]), position
