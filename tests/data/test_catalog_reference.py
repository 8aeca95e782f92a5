"""The catalog's answers against an independent reimplementation, and the diagrams drawn from them."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import ROOT
from large_site import SCRIPTS, write_large_site
from mermaid_svg.flowchart import Box, Diagram, Group
from mermaid_svg.renderer import draw
from partnerships.alignment import diagram as diagrams
from partnerships.pages.team import team
from partnerships.pages.timeline import timeline
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.gaps import Gaps
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS
from partnerships_data.pages.reader import read

SVG = "{http://www.w3.org/2000/svg}"

# -- Random catalogs -----------------------------------------------------------------------------------------

PARTNERS, UNITS = ("a", "b", "c", "d", "e"), ("u", "v", "w")
PRIORITIES, NEWS = ("p", "q", "r", "s"), ("k", "l", "m", "n", "o")
REGIONS = tuple(each.value for each in Region)[:5]  # with "worldwide"


def some(of: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), unique=True, max_size=3)


@dataclass
class World:
    """What the pages of a random site state, by kind and id."""

    partner: dict[str, Any]
    unit: dict[str, Any]
    priority: dict[str, Any]
    announcement: dict[str, Any]

    def catalog(self) -> Catalog:
        return Catalog.of_entries(
            Entry(kind, id, f"{KINDS[kind].folder}/{id}", id, KINDS[kind].model_validate(facts), {})
            for kind in KINDS
            for id, facts in getattr(self, kind).items()
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a site. Some of its references lead nowhere: to pages that have errors and are left out."""
    partners = {
        id: {
            "name": draw(st.sampled_from(["X", "Y", "Z"])),
            "kind": "company",
            "unit": draw(st.sampled_from(UNITS)),
            "alignment": dict.fromkeys(draw(some(PRIORITIES)), "Because."),
            "regions": draw(some(REGIONS)),
            "sources": draw(st.sampled_from([[], ["https://example.org/"]])),
            "since": draw(st.sampled_from([None, "2018", "2019-05"])),
            "until": draw(st.sampled_from([None, None, "2020-01-02"])),
            "reviewed": draw(st.sampled_from([None, "2025", "2026-01"])),
        }
        for id in draw(some(PARTNERS))
    }
    people = st.fixed_dictionaries(
        {
            "name": st.just("N"),
            "role": st.just("R"),
            "regions": some(REGIONS),
            "joined": st.sampled_from([None, "2018-03"]),
            "left": st.sampled_from([None, "2020"]),
        }
    )
    units = {
        id: {"name": id, "focus": "F.", "members": draw(st.lists(people, max_size=2))}
        for id in draw(some(UNITS))
    }
    priorities = {
        id: {"name": id, "order": number, "goal": "G.", "framework": "F", "source": "https://example.org/"}
        for number, id in enumerate(draw(st.permutations(PRIORITIES))[:3], 1)
    }
    announcements = {
        id: {
            "date": draw(st.sampled_from(["2018", "2019-05", "2019-05-01"])),
            "kind": "event",
            "summary": "S.",
            "partners": draw(some(PARTNERS)),
            "priorities": draw(some(PRIORITIES)),
            "units": draw(some(UNITS)),
        }
        for id in draw(some(NEWS))
    }
    return World(partners, units, priorities, announcements)


# -- The same answers, by brute force ------------------------------------------------------------------------


def told_priorities(world: World, news: dict[str, Any]) -> set[str]:
    """Return the priorities that an announcement is about."""
    named = news["priorities"]
    if not named:
        named = [p for id in news["partners"] if id in world.partner for p in world.partner[id]["alignment"]]
    return set(named) & world.priority.keys()


def edges(world: World) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Return all pairs of pages that are linked."""
    found = set()
    for id, facts in world.partner.items():
        found.add((("partner", id), ("unit", facts["unit"])))
        found |= {(("partner", id), ("priority", each)) for each in facts["alignment"]}
    for id, facts in world.announcement.items():
        found |= {(("announcement", id), ("partner", each)) for each in facts["partners"]}
        found |= {(("announcement", id), ("unit", each)) for each in facts["units"]}
        found |= {(("announcement", id), ("priority", each)) for each in told_priorities(world, facts)}
    found = {(one, other) for one, other in found if other[1] in getattr(world, other[0])}
    return found | {(other, one) for one, other in found}


def evidence(world: World, partner: str, priority: str) -> list[str]:
    """Return the announcements about both, newest first."""
    about = [
        id
        for id, facts in world.announcement.items()
        if partner in facts["partners"] and priority in told_priorities(world, facts)
    ]
    for_date: dict[str, list[str]] = {}
    for id in sorted(about):
        for_date.setdefault(world.announcement[id]["date"], []).append(id)
    return [id for date in sorted(for_date, reverse=True) for id in for_date[date]]


def gaps(world: World) -> dict[str, set[Any]]:
    """Return all that is missing."""
    matrix = {
        (id, each)
        for id, facts in world.partner.items()
        for each in facts["alignment"]
        if each in world.priority
    }
    active = {id for id, facts in world.partner.items() if not facts["until"]}
    covered = {each for id in active for each in world.partner[id]["regions"]}
    for facts in world.unit.values():
        covered |= {each for member in facts["members"] if not member["left"] for each in member["regions"]}
    told = {id for facts in world.announcement.values() for id in facts["partners"]}
    return {
        "priorities_without_partner": world.priority.keys() - {q for p, q in matrix if p in active},
        "partners_without_priority": world.partner.keys() - {p for p, _ in matrix},
        "alignments_without_evidence": {
            (p, q) for p, q in matrix if not world.partner[p]["sources"] and not evidence(world, p, q)
        },
        "partners_without_announcement": world.partner.keys() - told,
        "units_without_partner": world.unit.keys() - {facts["unit"] for facts in world.partner.values()},
        "regions_without_cover": {each.value for each in Region} - covered - {"worldwide"},
        "reviewed_longest_ago": set(world.partner),
    }


@given(worlds())
@settings(max_examples=200)
def test_the_catalog_answers_as_brute_force_does(world: World) -> None:
    compare(world)


@pytest.mark.long
@given(worlds())
@settings(max_examples=1000)
def test_the_catalog_answers_as_brute_force_does_1000_times(world: World) -> None:
    compare(world)


def compare(world: World) -> None:
    catalog, linked = world.catalog(), edges(world)
    entries = [(kind, id) for kind in KINDS for id in getattr(world, kind)]
    assert {(each.kind, each.id) for kind in KINDS for each in catalog.by_kind[kind].values()} == set(entries)
    for kind, id in entries:
        entry = catalog.get(kind, id)
        assert entry is not None
        for other in KINDS:
            related = catalog.related(entry, other)
            assert {each.id for each in related} == {
                o for one, (k, o) in linked if one == (kind, id) and k == other
            }
            order = list(catalog.by_kind[other])
            assert [order.index(each.id) for each in related] == sorted(
                order.index(each.id) for each in related
            )
    for partner in catalog.partners:
        for priority in catalog.related(partner, "priority"):
            shown = [each.id for each in catalog.evidence(partner, priority)]
            assert shown == evidence(world, partner.id, priority.id)
    for name, expected in gaps(world).items():
        found = [
            tuple(part.id for part in each) if isinstance(each, tuple) else getattr(each, "id", each)
            for each in getattr(Gaps.of(catalog), name)
        ]
        assert len(found) == len(set(found))
        assert set(found) == expected, name
    reviews = [each.facts.reviewed or "" for each in Gaps.of(catalog).reviewed_longest_ago]
    assert reviews == sorted(reviews)


@given(worlds())
def test_regions_years_and_neighbours_at_two_steps_answer_as_brute_force_does(world: World) -> None:
    catalog, linked = world.catalog(), edges(world)
    for region in Region:
        partners, people = catalog.by_region.get(region, ([], []))
        assert {each.id for each in partners} == {
            id for id, facts in world.partner.items() if region in facts["regions"]
        }
        assert sorted(unit.id for _, unit in people) == sorted(
            id
            for id, facts in world.unit.items()
            for each in facts["members"]
            if region in each["regions"] and not each["left"]
        )
    dates = [
        *((facts["since"], "began", id) for id, facts in world.partner.items()),
        *((facts["until"], "ended", id) for id, facts in world.partner.items()),
        *((facts["date"], "told", id) for id, facts in world.announcement.items()),
        *((each["joined"], "joined", id) for id, facts in world.unit.items() for each in facts["members"]),
        *((each["left"], "left", id) for id, facts in world.unit.items() for each in facts["members"]),
    ]
    found = [
        (year, name, (each[1] if isinstance(each, tuple) else each).id)
        for year, events in catalog.years().items()
        for name, of_year in events._asdict().items()
        for each in of_year
    ]
    assert sorted(found) == sorted((date[:4], name, id) for date, name, id in dates if date)
    assert list(catalog.years()) == sorted(catalog.years(), reverse=True)
    for unit in catalog.units:
        coordinated = {other for one, other in linked if one == ("unit", unit.id) and other[0] == "partner"}
        expected = {o for one, (k, o) in linked if one in coordinated and k == "priority"}
        assert {each.id for each in catalog.between(unit, "priority", via="partner")} == expected


# -- Diagrams ------------------------------------------------------------------------------------------------

CONFIG = json.dumps({"config": runpy.run_path(str(ROOT / "conf.py"))["mermaid_config"]})
LARGE = 200


def picture(diagram: Diagram) -> ET.Element:
    """Draw a diagram as the site does; see that it is small and says what it shows."""
    svg = draw(f"---\n{CONFIG}\n---\n{diagram.code}")
    assert len(svg) < 40_000
    root = ET.fromstring(svg)
    assert squeezed(root.findtext(f"{SVG}title")) == squeezed(diagram.title)
    assert squeezed(root.findtext(f"{SVG}desc")) == squeezed(diagram.description)
    return root


def squeezed(text: str | None) -> str:
    """Return a text without white space, and without what keeps Mermaid from taking it for more than text."""
    return re.sub(r"[\s\u2060]", "", text or "").replace("”", '"')


def edges_drawn(svg: ET.Element) -> set[str]:
    """Return the names of the arrows in a picture."""
    paths = svg.iter(f"{SVG}path")
    return {path.attrib["data-id"] for path in paths if "edge-thickness-normal" in path.get("class", "")}


def texts_drawn(svg: ET.Element) -> list[str]:
    return [squeezed("".join(text.itertext())) for text in svg.iter(f"{SVG}text")]


def large_catalog(folder: Path) -> Catalog:
    write_large_site(folder, LARGE, 100)
    pages = [
        read(path.read_text(encoding="utf-8"), path.relative_to(folder).with_suffix("").as_posix())[0]
        for path in sorted(folder.rglob("*.md"))
    ]
    catalog, problems = Catalog.of(pages, ())
    assert problems == []
    return catalog


def alignments(catalog: Catalog) -> set[tuple[str, str]]:
    return {(one.id, two.id) for one in catalog.partners for two in catalog.related(one, "priority")}


def arrows(catalog: Catalog) -> set[str]:
    """Return the names of the arrows that the alignment has in a picture."""
    return {f"L_partner_{p}_priority_{q}_0".replace("-", "_") for p, q in alignments(catalog)}


@given(worlds())
@settings(max_examples=30)
def test_diagrams_and_catalog_name_exactly_the_same_edges(world: World) -> None:
    catalog = world.catalog()
    [whole] = diagrams.alignment(catalog, str)
    svg = picture(whole)
    assert edges_drawn(svg) == arrows(catalog)
    parts = [part for each in catalog.priorities for part in diagrams.of_priority(catalog, each, str)]
    assert set().union(*(edges_drawn(picture(part)) for part in parts)) == arrows(catalog)
    for entry in [*catalog.partners, *catalog.priorities]:
        assert entry.name in texts_drawn(svg)


def test_a_large_site_has_diagrams_for_each_priority_instead_of_a_knot(tmp_path: Path) -> None:
    catalog = large_catalog(tmp_path)
    assert len(catalog.partners) == LARGE
    assert sum(each.facts.ended for each in catalog.partners) == LARGE / 5
    assert diagrams.alignment(catalog, str) == []
    drawn: set[str] = set()
    for priority in catalog.priorities:
        parts = diagrams.of_priority(catalog, priority, str)
        found = [edges_drawn(picture(part)) for part in parts]
        assert sum(map(len, found)) == len(catalog.related(priority, "partner"))  # none drawn twice
        assert len({part.title for part in parts}) == len(parts)
        drawn = drawn.union(*found)
    assert drawn == arrows(catalog)


@given(worlds())
@settings(max_examples=30)
def test_the_timeline_names_what_the_catalog_has_by_year(world: World) -> None:
    catalog = world.catalog()
    people = [member for unit in catalog.units for member in unit.facts.members]
    expected = [
        *(f"{each.facts.since[:4]} Begins: {each.name}" for each in catalog.partners if each.facts.since),
        *(f"{each.facts.until[:4]} Ends: {each.name}" for each in catalog.partners if each.facts.until),
        *(f"{each.facts.date[:4]} {each.name}" for each in catalog.announcements),
        *(f"{each.joined[:4]} Joins: {each.name}" for each in people if each.joined),
        *(f"{each.left[:4]} Leaves: {each.name}" for each in people if each.left),
    ]
    parts = timeline(catalog, str)
    assert sorted(
        f"{year.text} {box.text}" for part in parts for year in part.groups for box in year.boxes
    ) == sorted(expected)
    years = [year.text for part in parts for year in part.groups]
    assert years == sorted(years)
    for part in parts:
        texts = texts_drawn(picture(part))
        assert [squeezed(box.text) for box in part.boxes if squeezed(box.text) not in texts] == []


def test_a_year_too_full_for_a_picture_is_told_in_numbers(tmp_path: Path) -> None:
    catalog = large_catalog(tmp_path)
    parts = timeline(catalog, str)
    assert len(parts) > 1
    for part in parts:
        picture(part)
        for year in part.groups:
            began, ended, told, joined, left = catalog.years()[year.text]
            assert joined == left == []
            if year.boxes[0].entry is None:
                texts = [f"Partnerships that begin: {len(began)}"] if began else []
                texts += [f"Partnerships that end: {len(ended)}"] if ended else []
                texts += [f"Announcements: {len(told)}"] if told else []
                assert [box.text for box in year.boxes] == texts
            else:
                assert len(year.boxes) == len(began) + len(ended) + len(told)


@given(worlds())
@settings(max_examples=30)
def test_the_teams_diagram_names_its_units_and_who_is_there_now(world: World) -> None:
    catalog = world.catalog()
    [whole] = team(catalog, str)
    here = [member for unit in catalog.units for member in unit.facts.members if not member.left]
    svg = picture(whole)
    assert len(edges_drawn(svg)) == len(catalog.units) + len(here)
    assert texts_drawn(svg).count("N") == len(here)


def test_a_team_too_large_for_a_picture_is_told_in_numbers() -> None:
    people = [{"name": f"Person {number}", "role": "R"} for number in range(80)]
    catalog = World({}, {"u": {"name": "Unit", "focus": "F.", "members": people}}, {}, {}).catalog()
    [whole] = team(catalog, str)
    assert [box.text for box in whole.boxes] == ["Partnerships team", "Unit: 80 people"]
    picture(whole)


ODD = [
    "A",
    "a " * 100,
    "x" * 200,
    "語" * 200,
    "日本 " * 60,
    'say "this"; #35; %% `md` \\n <b>&amp;',
    "end",
    "--> graph subgraph",
    *(each.format("7") for each in SCRIPTS),
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("number", [1, 12])
def test_a_picture_is_no_larger_than_estimated_and_shows_its_texts(text: str, number: int) -> None:
    boxes = [Box(f"partner_{each}", text) for each in range(number)]
    group, target = Group("unit", text, boxes), Group("priorities", "", [Box("p", "P"), Box("q", "Q")])
    for edges in ([(box.id, end) for box in boxes for end in ("p", "q")], [("unit", "p")]):
        diagram = Diagram(text, text, [group, target], edges, stacked=len(edges) == 1)
        svg = draw(f"---\n{CONFIG}\n---\n{diagram.code}")
        assert len(svg) <= diagram.weight
        shown = texts_drawn(ET.fromstring(svg))
        start = squeezed(text.removesuffix(text[90:]))
        assert sum(each.startswith(start) for each in shown) == number + 1
