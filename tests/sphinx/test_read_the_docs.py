"""Builds with the variables of Read the Docs, as about/operators.md describes them."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import pytest

from builders import ROOT, Site


class Situation(NamedTuple):
    """What Read the Docs sets for a build, and the version whose pages and feeds it names."""

    version: str
    type: str
    url: str
    canonical: str
    site_url: str = ""  # the variable SITE_URL of the project

    @property
    def variables(self) -> dict[str, str]:
        return {
            "READTHEDOCS": "True",
            "READTHEDOCS_PROJECT": "project",
            "READTHEDOCS_LANGUAGE": "en",
            "READTHEDOCS_VERSION": self.version,
            "READTHEDOCS_VERSION_NAME": self.version,
            "READTHEDOCS_VERSION_TYPE": self.type,
            "READTHEDOCS_CANONICAL_URL": self.url,
            "SITE_URL": self.site_url,
        }


HOST, DOMAIN = "https://project.readthedocs.io/", "https://partnerships.example.org/"
LATEST, PREVIEW = f"{HOST}en/latest/", "https://project--7.org.readthedocs.build/en/7/"
BUSINESS = "https://project.readthedocs-hosted.com/en/latest/"
SITUATIONS = {
    "branch": Situation("latest", "branch", LATEST, LATEST),
    "tag": Situation("2026.12", "tag", f"{HOST}en/2026.12/", LATEST),
    "pull request": Situation("7", "external", PREVIEW, LATEST),
    "custom domain": Situation("latest", "branch", f"{DOMAIN}en/latest/", f"{DOMAIN}en/latest/"),
    "tag on a custom domain": Situation("2026.12", "tag", f"{DOMAIN}en/2026.12/", f"{DOMAIN}en/latest/"),
    "pull request of a custom domain": Situation(
        "7", "external", PREVIEW, f"{DOMAIN}en/latest/", f"{DOMAIN}en/latest/"
    ),
    "version named as a language": Situation("en", "branch", f"{HOST}en/en/", LATEST),
    "business": Situation("latest", "branch", BUSINESS, BUSINESS),
    "pull request of a business": Situation(
        "7", "external", "https://project--7.com.readthedocs.build/en/7/", BUSINESS
    ),
    "single version": Situation("latest", "branch", HOST, HOST),
}


@pytest.fixture
def configured(site: Site) -> Site:
    """The small site with our conf.py, which reads the variables."""
    for file in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / file, site.source)
    shutil.copytree(ROOT / "_static", site.source / "_static")
    return site


@pytest.mark.parametrize("name", SITUATIONS)
def test_pages_feeds_and_menus_have_the_right_urls(configured: Site, name: str) -> None:
    situation = SITUATIONS[name]
    done = configured.sphinx("-q", "-W", "-b", "html", "-D", "language=en", env=situation.variables)
    assert (done.returncode, done.stderr) == (0, "")
    page = configured.tree("html/partners/acme.html")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{situation.canonical}partners/acme.html"]
    is_canonical = situation.url == situation.canonical
    for path in ("feeds/announcements.xml", "sitemap.xml"):
        assert (configured.out / "html" / path).is_file() == is_canonical
    [feed] = page.xpath("//link[@rel='alternate'][contains(@href, 'feeds/partners/acme.xml')]/@href")
    assert feed == ("../" if is_canonical else situation.canonical) + "feeds/partners/acme.xml"
    assert page.xpath("//*[@data-current]/@data-current") == [situation.version]
    assert page.xpath("//meta[@name='readthedocs-addons-api-version']/@content") == ["1"]
    lost = configured.tree("html/404.html")  # shown at any URL, so its links are absolute
    assert f"/{situation.url.split('/', 3)[3]}partners/index.html" in lost.xpath("//a/@href")


@pytest.mark.parametrize("language", ["fr", "pt-br"])
def test_without_catalogs_of_a_language_pages_stay_as_they_are(configured: Site, language: str) -> None:
    assert not (configured.source / "locales").exists()
    done = configured.sphinx(
        "-q", "-b", "html", "-D", f"language={language}", env={"READTHEDOCS_LANGUAGE": language}
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Prose of Acme." in configured.read("html/partners/acme.html")
