"""The versions that are published side by side, and the links between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog_builders import SITE_FACTS, build_catalog, partner_page, unit_page
from partnerships_data.releases.snapshot import snapshot_json
from partnerships_data.releases.versions import published_versions, version_links

SITE = replace(SITE_FACTS, base="", canonical="")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the records of two versions; the older one has no partner."""
    (tmp_path / "releases").mkdir()
    for version, pages in (("2026.09", [unit_page()]), ("2026.11", [unit_page(), partner_page("acme")])):
        catalog, _problems = build_catalog(*pages)
        record = snapshot_json(catalog, SITE, version, "2026-11-01")
        (tmp_path / f"releases/{version}.json").write_bytes(record)
    return tmp_path


def paths(root: Path, docname: str, current: str = "2026.11") -> list[str]:
    links = version_links(root, ["2026.09", "2026.11", "latest"], current, docname, f"{docname}.html")
    return [link.path for link in links]


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, []),
        ({"PARTNERSHIPS_VERSIONS": "2026.12"}, ["2026.12", "latest"]),
        ({"READTHEDOCS_VERSION_TYPE": "tag"}, ["2026.09", "2026.11", "latest"]),
        ({"READTHEDOCS_VERSION_TYPE": "external"}, []),  # a preview, on another host
    ],
)
def test_the_versions_are_those_of_the_command_or_all_records(
    root: Path, environment: dict[str, str], names: list[str]
) -> None:
    assert published_versions(root, environment) == names


def test_a_link_leads_to_the_page_if_the_version_has_it_else_to_the_home_page(root: Path) -> None:
    assert paths(root, "partners/acme") == ["../2026.11/partners/acme.html", "../2026.09/", "../latest/"]
    assert paths(root, "team/index") == [
        "../2026.11/team/index.html",
        "../2026.09/team/index.html",
        "../latest/team/index.html",
    ]
    assert paths(root, "index", "2026.12")[0] == "../2026.12/index.html"  # it has no record yet
    assert version_links(root, [], "development", "index", "") == []
    assert paths(root, "about/data", "latest") == ["../2026.11/", "../2026.09/", "../latest/about/data.html"]


@pytest.mark.parametrize(
    ("current", "newer"), [("2026.09", ["2026.11"]), ("2026.11", []), ("latest", []), ("development", [])]
)
def test_only_an_older_release_has_a_newer_one(root: Path, current: str, newer: list[str]) -> None:
    links = version_links(root, ["2026.11", "2026.09", "latest"], current, "index", "")
    assert [link.name for link in links if link.is_newer] == newer
