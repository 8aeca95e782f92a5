"""Marks in a new page, where a value or prose is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.codes import Code
from page_source.block import PageError

FILL_IN_MARK = "FILL IN"  # in a new page, where a value or prose is missing


def fill_in_errors(text: str, anywhere: bool) -> Iterator[PageError]:
    """Yield the places of a page that are marked to be filled in.

    :param anywhere: whether a mark counts in the middle of a line; the manual shows it there
    """
    for number, line in enumerate(text.split("\n") if FILL_IN_MARK in text else (), 1):
        start = line.find(FILL_IN_MARK)
        if start >= 0 and (anywhere or not line[:start].strip("# ")):
            key = line[:start].strip(" \t-:\"'")
            subject = f'"{key}"' if re.fullmatch(r"[\w-]+", key) else "this"
            message = f'{subject} is not filled in; replace "{FILL_IN_MARK}"'
            yield PageError(Code.FILL_IN, message, (number, start + 1))
