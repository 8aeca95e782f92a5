"""The directory as a wiki page: its texts are translation units of MediaWiki's extension Translate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

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
Fact = tuple[str, str, str]  # the wikitext before it, its id, and its text


def directory(catalog: Catalog) -> Iterator[Fact]:
    """Yield the facts about the team, partners, priorities and announcements."""
    yield from (("", id, PROSE[id]) for id in ("our-team", "our-team-note"))
    for team in catalog.units:
        yield from _team_unit(team, catalog)
    yield from (("", id, PROSE[id]) for id in ("our-partners", "our-partners-note"))
    for partner in catalog.partners:
        yield from _partner(partner, catalog)
    yield from (("", id, PROSE[id]) for id in ("priorities", "priorities-note"))
    yield f"{TABLE}{COLUMN}", "priorities-partner", "Partner"
    for priority in catalog.priorities:
        yield COLUMN, f"priority-{priority.first_id}-name", link(priority.facts.source.url, priority.name)
    yield f"{_rows(catalog)}|}}\n\n", "announcements", PROSE["announcements"]
    for entry in catalog.announcements:
        yield "* ", f"announcement-{entry.first_id}", _announcement(entry)


def _team_unit(team: Entry, catalog: Catalog) -> Iterator[Fact]:
    id = f"unit-{team.first_id}"
    yield "", f"{id}-name", f"=== {escaped(team.name)} ==="
    yield "", f"{id}-focus", sentence(team.facts.focus, catalog)
    for member in team.facts.members:
        if not member.left:
            texts = filter(None, (member.name, member.role, member.base))
            name = slug(member.name) or sha256(member.name.encode()).hexdigest()[:8]
            yield "* ", f"{id}-{name}", " – ".join(map(escaped, texts))


def _partner(partner: Entry, catalog: Catalog) -> Iterator[Fact]:
    id, page = partner.first_id, partner.facts.page
    yield "", f"{id}-name", f"=== {escaped(partner.name)} ==="
    for edge in catalog.alignments_of(partner):
        yield from _alignment(f"{id}-{edge.priority.first_id}", edge, catalog)
    if page:
        title = "Partnership page: forthcoming" if page.url == "forthcoming" else page.title
        yield "* ", f"{id}-page", link(page.url, title or "Partnership page")


def _alignment(id: str, edge: AlignmentEdge, catalog: Catalog) -> Iterator[Fact]:
    yield "* ", id, f"{escaped(edge.priority.name)}: {sentence(edge.facts.reason, catalog)}"
    sources = [link(source.url, source.name) for source in edge.facts.sources]
    evidence = ", ".join([*sources, *map(_announcement, edge.announcements)])
    text = f"Evidence: {evidence}" if evidence else "No evidence is recorded."
    yield "** ", f"{id}-evidence", f"{BASES[edge.facts.basis]} {text}"


def _announcement(entry: Entry) -> str:
    return f"{link(entry.facts.link, entry.title)} ({date(entry.facts.date)})"


def _rows(catalog: Catalog) -> str:
    """Return the row of each partner in the matrix. Translators get the names only once, as headings."""
    rows = ""
    for partner in catalog.partners:
        marks = {edge.priority.id: MARKS[edge.facts.basis] for edge in catalog.alignments_of(partner)}
        cells = " || ".join(marks.get(priority.id, "–") for priority in catalog.priorities)
        name = f"{partner.name} †" if partner.facts.ended else partner.name
        rows += f'|-\n! scope="row" | {escaped(name)}\n| {cells}\n'
    return rows


def matrix_wikitext(catalog: Catalog, site: Site) -> bytes:
    """Return the matrix as a table for any wiki page, with its source and the newest date in the facts."""
    url = site.page_url("priorities/index") if site.base else None
    newest = max((entry.last_changed for entry in catalog.entries() if entry.last_changed), default="no date")
    source = re.sub("</?tvar>", "", link(url, site.title))
    header = "".join(f"{COLUMN}{escaped(priority.name)}\n" for priority in catalog.priorities)
    caption = f"Partners and priorities. {LEGEND} Source: {source}, with facts up to {newest}."
    return f"{TABLE}|+ {caption}\n{COLUMN}Partner\n{header}{_rows(catalog)}|}}\n".encode()
