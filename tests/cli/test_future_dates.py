"""Dates in the future: `check` and `diff` report them, a build does not."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from builders import Site, run_command
from catalog_builders import announcement_page, build_catalog, partner_page, unit_page
from partnerships_cli.future_dates import future_dates

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "is_future"),
    [
        ("2026-11-23", False),
        ("2026-11-24", True),
        ("2026-11", False),
        ("2026-12", True),
        ("2026", False),
        ("2027", True),
    ],
)
def test_a_date_is_in_the_future_if_its_whole_period_is(typed: str, is_future: bool) -> None:
    pages = unit_page(), partner_page("acme", more=f"\n  since: {typed}"), announcement_page("it", typed)
    catalog, problems = build_catalog(*pages)
    assert problems == []
    found = [str(problem) for problem in future_dates(catalog.entries(), TODAY)]
    assert [message.split(":")[0] for message in found] == (
        ["partners/acme.md", f"announcements/{typed}-it.md"] if is_future else []
    )


def test_check_and_diff_report_a_future_date_that_a_build_accepts(site: Site) -> None:
    before = site.source.with_name("before")
    shutil.copytree(site.source, before)
    site.edit("partners/acme.md", "since: 2018", "since: 2999")
    [problem] = json.loads(run_command(site.source, "check", "--format", "json").stdout)
    assert (problem["path"], problem["line"], problem["code"]) == ("partners/acme.md", 6, "bad-date")
    text = "2999 is in the future; correct the date, or wait until then"
    assert problem["text"] == text
    assert f"partners/acme.md: {text}" in run_command(site.source, "diff", str(before), ".").stdout
    assert site.build() == []
