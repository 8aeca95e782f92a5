"""Where a page refers to entries, for commands and editors that list or change these places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from diagnostics.positions import Position
from page_checks.references import FEED_FOLDERS, prose_of
from partnerships_data.pages.entry import Page, expected_entry
from partnerships_data.pages.models import KINDS

PUBLISHED = re.compile(r"(?:api|feeds)/(\w+)/([\w-]+)\.(?:json|xml)")
PUBLISHED_KINDS = {folder: kind for kind, folder in FEED_FOLDERS.items()}


class EntryReference(NamedTuple):
    """A place in a page that refers to an entry."""

    kind: str
    id: str
    typed: str  # the id, or the path of the entry's page or of a published file about it
    start: int  # its index in the text of the page

    def renamed_in(self, text: str, id: str) -> str:
        """Return the text of the page in which this place names another id."""
        path, mark, heading = self.typed.partition("#")
        path = re.sub(rf"{self.id}(?=(\.\w+)?$)", id, path, count=1)
        return f"{text[: self.start]}{path}{mark}{heading}{text[self.start + len(self.typed) :]}"


def entry_references(page: Page, text: str) -> list[EntryReference]:
    """Return the references to entries in a page, in the order of its text.

    :param page: the page as `PageChecker` reads it
    """
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    found = set()
    for kind, id, typed, (line, column) in _references(page):
        start = starts[line - 1] + column - 1
        # The target of a link is typed after its text, or below it.
        match = re.compile(rf"(?<![\w-]){re.escape(typed)}(?![\w-])").search(text, start)
        if match:
            found.add(EntryReference(kind, id, typed, match.start()))
    return sorted(found, key=lambda reference: reference.start)


def _references(page: Page) -> Iterator[tuple[str, str, str, Position]]:
    """Yield kind and id of each reference, what was typed, and a position at or above it."""
    if page.entry:
        for kind, id, path in page.entry.facts.references():
            yield kind, id, id, page.entry.position(path)
    for kind, id, position in page.references:
        yield kind, id, id, position
    for reference in prose_of(page).references:
        kind, id = reference.kind, reference.typed
        if kind in ("link", "toctree"):
            kind, id = expected_entry(reference.target.partition("#")[0]) or ("", "")
        elif kind == "published" and (match := PUBLISHED.fullmatch(reference.typed)):
            kind, id = PUBLISHED_KINDS.get(match[1], ""), match[2]
        if kind in KINDS:
            yield kind, id, reference.typed, reference.position
    for options in prose_of(page).options:
        for kind, (id, position) in options.items():
            if kind in KINDS:
                yield kind, id, id, position
