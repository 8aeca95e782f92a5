"""The page on the wiki: what was edited there, and its new version.

A comment in the page has the checksums of the texts that this site wrote. So an edit on the wiki is not
mistaken for a change on this site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

from diagnostics.positions import position_at
from diagnostics.problem import quoted
from partnerships_data.catalog.catalog import Catalog
from translation_catalogs.units import similar_texts
from wiki_page.directory import PROSE, Part, directory
from wiki_page.translate_units import Unit, WikiPageError, read_units

START = '<!-- The directory starts here. "make wiki" writes it from the facts of a site. -->\n'
END = '<!-- The directory ends here. "make wiki" needs these checksums of its texts.\n'
RECORD = re.compile(f"{re.escape(END)}(.*?)-->\n?", re.DOTALL)
MAX_MARKER_LENGTH = 100  # characters; Translate makes titles of pages from markers


class CurrentPage(NamedTuple):
    """The page on the wiki. What is before and after the directory belongs to the wiki."""

    path: str = ""  # of its file
    before: str = "<noinclude><languages/></noinclude>\n"
    after: str = "<noinclude>[[Category:Wikimedia Foundation partnerships{{#translation:}}]]</noinclude>\n"
    units: Sequence[Unit] = ()  # of the directory
    other_markers: frozenset[str] = frozenset()
    checksums: Mapping[str, str] = {}  # by marker, of the texts that this site wrote
    last_line: int = 0  # of the directory


NEW_PAGE = CurrentPage()


class Edit(NamedTuple):
    """An edit on the wiki."""

    line: int
    marker: str  # empty if the text is new and has none
    wiki: str  # the text on the wiki; empty if it was deleted there
    site: str  # the text on this site; empty if there is none
    is_kept: bool  # whether the new version of the page keeps it

    @property
    def conflict(self) -> str:
        """The message about an edit that is not kept."""
        if not self.wiki:
            return f'"{self.marker}" was deleted on the wiki; delete its checksum to write it again'
        if not self.site:
            return f"{quoted(self.wiki)} is not on this site; move it above or below the directory"
        return f'"{self.marker}" was edited on the wiki and on this site; type the text of this site'


def read_page(path: Path) -> CurrentPage:
    """Return the page whose wikitext is in a file.

    :raises WikiPageError: if `make wiki` did not write it, or if Translate would refuse it
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise WikiPageError(str(path), (1, f"the file cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise WikiPageError(str(path), (1, "the file is not UTF-8 text; save it as UTF-8")) from None
    start, record = text.find(START), RECORD.search(text)
    if start < 0 or record is None:
        advice = "save the wikitext of the subpage"
        raise WikiPageError(str(path), (1, f'"make wiki" did not write this page; {advice}'))
    units = read_units(text, str(path))
    first, last = position_at(text, start)[0], position_at(text, record.start())[0]
    inside = [unit for unit in units if first < unit.line < last]
    return CurrentPage(
        path=str(path),
        before=text[:start],
        after=text[record.end() :],
        units=inside,
        other_markers=frozenset(unit.marker for unit in units if unit not in inside),
        checksums=dict(line.rpartition(" ")[::2] for line in record[1].splitlines()),
        last_line=last,
    )


def new_parts(catalog: Catalog, current: CurrentPage = NEW_PAGE) -> list[Part]:
    """Return the parts of the new version. Prose keeps its markers on the wiki; no marker occurs twice."""
    parts = list(directory(catalog))
    prose = _markers_of_prose({part.marker for part in parts if isinstance(part, Unit)}, current.units)
    used = set(current.other_markers)
    for index, part in enumerate(parts):
        if isinstance(part, Unit):
            marker = prose.get(part.marker, part.marker[:MAX_MARKER_LENGTH])
            while marker in used:  # by another fact with the same ids
                marker += "-2"
            used.add(marker)
            parts[index] = part._replace(marker=marker)
    return parts


def _markers_of_prose(site: set[str], wiki: Sequence[Unit]) -> dict[str, str]:
    """Return the markers of prose on the wiki, if they are not ours: those of the same or similar texts."""
    old = {unit.text: unit.marker for unit in wiki if unit.marker and unit.marker not in site}
    new = [marker for marker in PROSE if marker not in {unit.marker for unit in wiki}]
    texts = list(old)
    markers = {
        new[index]: old[texts[found]]
        for found, index in similar_texts(texts, [PROSE[marker] for marker in new])
    }
    return markers | {marker: old[PROSE[marker]] for marker in new if PROSE[marker] in old}


def find_edits(parts: Sequence[Part], current: CurrentPage) -> list[Edit]:
    """Return what was edited on the wiki since this site wrote the page, by line."""
    site = {part.marker: part for part in parts if isinstance(part, Unit)}
    deleted = current.checksums.keys() & site.keys() - {unit.marker for unit in current.units}
    edits = [Edit(current.last_line, marker, "", site[marker].text, False) for marker in deleted]
    for unit in current.units:
        written, new = current.checksums.get(unit.marker), site.get(unit.marker, Unit("", ""))
        if unit.text != new.text and unit.checksum != written:
            edits.append(Edit(unit.line, unit.marker, unit.text, new.text, new.checksum == written))
    return sorted(edits)


def write_page(catalog: Catalog, current: CurrentPage = NEW_PAGE) -> str:
    """Return the wikitext of the new version. It keeps edits of texts that have not changed on this site.

    :raises WikiPageError: if it cannot keep an edit on the wiki
    """
    parts = new_parts(catalog, current)
    edits = find_edits(parts, current)
    if conflicts := [(edit.line, edit.conflict) for edit in edits if not edit.is_kept]:
        raise WikiPageError(current.path, *conflicts)
    kept = {edit.marker: edit.wiki for edit in edits}
    body = checksums = ""
    for part in parts:
        if isinstance(part, Unit):
            checksums += f"{part.marker} {part.checksum}\n"
            separator = "\n" if body.endswith("\n") else " "
            part = part._replace(text=kept.get(part.marker, part.text)).marked(separator)
        body += part
    return f"{current.before}{START}{body}{END}{checksums}-->\n{current.after}"


def edit_report(catalog: Catalog, current: CurrentPage) -> str:
    """Return a list of the edits on the wiki, in Markdown. Its texts are written as code."""
    report = ""
    for edit in find_edits(new_parts(catalog, current), current):
        result = "keeps the text of the wiki" if edit.is_kept else "stops: resolve this conflict first"
        report += f"## Line {edit.line}\n\n    {edit.marker or 'new text'}\n\n`make wiki` {result}.\n"
        for place, text in (("the wiki", edit.wiki), ("this site", edit.site)):
            report += f"\nOn {place}:\n\n{indent(text or '(nothing)', '    ')}\n"
        report += "\n"
    return report or "Nothing was edited on the wiki.\n"
