"""`python -m partnerships_cli audit`: missing facts, missing photos, and pages that need a review."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from builders import Site, run_command


def test_audit_counts_facts_and_sorts_reviews(site: Site) -> None:
    old, new = date.today() - timedelta(days=400), date.today() - timedelta(days=300)
    site.edit("partners/acme.md", "  since:", f"  reviewed: {old}\n  since:")
    site.edit("partners/beta.md", "  unit:", f"  reviewed: {new}\n  unit:")
    site.edit(
        "team/global.md",
        "    - name: Ada",
        "    - {name: Bo Example, role: Advisor, left: 2020}\n    - name: Ada",
    )
    audit = json.loads(run_command(site.source, "audit", "--json").stdout)
    facts = {(row["kind"], row["key"]): (row["stated"], row["of"]) for row in audit["completeness"]}
    assert facts["partner", "since"] == (1, 3)
    assert facts["partner", "alignment"] == (2, 3)
    assert facts["announcement", "link"] == (1, 2)
    assert facts["member", "base"] == (1, 1)
    assert ("partner", "name") not in facts
    assert audit["partners_without_reasons"] == ["gamma"]
    assert audit["people_without_photos"] == ["Ada Example"]
    assert [(review["page"], review["reviewed"]) for review in audit["reviews"]] == [
        ("partners/gamma.md", ""),
        ("partners/acme.md", str(old)),
        ("partners/beta.md", str(new)),
    ]
    for age, ids in (("12m", ["gamma", "acme"]), ("500d", ["gamma"]), ("1y", ["gamma", "acme"])):
        audit = json.loads(run_command(site.source, "audit", "--json", "--older-than", age).stdout)
        assert [review["page"] for review in audit["reviews"]] == [f"partners/{id}.md" for id in ids]


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
