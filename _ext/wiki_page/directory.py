"""The directory as a wiki page: its texts are translation units of the MediaWiki extension Translate."""

from __future__ import annotations

from collections.abc import Iterator

from page_source.letters import slug
from partnerships_data.catalog.catalog import AlignmentEdge, Catalog
from partnerships_data.pages.entry import Entry
from wiki_page.matrix import LEGEND, rows
from wiki_page.translate_units import Unit
from wiki_page.wikitext import date, escaped, link, sentence, unit_text

PROSE = {  # by the marker that a text has if it has no other one on the wiki
    "our-team": "== Our team ==",
    "our-team-note": "These people are in the directory of partnerships. This is not a list of staff.",
    "our-partners": "== Our partners ==",
    "our-partners-note": "Each partner is listed with the priorities that the partnership supports.",
    "priorities": "== Priorities ==",
    "priorities-note": LEGEND,
    "priorities-partner": "Partner",
    "announcements": "== Announcements ==",
}
BASES = {"stated": "Stated by a source.", "inferred": "Our reading."}
Part = str | Unit  # of the page: wikitext around units, or a unit


def directory(catalog: Catalog) -> Iterator[Part]:
    """Yield the parts of the page: the team, partners, priorities and announcements."""
    yield from _prose("our-team", "our-team-note")
    for unit in catalog.units:
        yield from _team_unit(unit, catalog)
    yield from _prose("our-partners", "our-partners-note")
    for partner in catalog.partners:
        yield from _partner(partner, catalog)
    yield from _prose("priorities", "priorities-note")
    yield '{| class="wikitable"\n'
    yield from _line('! scope="col" |', "priorities-partner", PROSE["priorities-partner"])
    for priority in catalog.priorities:
        name = link(priority.facts.source.url, priority.name)
        yield from _line('! scope="col" |', f"priority-{priority.first_id}-name", name)
    yield f"{rows(catalog)}|}}\n\n"
    yield from _prose("announcements")
    for entry in catalog.announcements:
        yield from _line("*", f"announcement-{entry.first_id}", _announcement(entry))


def _team_unit(unit: Entry, catalog: Catalog) -> Iterator[Part]:
    id = f"unit-{unit.first_id}"
    yield from _block(f"{id}-name", f"=== {escaped(unit.name)} ===")
    yield from _block(f"{id}-focus", sentence(unit.facts.focus, catalog))
    for member in unit.facts.members:
        texts = map(escaped, filter(None, (member.name, member.role, member.base)))
        name = slug(member.name) or Unit("", member.name).checksum
        if not member.left:
            yield from _line("*", f"{id}-{name}", " – ".join(texts))
    yield "\n"


def _partner(partner: Entry, catalog: Catalog) -> Iterator[Part]:
    id, page, edges = partner.first_id, partner.facts.page, catalog.alignments_of(partner)
    yield from _block(f"{id}-name", f"=== {escaped(partner.name)} ===")
    for edge in edges:
        yield from _alignment(f"{id}-{edge.priority.first_id}", edge, catalog)
    if not edges:
        yield from _line("*", f"{id}-no-priority", "No priority is recorded.")
    if page and page.url == "forthcoming":
        yield from _line("*", f"{id}-page", "Partnership page: forthcoming")
    elif page:
        yield from _line("*", f"{id}-page", link(page.url, page.title or "Partnership page"))
    if partner.facts.until:
        yield from _line("*", f"{id}-end", f"The partnership has ended: {date(partner.facts.until)}")
    yield "\n"


def _alignment(id: str, edge: AlignmentEdge, catalog: Catalog) -> Iterator[Part]:
    yield from _line("*", id, f"{escaped(edge.priority.name)}: {sentence(edge.facts.reason, catalog)}")
    sources = [link(source.url, source.name) for source in edge.facts.sources]
    evidence = [*sources, *map(_announcement, edge.announcements)]
    text = f"Evidence: {', '.join(evidence)}" if evidence else "No evidence is recorded."
    yield from _line("**", f"{id}-evidence", f"{BASES[edge.facts.basis]} {text}")


def _announcement(entry: Entry) -> str:
    kind = entry.facts.kind.replace("-", " ")
    return f"{link(entry.facts.link, entry.title)} ({kind}, {date(entry.facts.date)})"


def _prose(*markers: str) -> Iterator[Part]:
    for marker in markers:
        yield from _block(marker, PROSE[marker])


def _block(marker: str, text: str) -> tuple[Part, ...]:
    """Return a heading or a paragraph."""
    return "<translate>\n", Unit(marker, unit_text(text)), "\n</translate>\n\n"


def _line(mark: str, marker: str, text: str) -> tuple[Part, ...]:
    """Return an item of a list, or a cell of a table."""
    return f"{mark} <translate>", Unit(marker, unit_text(text)), "</translate>\n"
