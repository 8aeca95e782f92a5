"""The answers of random catalogs against an independent implementation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from partnerships_data.catalog.catalog import AlignmentEdge
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.catalog.statistics import Counts, statistics
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS
from random_catalogs import World, worlds


def edges(world: World) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Return all pairs of pages that are linked."""
    found = set()
    for id, facts in world.partner.items():
        found.add((("partner", id), ("unit", facts["unit"])))
        found |= {(("partner", id), ("priority", each)) for each in facts["alignment"]}
    for id, facts in world.announcement.items():
        found |= {(("announcement", id), ("partner", each)) for each in facts["partners"]}
        found |= {(("announcement", id), ("unit", each)) for each in facts["units"]}
        found |= {(("announcement", id), ("priority", each)) for each in facts["priorities"]}
    found = {(one, other) for one, other in found if other[1] in getattr(world, other[0])}
    return found | {(other, one) for one, other in found}


def evidence(world: World, partner: str, priority: str) -> list[str]:
    """Return the announcements about both, newest first."""
    about = [
        id
        for id, facts in world.announcement.items()
        if partner in facts["partners"] and priority in facts["priorities"]
    ]
    by_date: dict[str, list[str]] = {}
    for id in sorted(about):
        by_date.setdefault(world.announcement[id]["date"], []).append(id)
    return [id for date in sorted(by_date, reverse=True) for id in by_date[date]]


def own_sources(world: World, partner: str, priority: str) -> list[Any]:
    """Return the sources of an alignment itself."""
    alignment = world.partner[partner]["alignment"][priority]
    return [] if isinstance(alignment, str) else alignment.get("sources", [])


def unread_sources(world: World) -> set[tuple[str, str]]:
    """Return the id of the page and the URL of each source that no page dates."""
    named = [(id, facts["source"]) for id, facts in world.priority.items()]
    for id, facts in world.partner.items():
        named += [(id, source) for source in facts["sources"]]
        named += [(id, source) for each in facts["alignment"] for source in own_sources(world, id, each)]
        named += [(id, result["source"]) for result in facts["results"]]
    keyed = [(id, {"url": source} if isinstance(source, str) else source) for id, source in named]
    read = {source["url"] for _id, source in keyed if "read" in source}
    return {(id, source["url"]) for id, source in keyed if source["url"] not in read}


def basis(world: World, partner: str, priority: str) -> str:
    alignment = world.partner[partner]["alignment"][priority]
    return "inferred" if isinstance(alignment, str) else str(alignment.get("basis", "inferred"))


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
    announced = {id for facts in world.announcement.values() for id in facts["partners"]}
    return {
        "priorities_without_partner": world.priority.keys() - {q for p, q in matrix if p in active},
        "partners_without_priority": world.partner.keys() - {p for p, _ in matrix},
        "alignments_without_evidence": {
            (p, q) for p, q in matrix if not own_sources(world, p, q) and not evidence(world, p, q)
        },
        "alignments_inferred": {(p, q) for p, q in matrix if basis(world, p, q) == "inferred"},
        "sources_never_read": unread_sources(world),
        "partners_without_announcement": world.partner.keys() - announced,
        "units_without_partner": world.unit.keys() - {facts["unit"] for facts in world.partner.values()},
        "regions_without_cover": {each.value for each in Region} - covered - {"worldwide"},
        "reviewed_longest_ago": set(world.partner),
    }


@given(worlds())
@settings(max_examples=200)
def test_catalogs_answer_as_the_other_implementation(world: World) -> None:
    check_catalog(world)


@pytest.mark.long
@given(worlds())
@settings(max_examples=1000)
def test_1000_catalogs_answer_as_the_other_implementation(world: World) -> None:
    check_catalog(world)


def ids(gap: Any) -> Any:
    """Return what identifies a gap."""
    if isinstance(gap, AlignmentEdge):
        return gap.partner.id, gap.priority.id
    if isinstance(gap, tuple):
        return gap[0].id, gap[1].url
    return getattr(gap, "id", gap)


def check_catalog(world: World) -> None:
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
    for edge in catalog.alignments:
        ends = edge.partner.id, edge.priority.id
        assert [each.id for each in edge.announcements] == evidence(world, *ends)
        assert edge.facts.basis == basis(world, *ends)
        assert edge.has_evidence == bool(own_sources(world, *ends) or evidence(world, *ends))
    for priority in catalog.priorities:
        aligned = {id for id, facts in world.partner.items() if priority.id in facts["alignment"]}
        assert {each.id for each in catalog.announcements_of_partners(priority)} == {
            id
            for id, facts in world.announcement.items()
            if aligned & set(facts["partners"]) and priority.id not in facts["priorities"]
        }
    for name, expected in gaps(world).items():
        found = [ids(each) for each in getattr(find_gaps(catalog), name)]
        assert len(found) == len(set(found))
        assert set(found) == expected, name
    reviews = [each.facts.reviewed or "" for each in find_gaps(catalog).reviewed_longest_ago]
    assert reviews == sorted(reviews)


def numbers(world: World, partners: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the number of partners and of their alignments."""
    return len(partners), sum(each in world.priority for facts in partners for each in facts["alignment"])


@given(worlds())
def test_regions_years_and_distant_entries_are_those_of_the_other_implementation(world: World) -> None:
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
        *((facts["date"], "announced", id) for id, facts in world.announcement.items()),
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
        assert {each.id for each in catalog.related_via(unit, "priority", via="partner")} == expected


@given(worlds())
def test_statistics_are_those_of_the_other_implementation(world: World) -> None:
    counted = statistics(world.catalog())
    for year in (2018, 2019, 2020):
        began = [facts for facts in world.partner.values() if (facts["since"] or "").startswith(str(year))]
        news = [facts for facts in world.announcement.values() if facts["date"].startswith(str(year))]
        assert (year in counted.years) == bool(began or news)
        if began or news:
            partners, alignments = numbers(world, began)
            expected = Counts(partners=partners, alignments=alignments, announcements=len(news))
            assert counted.years[year] == expected
    undated = [facts for facts in world.partner.values() if not facts["since"]]
    assert (counted.undated.partners, counted.undated.alignments) == numbers(world, undated)
