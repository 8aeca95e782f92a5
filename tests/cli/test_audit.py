"""`python -m partnerships_cli audit`: missing facts, missing photos, and pages that need a review."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builders import Site, run_command


def audit_sections(site: Site, *options: str) -> dict[str, list[str]]:
    """Return the lines of each section of the audit by its heading."""
    parts = run_command(site.source, "audit", *options).stdout.strip().split("\n\n")
    return {heading: lines for heading, *lines in (part.split("\n  ") for part in parts)}


def test_audit_counts_facts_and_sorts_reviews(site: Site) -> None:
    old, new = date.today() - timedelta(days=400), date.today() - timedelta(days=300)
    site.edit("partners/acme.md", "  since:", f"  reviewed: {old}\n  since:")
    site.edit("partners/beta.md", "  unit:", f"  reviewed: {new}\n  unit:")
    site.edit(
        "team/global.md",
        "    - name: Ada",
        "    - {name: Bo Example, role: Advisor, left: 2020}\n    - name: Ada",
    )
    sections = audit_sections(site)
    facts = sections["Optional facts, and how many entries state each"]
    assert "partner      since        1 of 3" in facts
    assert "partner      alignment    2 of 3" in facts
    assert "announcement link         1 of 2" in facts
    assert "member       base         1 of 1" in facts
    assert not any(line.split()[:2] == ["partner", "name"] for line in facts)
    assert sections["Partners without an alignment"] == ["gamma"]
    assert sections["People without a photo"] == ["Ada Example"]
    assert sections["Pages by last review, the oldest first"] == [
        "never      partners/gamma.md",
        f"{old} partners/acme.md",
        f"{new} partners/beta.md",
    ]
    for age, ids in (("12m", ["gamma", "acme"]), ("500d", ["gamma"]), ("1y", ["gamma", "acme"])):
        sections = audit_sections(site, "--older-than", age)
        [reviews] = [lines for heading, lines in sections.items() if heading.startswith("Not reviewed since")]
        assert [line.split()[1] for line in reviews] == [f"partners/{id}.md" for id in ids]


def test_audit_as_text(site: Site) -> None:
    site.edit("partners/beta.md", "kind:", "knd:")
    done = run_command(site.source, "audit")
    assert done.returncode == 0
    assert "  partner      since        1 of 2\n" in done.stdout
    assert "People without a photo\n  Ada Example\n" in done.stdout
    assert "  never      partners/acme.md\n" in done.stdout
    assert '"check" lists the problems\n  partners/beta.md\n' in done.stdout


@pytest.mark.parametrize("age", ["x", "12", "0m", "12 months", "-1d", "9999y"])
def test_audit_rejects_an_invalid_age(site: Site, age: str) -> None:
    done = run_command(site.source, "audit", f"--older-than={age}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f'python -m partnerships_cli audit: "{age}" is not an age; type 90d, 12m or 2y'
    ]
