"""Marks that git leaves where two versions of a page could not be merged."""

from __future__ import annotations

import re

from page_source.markup_slips import without_code

MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
UNFINISHED_MERGE = (
    "this merge is not finished; keep one version, or parts of both, and delete the lines with marks"
)


def merge_marks(text: str) -> tuple[str, list[int]]:
    """Return a page with only the first version of each unfinished merge, and the lines where they begin.

    Lines are counted from 1; their number stays the same. In prose, equals signs alone underline a heading.
    """
    if not re.search("^(<{7}|={7}|>{7})", text, re.MULTILINE):
        return text, []
    lines, starts = text.split("\n"), []
    facts_end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    has_end = ">>>>>>>" in text
    side = ""  # the mark above the lines; empty outside of merges
    prose = without_code(text).split("\n")
    for number, line in enumerate(prose):
        kind = mark[1][0] if (mark := MARK.fullmatch(line)) else ""
        if kind in ("<", ">") or (kind and (side or number < facts_end)):
            starts += [number + 1] if kind == "<" or not side else []
            side = "" if kind == ">" else kind
            lines[number] = ""
        elif side in ("|", "=") and has_end:
            lines[number] = ""
    return "\n".join(lines), starts
