"""Random catalogs for tests with hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS

PARTNERS, UNITS = ("a", "b", "c", "d", "e"), ("u", "v", "w")
PRIORITIES, NEWS = ("p", "q", "r", "s"), ("k", "l", "m", "n", "o")
REGIONS = tuple(region.value for region in Region)[:5]  # with "worldwide"


SOURCES = st.sampled_from(
    [
        "https://example.org/a",
        {"url": "https://example.org/a", "title": "A"},
        {"url": "https://example.org/b", "read": "2026-01-02"},
        {"url": "https://example.org/b"},
        {"url": "https://example.org/c", "archived": "https://example.net/c"},
    ]
)
ALIGNMENTS = st.one_of(
    st.just("Because."),
    st.fixed_dictionaries(
        {"reason": st.just("Because.")}, optional={"sources": st.lists(SOURCES, max_size=2)}
    ),
    st.fixed_dictionaries(
        {
            "reason": st.just("Because."),
            "basis": st.just("stated"),
            "sources": st.lists(SOURCES, min_size=1, max_size=2),
        }
    ),
)
RESULTS = st.fixed_dictionaries({"figure": st.just("7"), "what": st.just("things"), "source": SOURCES})


def some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3)


@dataclass
class World:
    """The facts of a random site by kind and id."""

    partner: dict[str, Any]
    unit: dict[str, Any]
    priority: dict[str, Any]
    announcement: dict[str, Any]

    def catalog(self) -> Catalog:
        return Catalog.from_entries(
            Entry(kind, id, f"{KINDS[kind].folder}/{id}", id, KINDS[kind].model_validate(facts), {})
            for kind in KINDS
            for id, facts in getattr(self, kind).items()
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return a random site. Some references are to pages with errors, which are left out."""
    partners = {
        id: {
            "name": draw(st.sampled_from(["X", "Y", "Z"])),
            "kind": "company",
            "unit": draw(st.sampled_from(UNITS)),
            "alignment": {priority: draw(ALIGNMENTS) for priority in draw(some(PRIORITIES))},
            "results": draw(st.lists(RESULTS, max_size=2)),
            "regions": draw(some(REGIONS)),
            "sources": draw(st.lists(SOURCES, max_size=2)),
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
