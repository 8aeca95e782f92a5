"""The directory as a wiki page: its texts are translation units of MediaWiki's extension Translate.

Names in the matrix are not in units: they are texts of headings already, so translators would get them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from page_source.letters import slug
from partnerships_data.catalog.catalog import AlignmentEdge, Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.entry import Entry
from wiki_page.wikitext import date, escaped, link, sentence

MATRIX_PATH = "api/matrix.wikitext"
MARKS = {"stated": "✓", "inferred": "(✓)"}
BASES = {"stated": "Stated by a source.", "inferred": "Our reading."}
LEGEND = "✓: stated by a source. (✓): our reading of the facts. †: the partnership has ended."
PROSE = {  # by the marker that a text has if it has no other one on the wiki
    "our-team": "== Our team ==",
    "our-team-note": "These people are in the directory of partnerships. This is not a list of staff.",
    "our-partners": "== Our partners ==",
    "our-partners-note": "Each partner is listed with the priorities that the partnership supports.",
    "priorities": "== Priorities ==",
    "priorities-note": LEGEND,
    "announcements": "== Announcements ==",
}
TABLE = '{| class="wikitable"\n'
COLUMN = '! scope="col" | '


class Unit(NamedTuple):
    """A text that is translated as a whole."""

    marker: str  # a stable name; empty if a text on the wiki has none yet
    text: str
    before: str = ""  # the wikitext before the unit: it ends with a space if they are on the same line
    line: int = 0  # in the page on the wiki, counted from 1

    @property
    def checksum(self) -> str:
        """The checksum of the text, for the record of what this site wrote."""
        return sha256(self.text.encode()).hexdigest()[:8]

    def __str__(self) -> str:
        """Return the wikitext of the unit, with the marker where Translate expects it."""
        mark = f"<!--T:{self.marker}-->"
        if self.before.endswith(" "):
            return f"{self.before}<translate>{mark} {self.text}</translate>\n"
        text = f"{self.text} {mark}" if self.text.startswith("=") else f"{mark}\n{self.text}"
        return f"{self.before}<translate>\n{text}\n</translate>\n\n"


def directory(catalog: Catalog) -> Iterator[Unit]:
    """Yield the units of the team, partners, priorities and announcements."""
    prose = {marker: Unit(marker, text) for marker, text in PROSE.items()}
    yield prose["our-team"]
    yield prose["our-team-note"]
    for unit in catalog.units:
        yield from _team_unit(unit, catalog)
    yield prose["our-partners"]
    yield prose["our-partners-note"]
    for partner in catalog.partners:
        yield from _partner(partner, catalog)
    yield prose["priorities"]
    yield prose["priorities-note"]
    yield Unit("priorities-partner", "Partner", f"{TABLE}{COLUMN}")
    for priority in catalog.priorities:
        yield Unit(
            f"priority-{priority.first_id}-name", link(priority.facts.source.url, priority.name), COLUMN
        )
    yield prose["announcements"]._replace(before=f"{_rows(catalog)}|}}\n\n")
    for entry in catalog.announcements:
        yield Unit(f"announcement-{entry.first_id}", _announcement(entry), "* ")


def _team_unit(unit: Entry, catalog: Catalog) -> Iterator[Unit]:
    id = f"unit-{unit.first_id}"
    yield Unit(f"{id}-name", f"=== {escaped(unit.name)} ===")
    yield Unit(f"{id}-focus", sentence(unit.facts.focus, catalog))
    for member in unit.facts.members:
        if not member.left:
            texts = filter(None, (member.name, member.role, member.base))
            name = slug(member.name) or Unit("", member.name).checksum
            yield Unit(f"{id}-{name}", " – ".join(map(escaped, texts)), "* ")


def _partner(partner: Entry, catalog: Catalog) -> Iterator[Unit]:
    id, page = partner.first_id, partner.facts.page
    yield Unit(f"{id}-name", f"=== {escaped(partner.name)} ===")
    for edge in catalog.alignments_of(partner):
        yield from _alignment(f"{id}-{edge.priority.first_id}", edge, catalog)
    if page and page.url == "forthcoming":
        yield Unit(f"{id}-page", "Partnership page: forthcoming", "* ")
    elif page:
        yield Unit(f"{id}-page", link(page.url, page.title or "Partnership page"), "* ")


def _alignment(id: str, edge: AlignmentEdge, catalog: Catalog) -> Iterator[Unit]:
    yield Unit(id, f"{escaped(edge.priority.name)}: {sentence(edge.facts.reason, catalog)}", "* ")
    sources = [link(source.url, source.name) for source in edge.facts.sources]
    evidence = ", ".join([*sources, *map(_announcement, edge.announcements)])
    text = f"Evidence: {evidence}" if evidence else "No evidence is recorded."
    yield Unit(f"{id}-evidence", f"{BASES[edge.facts.basis]} {text}", "** ")


def _announcement(entry: Entry) -> str:
    return f"{link(entry.facts.link, entry.title)} ({date(entry.facts.date)})"


def _rows(catalog: Catalog) -> str:
    """Return the row of each partner in the matrix."""
    rows = ""
    for partner in catalog.partners:
        marks = {edge.priority.id: MARKS[edge.facts.basis] for edge in catalog.alignments_of(partner)}
        cells = " || ".join(marks.get(priority.id, "–") for priority in catalog.priorities)
        end = " †" if partner.facts.ended else ""
        rows += f'|-\n! scope="row" | {escaped(partner.name)}{end}\n| {cells}\n'
    return rows


def matrix_wikitext(catalog: Catalog, site: Site) -> bytes:
    """Return the matrix as a table for any wiki page, with its source and the newest date in the facts."""
    url = site.page_url("priorities/index") if site.base else None
    newest = max((entry.last_changed for entry in catalog.entries() if entry.last_changed), default="no date")
    source = re.sub("</?tvar>", "", link(url, site.title))
    names = ("Partner", *(priority.name for priority in catalog.priorities))
    header = "".join(f"{COLUMN}{escaped(name)}\n" for name in names)
    caption = f"Partners and priorities. {LEGEND} Source: {source}, with facts up to {newest}."
    return f"{TABLE}|+ {caption}\n{header}{_rows(catalog)}|}}\n".encode()
