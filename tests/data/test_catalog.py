"""What all pages say together, and where they contradict each other."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ROOT
from catalog_builders import announcement_page, build_catalog, partner_page, priority_page, unit_page
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.pages.models import KINDS


def ids(catalog: Catalog, kind: str, id: str, other: str) -> list[str]:
    entry = catalog.get(kind, id)
    assert entry is not None
    return [each.id for each in catalog.related(entry, other)]


def test_an_edge_is_declared_once_and_seen_from_both_ends() -> None:
    found, problems = build_catalog(
        unit_page(),
        priority_page("reach"),
        partner_page("acme", "reach"),
        announcement_page("it", more="\n  partners: [acme]"),
    )
    assert problems == []
    assert ids(found, "partner", "acme", "priority") == ["reach"]
    assert ids(found, "priority", "reach", "partner") == ["acme"]
    assert ids(found, "unit", "global", "partner") == ["acme"]
    assert ids(found, "partner", "acme", "announcement") == ["2019-it"]
    assert ids(found, "announcement", "2019-it", "partner") == ["acme"]


def test_an_announcement_takes_the_priorities_of_its_partners() -> None:
    pages = (
        unit_page(),
        priority_page("reach", 2),
        priority_page("tools", 1),
        partner_page("acme", "reach", "tools"),
    )
    found, _ = build_catalog(*pages, announcement_page("it", more="\n  partners: [acme]"))
    assert ids(found, "announcement", "2019-it", "priority") == ["tools", "reach"]
    assert ids(found, "priority", "reach", "announcement") == ["2019-it"]
    found, _ = build_catalog(
        *pages, announcement_page("it", more="\n  partners: [acme]\n  priorities: [reach]")
    )
    assert ids(found, "announcement", "2019-it", "priority") == ["reach"]


def test_partial_dates_sort_at_the_start_of_their_period() -> None:
    days = ["2019", "2019-01", "2019-01-01", "2018-12-31", "2019-08-16"]
    found, _ = build_catalog(*(announcement_page("it", day) for day in days))
    assert [each.facts.date for each in found.announcements] == sorted(days, reverse=True)


def test_what_is_missing() -> None:
    found, _ = build_catalog(
        unit_page(),
        *(priority_page(each) for each in ("reach", "tools", "policy")),
        partner_page("acme", "reach"),
        partner_page("old", "tools", more="\n  until: 2020"),
        partner_page("new"),
    )
    gaps = find_gaps(found)
    assert [each.id for each in gaps.priorities_without_partner] == ["policy", "tools"]
    assert [each.id for each in gaps.partners_without_priority] == ["new"]


MEMBER = "{name: A, role: B, photo_alt: C, photo_credit: D, photo: adda.png}"


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        (
            [partner_page("acme", "raech")],
            'partners/acme.md:7:5: unknown-priority: "raech" is not the id of a priority; did you mean "reach"?',
        ),
        (
            [partner_page("acme", "'World Reach'"), priority_page("world-reach")],
            'partners/acme.md:7:5: unknown-priority: "World Reach" is not the id of a priority; did you mean "world-reach"?',
        ),
        (
            [partner_page("acme", unit="globe")],
            'partners/acme.md:5:9: unknown-unit: "globe" is not the id of a unit; did you mean "global"?',
        ),
        (
            [announcement_page("it", more="\n  partners: [acmee]"), partner_page("acme")],
            'announcements/2019-it.md:6:14: unknown-partner: "acmee" is not the id of a partner; did you mean "acme"?',
        ),
        (
            [
                partner_page("acme"),
                ("about/acme", partner_page("acme")[1]),
            ],  # the page in its place is in the right
            'about/acme.md:2:1: duplicate-id: "acme" is already the id of partners/acme.md; '
            "rename one of the two",
        ),
        (
            [("team/acme", partner_page("acme")[1])],
            'team/acme.md:2:1: wrong-place: a page with the key "partner" belongs in partners/; '
            "move it to partners/acme.md",
        ),
        (
            [announcement_page("it"), announcement_page("other", more="\n  id: 2019-it")],
            'announcements/2019-other.md:6:7: duplicate-id: "2019-it" is already the id of '
            "announcements/2019-it.md; rename one of the two",
        ),
        (
            [("team/ada", unit_page()[1].replace("---\n#", f"  members: [{MEMBER}]\n---\n#"))],
            'team/ada.md:5:70: missing-photo: there is no file "adda.png" in _static/photos/; '
            'did you mean "ada.png"?',
        ),
    ],
)
def test_pages_that_contradict_each_other(pages: list[tuple[str, str]], message: str) -> None:
    found, problems = build_catalog(unit_page(), priority_page("reach"), *pages, photos=("ada.png",))
    assert [str(problem) for problem in problems] == [message]
    assert all(
        f"{each.docname}.md" != problems[0].path for kind in KINDS for each in found.by_kind[kind].values()
    )


def test_a_reference_to_a_page_with_errors_gives_no_second_message() -> None:
    broken = "partners/acme", partner_page("acme")[1].replace("company", "firm")
    found, problems = build_catalog(unit_page(), broken, announcement_page("it", more="\n  partners: [acme]"))
    assert [problem.code for problem in problems] == ["unknown-value"]
    assert ids(found, "announcement", "2019-it", "partner") == []


NAMES = ["a", "b", "c", "d"]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))),
    st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))),
    st.randoms(use_true_random=False),
)
def test_edges_are_those_declared_in_any_order_of_pages(
    served: dict[str, set[str]], told: dict[str, set[str]], random: Random
) -> None:
    pages = [unit_page(), *(priority_page(each) for each in NAMES)]
    pages += [partner_page(each, *sorted(served.get(each, ()))) for each in NAMES]
    for id, about in told.items():
        partners = f"\n  partners: [{', '.join(sorted(about))}]" if about else ""
        pages.append(announcement_page(id, more=partners))
    random.shuffle(pages)
    found, problems = build_catalog(*pages)
    assert problems == []
    for one, other in product(NAMES, NAMES):
        assert (other in ids(found, "partner", one, "priority")) == (other in served.get(one, ()))
        assert (one in ids(found, "priority", other, "partner")) == (other in served.get(one, ()))
    for id, about in told.items():
        expected = {each for one in about for each in served.get(one, ())}
        assert set(ids(found, "announcement", f"2019-{id}", "priority")) == expected


def test_data_and_commands_know_nothing_of_sphinx() -> None:
    folder = ROOT / "_ext"
    modules = [
        path.relative_to(folder).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for package in ("diagnostics", "partnerships_data", "partnerships_cli")
        for path in sorted((folder / package).rglob("*.py"))
    ]
    assert len(modules) > 20
    code = "import sys\n" + "".join(f"import {module}\n" for module in modules)
    code += "print({'sphinx', 'docutils', 'myst_parser'} & {name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "_ext", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
