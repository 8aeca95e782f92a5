"""Previews, whose pages show their problems."""

from __future__ import annotations

import re

import pytest
import yaml
from lxml.html import HtmlElement

from builders import ROOT, Site, published_files, visible_text
from page_checks.checker import checker_of


@pytest.fixture(autouse=True)
def fresh_checker() -> None:
    checker_of.cache_clear()


def shown(page: HtmlElement) -> list[str]:
    return [visible_text(item) for item in page.xpath('//aside[contains(@class, "problems")]//li')]


def test_a_page_shows_its_problems_only_in_a_preview(site: Site) -> None:
    site.edit("partners/acme.md", "kind: company", "kind: firm")
    site.edit("partners/beta.md", "Prose of Beta.", "Prose of {partner}`gama` & <b>Beta</b>.")
    warnings = site.build()
    assert not [path for path in site.out.glob("html/**/*.html") if b"problems" in path.read_bytes()]
    assert site.build(partnerships_show_problems=True) == warnings
    assert shown(site.tree("html/partners/acme.html")) == [
        'Line 4, column 9: "firm" is not a value of "kind"; use one of: association, community, company, '
        "intergovernmental, nonprofit"
    ]
    first, second = shown(site.tree("html/partners/beta.html"))
    assert first == 'Line 12, column 20: "gama" is not the id of a partner; did you mean "gamma"?'
    assert second.startswith("Line 12, column ")
    assert shown(site.tree("html/partners/gamma.html")) == []
    assert shown(site.tree("html/index.html")) == []


def test_problems_come_and_go_with_other_pages(site: Site) -> None:
    gamma, heading = "partners/gamma.md", "Prose of Gamma.\n\n## History\n"
    site.edit(gamma, "Prose of Gamma.\n", heading)
    site.edit("team/global.md", "Prose of the unit.", "By [Gamma](../partners/gamma.md#history).")
    assert site.build(partnerships_show_problems=True) == []
    site.edit(gamma, heading, "Prose of Gamma.\n")
    site.build(partnerships_show_problems=True)
    [problem] = shown(site.tree("html/team/global.html"))
    assert 'partners/gamma.md has no heading "#history"' in problem
    site.edit(gamma, "Prose of Gamma.\n", heading)
    assert site.build(partnerships_show_problems=True) == []
    assert shown(site.tree("html/team/global.html")) == []
    incremental = published_files(site.out / "html")
    fresh = Site(site.source, site.out.with_name("fresh"))
    assert fresh.build(partnerships_show_problems=True) == []
    assert published_files(fresh.out / "html") == incremental


def test_make_live_and_previews_of_pull_requests_show_problems() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [live] = re.findall(r"^\t.*sphinx-autobuild.*$", makefile, re.MULTILINE)
    assert "-D partnerships_show_problems=1" in live
    config = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    [build] = config["build"]["jobs"]["build"]["html"]
    of_pull_requests, of_others = re.findall(r'how="([^"]*)"', build)
    assert of_pull_requests == "-D partnerships_show_problems=1"
    assert of_others == "--fail-on-warning --keep-going"
    assert build.startswith('if [ "$READTHEDOCS_VERSION_TYPE" = external ]')
