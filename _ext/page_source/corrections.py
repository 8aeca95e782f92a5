"""Dates, web addresses, lists and Wikidata items that were typed in another form, as they should be."""

from __future__ import annotations

import re
from datetime import date, datetime

from diagnostics.unsafe_text import is_web_url
from page_source.letters import slug

DAY_FORMATS = ("%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%Y%m%d")
DAY_FORMATS_IN_WORDS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")
AMBIGUOUS_DAY_FORMATS = ("%d/%m/%Y", "%m/%d/%Y")
MONTH_FORMATS = ("%B %Y", "%b %Y", "%m/%Y", "%m.%Y", "%Y/%m", "%Y-%m")


def corrected_date(text: str) -> str | None:
    """Return a date as 2026-11-23 or 2026-11 if there is one way to read it."""
    for formats in (DAY_FORMATS, DAY_FORMATS_IN_WORDS, AMBIGUOUS_DAY_FORMATS, MONTH_FORMATS):
        length = 7 if formats is MONTH_FORMATS else 10
        found = {day.isoformat()[:length] for format in formats if (day := _parsed(text, format))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _parsed(text: str, format: str) -> date | None:
    try:
        return datetime.strptime(text, format).date()
    except ValueError:
        return None


def corrected_url(text: str) -> str | None:
    """Return a web address that was typed without its scheme or with a mistyped one."""
    rest = re.sub(r"^(https?)?:?/{0,2}(?=[\w-]+\.)", "", text, flags=re.IGNORECASE)
    url = f"https://{rest}"
    is_likely = re.match(r"[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}(/|$)", rest)
    return url if is_likely and is_web_url(url) else None


def corrected_list(text: str) -> str:
    """Return some words as a list of ids or web addresses."""
    separator = "[,;]? " if "://" in text else " ?[,;] ?| and "
    words = re.split(separator, " ".join(text.split()).strip(" -,;"))
    return f"[{', '.join(word if '://' in word else slug(word) or word for word in words if word)}]"


def corrected_item(text: str) -> str | None:
    """Return the Wikidata item that a text names, by its address or its number."""
    match = re.fullmatch(r"(?:.*wikidata\.org/\S*?)?[Qq]?([1-9][0-9]*)(?:[?#]\S*)?/?", text, re.ASCII)
    return f"Q{match[1]}" if match else None


def shape_problem(value: object, key: str, is_list: bool) -> str | None:
    """Return the message about a value that should be a list or else a block, if its mistake is known."""
    match value:
        case str(text) if is_list:
            return f"this is not a list; type {key}: {corrected_list(text[:200])[:200]}"
        case [{}, *_]:
            return 'these lines are not items of a list; delete each "- "'
        case _:
            return None
