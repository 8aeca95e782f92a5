"""Names of the files of pages, which become parts of web addresses."""

from __future__ import annotations

import re

from page_source.letters import slug

ID = r"[a-z0-9][a-z0-9-]*"
TEMPLATE_NAME = re.compile(r"name-of-the-(partner|unit|priority)|.+-a-few-words")  # of a new page
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]|(clock|conin|conout)\$")  # by Windows


def name_problem(id: str) -> str | None:
    """Return what is wrong with the name of a file, without its ending, and a better name."""
    if id == "index":
        return "index.md lists the pages of its folder; give this page another name"
    if not re.fullmatch(ID, id, re.ASCII):
        meant = f'rename it to "{slug(id)}.md"' if slug(id) else "use letters a to z, digits and hyphens"
        return f'"{id}.md" is not a valid name; {meant}'
    if TEMPLATE_NAME.fullmatch(id):
        return f'"{id}" is the file name from the template; name the file after its subject'
    if RESERVED.fullmatch(id):
        return f'the name "{id}" is reserved by Windows; give this page another name'
    return None
