"""The page on the wiki: what was edited there, and its next version.

A comment in the page has the checksums of the texts that this site wrote. So an edit on the wiki is not
mistaken for a change on this site.
"""

from __future__ import annotations

import re
from hashlib import sha256
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
from wiki_page.directory import PROSE, directory
from wiki_page.wikitext import marked

START = '<!-- The directory starts here. "make wiki" writes it from the facts of a site. -->\n'
END = '<!-- The directory ends here. "make wiki" needs these checksums of its texts.\n'
PAGE = re.compile(f"(.*?)({re.escape(START)}.*?){re.escape(END)}(.*?)-->\n?(.*)", re.DOTALL)
# What Translate finds in a page, by the rules of its `TranslatablePageParser`.
NOWIKI = re.compile(r"<nowiki>.*?</nowiki>", re.DOTALL)
TAG = re.compile(r"<translate(?: nowrap)?>|</translate>")
BLOCK = re.compile(r"<translate(?: nowrap)?>((?:(?!<translate(?: nowrap)?>).)*?)</translate>", re.DOTALL)
TEXT = re.compile(r"\S(?:.*?\S)??(?=\s*\n\n|\s*\Z)", re.DOTALL | re.ASCII)
MARKER = re.compile(r"<!--T:(.*?)-->")
NAMED = r"<!--T:(?!\s)[^_/<>\[\]{}|#\n]+(?<!\s)-->"
PLACED_MARKER = re.compile(rf"\A{NAMED}[ \n]|\s*{NAMED}$", re.MULTILINE | re.ASCII)
ADVICE = "make the same change on this site, or undo it on the wiki"
MAX_MARKER_LENGTH = 100  # characters; Translate makes titles of pages from markers


class Unit(NamedTuple):
    """A text that is translated as a whole, or a line outside of these texts."""

    id: str  # the marker; the text if it has none
    text: str
    line: int  # in the page, counted from 1
    source: str = ""  # the text with its marker; empty for a line outside of units

    @property
    def checksum(self) -> str:
        """The checksum of the text, for the record of what this site wrote."""
        return sha256(self.text.encode()).hexdigest()[:8]


class WikiPage(NamedTuple):
    """The page on the wiki. What is before and after the directory belongs to the wiki."""

    path: str  # of its file
    before: str
    after: str
    texts: dict[str, Unit]  # of the directory, by id
    other_markers: set[str]
    checksums: dict[str, str]  # by id, of the texts that this site wrote
    last_line: int  # of the directory


class Edit(NamedTuple):
    """An edit on the wiki."""

    wiki: Unit  # without a text if it was deleted
    site: Unit  # without a text if it is not on this site
    is_kept: bool  # whether the next version of the page keeps it


def read_page(path: Path) -> WikiPage:
    """Return the page whose wikitext is in a file.

    :raises WikiPageError: if `make wiki` did not write the page, or if Translate would refuse it
    """
    try:
        return parse_page(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        raise WikiPageError(str(path), (1, f"the file cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise WikiPageError(str(path), (1, "the file is not UTF-8 text; save it as UTF-8")) from None


def parse_page(text: str, path: str = "") -> WikiPage:
    """Return the page with this wikitext; errors are those of `read_page`."""
    page = PAGE.fullmatch(text)
    if page is None:
        message = '"make wiki" did not write this page; save the wikitext of the subpage'
        raise WikiPageError(path, (1, message))
    first, last = (position_at(text, index)[0] for index in page.span(2))
    units = read_units(text, path)
    texts = {unit.id: unit for unit in units if first < unit.line < last}
    other_markers = {unit.id for unit in units} - texts.keys()
    checksums = dict(line.rpartition(" ")[::2] for line in page[3].splitlines())
    return WikiPage(path, page[1], page[4], texts, other_markers, checksums, last)


def read_units(page: str, path: str = "") -> list[Unit]:
    """Return the units of a page, and the lines outside of them.

    :raises WikiPageError: if Translate would refuse the page
    """

    def line_of(found: re.Match[str]) -> int:
        return position_at(page, found.start())[0]

    masked = NOWIKI.sub(lambda found: found[0].replace("<", "?"), page)
    outside = BLOCK.sub(lambda found: re.sub(r"\S", " ", found[0]), masked)
    advice = "is not one of a pair; type the other tag where the text starts or ends"
    problems = [(line_of(tag), f"{tag[0]} {advice}") for tag in TAG.finditer(outside)]
    units, lines = list[Unit](), dict[str, int]()
    for found in (text for block in BLOCK.finditer(masked) for text in TEXT.finditer(page, *block.span(1))):
        marker, line = "".join(MARKER.findall(found[0])), line_of(found)
        text, count = PLACED_MARKER.subn("", found[0])
        if count > 1 or MARKER.search(text) or not text:
            advice = "type one <!--T:name--> before each text, or after a heading"
            problems.append((line, f"Translate refuses this marker; {advice}"))
        elif marker in lines:
            message = f'"{marker}" is also the marker on line {lines[marker]}; delete one of them'
            problems.append((line, message))
        elif marker:
            lines[marker] = line
        units.append(Unit(marker or text, text, line, found[0]))
    if problems:
        raise WikiPageError(path, *problems)
    texts = ((page[slice(*found.span())], line_of(found)) for found in re.finditer(r"\S(?:.*\S)?", outside))
    return [*units, *(Unit(text, text, line) for text, line in texts)]


NEW_PAGE = parse_page(f"""<noinclude><languages/></noinclude>
{START}{END}-->
<noinclude>[[Category:Wikimedia Foundation partnerships{{{{#translation:}}}}]]</noinclude>
""")


def site_page(catalog: Catalog, current: WikiPage) -> str:
    """Return the wikitext of the next version, as if the wiki had edited none of its texts."""
    prose = _markers_of_prose({id for _before, id, _text in directory(catalog)}, current)
    used, text = set(current.other_markers), ""
    for before, id, fact in directory(catalog):
        marker = prose.get(id, id[:MAX_MARKER_LENGTH])
        while marker in used:  # by another fact with the same ids
            marker += "-2"
        used.add(marker)
        text += marked(before, marker, fact)
    record = {unit.id: f"{unit.id} {unit.checksum}\n" for unit in read_units(text)}
    return f"{current.before}{START}{text}{END}{''.join(record.values())}-->\n{current.after}"


def _markers_of_prose(site: set[str], current: WikiPage) -> dict[str, str]:
    """Return the other markers that prose has on the wiki, by its markers on this site."""
    wiki = {id: unit.text for id, unit in current.texts.items() if unit.source}
    entries = [CatalogEntry(wiki[marker], marker) for marker in wiki if marker not in site]
    prose = [marker for marker in PROSE if marker not in wiki]
    pairs = pair([Text(PROSE[marker]) for marker in prose], TranslationCatalog(tuple(entries)))
    found = zip(prose, pairs, strict=True)
    return {marker: unit.entry.translation for marker, unit in found if unit.entry}


def find_edits(site: WikiPage, current: WikiPage) -> list[Edit]:
    """Return what was edited on the wiki since this site wrote the page, by line."""
    deleted = sorted(current.checksums.keys() & site.texts.keys() - current.texts.keys())
    wiki = {id: Unit(id, "", current.last_line) for id in deleted}
    edits = []
    for id, unit in (current.texts | wiki).items():
        new, written = site.texts.get(id, Unit(id, "", 0)), current.checksums.get(id)
        if unit.text != new.text and unit.checksum != written:
            edits.append(Edit(unit, new, is_kept=bool(unit.text) and new.checksum == written))
    return sorted(edits, key=lambda edit: edit.wiki.line)


def write_page(catalog: Catalog, current: WikiPage = NEW_PAGE) -> str:
    """Return the wikitext of the next version. It keeps edits of texts that have not changed on this site.

    :raises WikiPageError: if it cannot keep an edit
    """
    page = site_page(catalog, current)
    edits = find_edits(parse_page(page), current)
    conflicts = [edit.wiki for edit in edits if not edit.is_kept]
    if conflicts:
        problems = [(text.line, f"{quoted(text.id)} was edited on the wiki; {ADVICE}") for text in conflicts]
        raise WikiPageError(current.path, *problems)
    for edit in edits:
        page = page.replace(edit.site.source, edit.wiki.source)
    return page


def edit_report(catalog: Catalog, current: WikiPage) -> str:
    """Return a list of the edits on the wiki, in Markdown. Its texts are written as code."""
    report = ""
    for wiki, site, is_kept in find_edits(parse_page(site_page(catalog, current)), current):
        result = "keeps the text of the wiki" if is_kept else "stops: resolve this conflict first"
        report += f"## Line {wiki.line}\n\n{indent(wiki.id, '    ')}\n\n`make wiki` {result}.\n\n"
        report += f"On the wiki:\n\n{indent(wiki.text or '(nothing)', '    ')}\n\n"
        report += f"On this site:\n\n{indent(site.text or '(nothing)', '    ')}\n\n"
    return report or "Nothing was edited on the wiki.\n"
