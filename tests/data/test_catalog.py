"""The edges and the order of a catalog."""

from __future__ import annotations

import unicodedata
from itertools import permutations, product
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_builders import announcement_page, build_catalog, partner_page, priority_page, unit_page
from partnerships_data.catalog.catalog import Catalog


def related_ids(catalog: Catalog, kind: str, id: str, other: str) -> list[str]:
    entry = catalog.get(kind, id)
    assert entry is not None
    return [related.id for related in catalog.related(entry, other)]


def test_an_edge_is_answered_from_both_ends() -> None:
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("reach"),
        partner_page("acme", "reach"),
        announcement_page("it", more="\n  partners: [acme]"),
    )
    assert problems == []
    assert related_ids(catalog, "partner", "acme", "priority") == ["reach"]
    assert related_ids(catalog, "priority", "reach", "partner") == ["acme"]
    assert related_ids(catalog, "unit", "global", "partner") == ["acme"]
    assert related_ids(catalog, "partner", "acme", "announcement") == ["2019-it"]
    assert related_ids(catalog, "announcement", "2019-it", "partner") == ["acme"]


def test_an_announcement_has_the_priorities_that_it_names_and_no_others() -> None:
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("reach", 2),
        priority_page("tools", 1),
        partner_page("acme", "reach", "tools"),
        announcement_page("both", more="\n  partners: [acme]\n  priorities: [reach]"),
        announcement_page("partner", more="\n  partners: [acme]"),
    )
    assert problems == []
    assert related_ids(catalog, "announcement", "2019-both", "priority") == ["reach"]
    assert related_ids(catalog, "announcement", "2019-partner", "priority") == []
    reach = catalog.priorities[1]
    assert [news.id for news in catalog.announcements_of_partners(reach)] == ["2019-partner"]
    tools, reach_edge = catalog.alignments
    assert (tools.announcements, tools.has_evidence) == ([], False)
    assert [news.id for news in reach_edge.announcements] == ["2019-both"]


def test_sources_of_the_page_are_no_evidence_of_its_alignments() -> None:
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("reach"),
        priority_page("tools", 2),
        partner_page(
            "acme",
            "reach",
            more="\n    tools: {reason: R., sources: [https://a.org/x]}\n  sources: [https://a.org/y]",
        ),
        announcement_page("it", more="\n  partners: [acme]"),
    )
    assert problems == []
    assert [edge.has_evidence for edge in catalog.alignments] == [False, True]


def test_partial_dates_sort_at_the_start_of_their_period() -> None:
    days = ["2019", "2019-01", "2019-01-01", "2018-12-31", "2019-08-16"]
    catalog, _ = build_catalog(*(announcement_page("it", day) for day in days))
    assert [entry.facts.date for entry in catalog.announcements] == sorted(days, reverse=True)


SORTED_NAMES = [
    "Ångström Fund",
    "Arts",
    "Eagle",
    "Église ouverte",
    "Ezra",
    "Kiwix",
    "Łódź Society",
    "Lyon",
    "Ørsted",
    "Oz",
    "Zeta",
    "Žižkov",
    "Библиотека",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_sorted_by_their_letters_without_marks(form: Literal["NFC", "NFD"]) -> None:
    names = [unicodedata.normalize(form, name) for name in sorted(SORTED_NAMES, reverse=True)]
    pages = [named_partner(f"p{index}", name) for index, name in enumerate(names)]
    catalog, problems = build_catalog(unit_page(), *pages)
    assert problems == []
    assert [unicodedata.normalize("NFC", partner.name) for partner in catalog.partners] == SORTED_NAMES


def test_partners_with_the_same_letters_are_sorted_by_id() -> None:
    pages = [named_partner("b", "Eglise"), named_partner("a", "Église"), named_partner("c", "Égłise")]
    for order in permutations(pages):
        assert [partner.id for partner in build_catalog(unit_page(), *order)[0].partners] == ["a", "b", "c"]


def named_partner(id: str, name: str) -> tuple[str, str]:
    docname, text = partner_page(id)
    return docname, text.replace(f"name: {id.title()}", f"name: {name}").replace(
        f"# {id.title()}", f"# {name}"
    )


NAMES = ["a", "b", "c", "d"]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))),
    st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))),
    st.randoms(use_true_random=False),
)
def test_edges_do_not_depend_on_the_order_of_pages(
    priorities_of: dict[str, set[str]], partners_of: dict[str, set[str]], random: Random
) -> None:
    pages = [unit_page(), *(priority_page(name) for name in NAMES)]
    pages += [partner_page(name, *sorted(priorities_of.get(name, ()))) for name in NAMES]
    for id, names in partners_of.items():
        partners = f"\n  partners: [{', '.join(sorted(names))}]" if names else ""
        pages.append(announcement_page(id, more=partners))
    random.shuffle(pages)
    catalog, problems = build_catalog(*pages)
    assert problems == []
    for partner, priority in product(NAMES, NAMES):
        is_served = priority in priorities_of.get(partner, ())
        assert (priority in related_ids(catalog, "partner", partner, "priority")) == is_served
        assert (partner in related_ids(catalog, "priority", priority, "partner")) == is_served
    for id, names in partners_of.items():
        assert set(related_ids(catalog, "announcement", f"2019-{id}", "partner")) == names
