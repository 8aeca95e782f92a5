"""Rules for words: their spelling, and partners that an announcement names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import Problem
from page_checks.references import prose_of
from page_source.markup_slips import without_code
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Page
from partnerships_data.pages.models import Announcement

ACCEPTED_WORDS_FILE = ".codespell-words"  # words of this site that are spelled correctly, one a line
# Parts of a line that are not prose: code, URLs, targets of links, file names, names of roles.
NOT_PROSE = re.compile(
    r"`[^`]*`|\b\w+://[^\s>)\]]+|\]\([^()]*[()]|(?<![\w-])[\w-]+\.(?:md|jpg|png|webp)\b|\{[\w-]+\}"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def read_misspellings(root: Path) -> Mapping[str, str]:
    """Return corrections by misspelled word, from the list of codespell; empty if that is not installed.

    A line of the list is `typed->meant` or `typed->meant, or meant, reason`. Words that the site accepts
    are left out.
    """
    package = find_spec("codespell_lib")
    if package is None or not package.submodule_search_locations:
        return {}
    dictionary = Path(package.submodule_search_locations[0], "data", "dictionary.txt")
    accepted_file = root / ACCEPTED_WORDS_FILE
    accepted = accepted_file.read_text(encoding="utf-8").casefold().split() if accepted_file.is_file() else []
    pairs = (
        line.split("->", 1) for line in dictionary.read_text(encoding="utf-8").splitlines() if "->" in line
    )
    return {typed: meant for typed, meant in pairs if typed not in accepted}


def spelling_problems(path: str, text: str, misspellings: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the misspelled words of a page, also in its front matter."""
    words = WORD.findall(text.lower().replace("’", "'"))
    lines = [] if misspellings.keys().isdisjoint(words) else without_code(text).split("\n")
    for number, line in enumerate(lines, 1):
        prose = NOT_PROSE.sub(lambda match: " " * len(match[0]), line)
        for word in WORD.finditer(prose):
            if corrections := misspellings.get(word[0].lower().replace("’", "'")):
                text = f'"{word[0]}" is misspelled; did you mean {_alternatives(corrections)}?'
                yield Problem(path, number, word.start() + 1, Code.MISSPELLING, text)


def without_names(problems: Iterable[Problem], pages: Sequence[Page]) -> set[Problem]:
    """Return problems without those about the spelling of words in names and ids."""
    facts = [page.entry.facts for page in pages if page.entry]
    named = [*facts, *(member for fact in facts for member in getattr(fact, "members", ()))]
    names = [page.docname.rpartition("/")[2] for page in pages]
    names += [getattr(fact, "name", "") for fact in named]
    words = {word for name in names for word in WORD.findall(name)}
    return {
        problem
        for problem in problems
        if problem.code != Code.MISSPELLING or problem.text.split('"')[1] not in words
    }


def _alternatives(corrections: str) -> str:
    """Return the corrections of a line of codespell's list as `"one" or "two"`."""
    words = (corrections.rpartition(",")[0] or corrections).split(",")
    return " or ".join(f'"{word.strip()}"' for word in words if word.strip())


def undeclared_partners(pages: Iterable[Page], catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for each partner that an announcement names or links, but does not declare."""
    ids = {partner.name: partner.id for partner in catalog.partners}
    by_letter: dict[str, list[str]] = {}  # so that few names are compared at each place of a text
    for name in sorted(ids, key=len, reverse=True):  # "Beta of Acme" before "Beta"
        by_letter.setdefault(re.escape(name[:1]), []).append(re.escape(name[1:]))
    names = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    # A name in a longer word, such as "Meta" in "Meta-Wiki", is another name.
    pattern = re.compile(rf"(?<![\w-])(?:{names})(?![\w]|-\w)" if names else "(?!)")
    for page in pages:
        if page.entry is None or not isinstance(page.entry.facts, Announcement):
            continue
        prose = prose_of(page)
        named = [
            (line, column + match.start(), ids[match[0]])
            for text, (line, column) in prose.texts
            for match in pattern.finditer(text)
        ]
        named += [(*role.position, role.target) for role in prose.references if role.kind == "partner"]
        reported = set(page.entry.facts.partners)
        for line, column, id in sorted(named):
            if id not in reported and catalog.get("partner", id):
                reported.add(id)
                text = f'the prose names "{id}"; add it to "partners", or do not name it'
                yield Problem(f"{page.docname}.md", line, column, Code.UNDECLARED_PARTNER, text)
