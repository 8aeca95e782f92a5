"""Small sites, built for real."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from builders import BASE_URL, SMALL_SITE, Site

# The URL of all sites that tests build, so that they have feeds, a sitemap and citations.
for variable in [name for name in os.environ if name.startswith("READTHEDOCS")]:
    del os.environ[variable]
os.environ["SITE_URL"] = BASE_URL
# Without these variables of a `make` that runs the tests, one in a test prints no additional lines.
for variable in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS"):
    os.environ.pop(variable, None)

# The same inputs each time, however slow the machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

pytest_plugins = ("browser_pages",)


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[str], Site]:
    """Return a function that makes a copy of the small site under a name."""

    def make(name: str) -> Site:
        source = tmp_path / name / "source"
        shutil.copytree(SMALL_SITE, source)
        return Site(source, tmp_path / name / "out")

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site, built once; for tests that only read it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(SMALL_SITE, folder / "source")
    site = Site(folder / "source", folder / "out")
    site.build()
    return site


@pytest.fixture
def site(make_site: Callable[[str], Site]) -> Site:
    """A copy of the small site."""
    return make_site("site")
