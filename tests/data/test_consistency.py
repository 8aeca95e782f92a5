"""Pages that contradict each other."""

from __future__ import annotations

import pytest

from catalog_builders import announcement_page, build_catalog, partner_page, priority_page, unit_page

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
            # The page in the right folder keeps the id.
            [partner_page("acme"), ("about/acme", partner_page("acme")[1])],
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
            [("team/ada", unit_page("ada")[1].replace("---\n#", f"  members: [{MEMBER}]\n---\n#"))],
            'team/ada.md:5:70: missing-photo: there is no file "adda.png" in _static/photos/; '
            'did you mean "ada.png"?',
        ),
    ],
)
def test_a_contradiction_is_reported_and_its_page_left_out(
    pages: list[tuple[str, str]], message: str
) -> None:
    catalog, problems = build_catalog(unit_page(), priority_page("reach"), *pages, photos=("ada.png",))
    assert [str(problem) for problem in problems] == [message]
    assert problems[0].path not in [f"{entry.docname}.md" for entry in catalog.entries()]


def test_a_reference_to_a_page_with_errors_gives_no_second_message() -> None:
    broken = "partners/acme", partner_page("acme")[1].replace("company", "firm")
    catalog, problems = build_catalog(
        unit_page(), broken, announcement_page("it", more="\n  partners: [acme]")
    )
    assert [problem.code for problem in problems] == ["unknown-value"]
    assert catalog.related(catalog.announcements[0], "partner") == []


def test_present_ids_come_before_former_ids() -> None:
    renamed = partner_page("acme", more="\n  formerly: [beta, old]")
    catalog, problems = build_catalog(unit_page(), renamed, partner_page("beta"))
    assert [str(problem) for problem in problems] == [
        'partners/acme.md:6:14: duplicate-id: "beta" is already an id of partners/beta.md; delete it from "formerly"'
    ]
    assert [partner.id for partner in catalog.partners] == ["beta"]
