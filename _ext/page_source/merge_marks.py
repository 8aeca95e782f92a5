"""Marks that git leaves where two versions of a page could not be merged."""

from __future__ import annotations

import re

from page_source.markup_slips import without_code

MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")


def merge_marks(text: str) -> tuple[str, list[int]]:
    """Return a page with only the first version of each unfinished merge, and the lines where they begin.

    Lines are counted from 1, and their number stays the same. Seven equals signs alone underline a heading.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return text, []
    lines, starts = text.split("\n"), []
    side = ""  # the mark above the lines; empty outside of merges
    prose = without_code(text).split("\n")
    for number, line in enumerate(prose):
        mark = MARK.fullmatch(line)
        kind = mark[1][0] if mark else ""
        if kind in ("<", ">") or (kind and side):
            starts += [number + 1] if kind == "<" or not side else []
            side = "" if kind == ">" else kind
            lines[number] = ""
        elif side in ("|", "="):
            lines[number] = ""
    return "\n".join(lines), starts
