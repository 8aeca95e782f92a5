"""The page on the wiki: what was edited there, and its next version.

A comment in the page has the checksums of the texts that this site wrote. So an edit on the wiki is not
mistaken for a change on this site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

from diagnostics.positions import position_at
from diagnostics.problem import quoted
from partnerships_data.catalog.catalog import Catalog
from translation_catalogs.catalogs import Catalog as TranslationCatalog
from translation_catalogs.catalogs import CatalogEntry
from translation_catalogs.texts import Text
from translation_catalogs.units import pair
from wiki_page import WikiPageError
from wiki_page.directory import PROSE, Unit, directory
from wiki_page.wikitext import unit_text

START = '<!-- The directory starts here. "make wiki" writes it from the facts of a site. -->\n'
END = '<!-- The directory ends here. "make wiki" needs these checksums of its texts.\n'
PAGE = re.compile(f"(.*?)({re.escape(START)}.*?){re.escape(END)}(.*?)-->\n?(.*)", re.DOTALL)
# What Translate finds in a page; tests compare it with the extension's own rules.
NOWIKI = re.compile(r"<nowiki>.*?</nowiki>", re.DOTALL)
BLOCK = re.compile(r"<translate(?: nowrap)?>(.*?)</translate>", re.DOTALL)
TEXT = re.compile(r"\S(?:.*?\S)??(?=\s*\n\n|\s*\Z)", re.DOTALL | re.ASCII)
MARKER = re.compile(r"<!--T:(.*?)-->")
PLACED_MARKER = re.compile(r"\A<!--T:.*?-->[ \n]|\s*<!--T:.*?-->$", re.MULTILINE | re.ASCII)
ADVICE = "make the same change on this site, or undo it on the wiki"
MAX_MARKER_LENGTH = 100  # characters; Translate makes titles of pages from markers


class CurrentPage(NamedTuple):
    """The page on the wiki. What is before and after the directory belongs to the wiki."""

    path: str  # of its file
    before: str
    after: str
    units: list[Unit]  # of the directory
    other_markers: set[str]
    checksums: Mapping[str, str]  # by marker, of the texts that this site wrote
    last_line: int  # of the directory


class Edit(NamedTuple):
    """An edit on the wiki."""

    wiki: Unit  # without a text if it was deleted
    site: Unit  # without a text if it is not on this site
    is_kept: bool  # whether the next version of the page keeps it


def read_page(path: Path) -> CurrentPage:
    """Return the page whose wikitext is in a file.

    :raises WikiPageError: if `make wiki` did not write the page, if it has a marker twice or an unclosed tag
    """
    try:
        return parse_page(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        raise WikiPageError(str(path), (1, f"the file cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise WikiPageError(str(path), (1, "the file is not UTF-8 text; save it as UTF-8")) from None


def parse_page(text: str, path: str = "") -> CurrentPage:
    """Return the page with this wikitext; errors are those of `read_page`."""
    page = PAGE.fullmatch(text)
    if page is None:
        advice = "save the wikitext of the subpage"
        raise WikiPageError(path, (1, f'"make wiki" did not write this page; {advice}'))
    units, lines, problems = list(read_units(text)), dict[str, int](), []
    for unit in units:
        if "<translate" in unit.text:
            problems.append((unit.line, "</translate> is missing; type it where the text above ends"))
        elif first := lines.get(unit.marker):
            message = f'"{unit.marker}" is also the marker on line {first}; delete one of them'
            problems.append((unit.line, message))
        elif unit.marker:
            lines[unit.marker] = unit.line
    if problems:
        raise WikiPageError(path, *problems)
    start, last = (position_at(text, index)[0] for index in page.span(2))
    inside = [unit for unit in units if start < unit.line < last]
    other_markers = {unit.marker for unit in units if unit not in inside}
    checksums = dict(line.rpartition(" ")[::2] for line in page[3].splitlines())
    return CurrentPage(path, page[1], page[4], inside, other_markers, checksums, last)


def read_units(page: str) -> Iterator[Unit]:
    """Yield the units that Translate finds in a page, in their order."""
    for block in BLOCK.finditer(NOWIKI.sub(lambda found: " " * len(found[0]), page)):
        for text in TEXT.finditer(page, *block.span(1)):
            marker = "".join(MARKER.findall(text[0])[:1])
            line, _column = position_at(page, text.start())
            yield Unit(marker, PLACED_MARKER.sub("", text[0]), line=line)


NEW_PAGE = parse_page(f"""<noinclude><languages/></noinclude>
{START}{END}-->
<noinclude>[[Category:Wikimedia Foundation partnerships{{{{#translation:}}}}]]</noinclude>
""")


def site_units(catalog: Catalog, current: CurrentPage) -> dict[str, Unit]:
    """Return the units of the next version by their markers. Prose keeps its markers on the wiki."""
    prose = _markers_of_prose({unit.marker for unit in directory(catalog)}, current)
    units: dict[str, Unit] = {}
    for unit in directory(catalog):
        marker = prose.get(unit.marker, unit.marker[:MAX_MARKER_LENGTH])
        while marker in units or marker in current.other_markers:  # of another fact with the same ids
            marker += "-2"
        units[marker] = unit._replace(marker=marker, text=unit_text(unit.text))
    return units


def _markers_of_prose(site: set[str], current: CurrentPage) -> dict[str, str]:
    """Return the other markers that prose has on the wiki, by its markers on this site."""
    wiki = {unit.marker: unit.text for unit in current.units}
    entries = [CatalogEntry(wiki[marker], marker) for marker in wiki if marker not in site]
    prose = [marker for marker in PROSE if marker not in wiki]
    pairs = pair([Text(PROSE[marker]) for marker in prose], TranslationCatalog(tuple(entries)))
    return {
        marker: found.entry.translation for marker, found in zip(prose, pairs, strict=True) if found.entry
    }


def find_edits(site: Mapping[str, Unit], current: CurrentPage) -> list[Edit]:
    """Return what was edited on the wiki since this site wrote the page, by line."""
    deleted = current.checksums.keys() & site.keys() - {unit.marker for unit in current.units}
    units = [*current.units, *(Unit(marker, "", line=current.last_line) for marker in sorted(deleted))]
    edits = []
    for unit in units:
        new, written = site.get(unit.marker, Unit("", "")), current.checksums.get(unit.marker)
        if unit.text != new.text and unit.checksum != written:
            edits.append(Edit(unit, new, is_kept=bool(unit.text) and new.checksum == written))
    return edits


def write_page(catalog: Catalog, current: CurrentPage = NEW_PAGE) -> str:
    """Return the wikitext of the next version. It keeps edits of texts that have not changed on this site.

    :raises WikiPageError: if it cannot keep an edit
    """
    units = site_units(catalog, current)
    record = "".join(f"{marker} {unit.checksum}\n" for marker, unit in units.items())
    conflicts = []
    for wiki, site, is_kept in find_edits(units, current):
        if is_kept:
            units[wiki.marker] = site._replace(text=wiki.text)
        else:
            name = quoted(wiki.marker or wiki.text)
            conflicts.append((wiki.line, f"{name} was edited on the wiki; {ADVICE}"))
    if conflicts:
        raise WikiPageError(current.path, *conflicts)
    return f"{current.before}{START}{''.join(map(str, units.values()))}{END}{record}-->\n{current.after}"


def edit_report(catalog: Catalog, current: CurrentPage) -> str:
    """Return a list of the edits on the wiki, in Markdown. Its texts are written as code."""
    report = ""
    for wiki, site, is_kept in find_edits(site_units(catalog, current), current):
        result = "keeps the text of the wiki" if is_kept else "stops: resolve this conflict first"
        report += f"## Line {wiki.line}\n\n    {wiki.marker or 'new text'}\n\n`make wiki` {result}.\n\n"
        report += f"On the wiki:\n\n{indent(wiki.text or '(nothing)', '    ')}\n\n"
        report += f"On this site:\n\n{indent(site.text or '(nothing)', '    ')}\n\n"
    return report or "Nothing was edited on the wiki.\n"
