"""What `make versions` publishes: served by a plain web server, and walked in Chromium."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Response

from browser_pages import needs_browser, serve_site
from builders import ROOT, SMALL_SITE, Site, commit_all, parse_html, run_command, run_git, visible_text

URL = "https://example.org/partnerships/"
MAKEFILE = (
    f"html:\n\t{sys.executable} -m sphinx -q -W --keep-going -d $(BUILD)/doctrees -b html . $(BUILD)/html\n"
)
CHANGES = "# What changed\n\n```{directory-changes}\n```\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions and the newest state of the small site, with our conf.py."""
    folder = tmp_path_factory.mktemp("versions")
    site = Site(folder / "site", folder)
    shutil.copytree(SMALL_SITE, site.source)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, site.source)
    shutil.copytree(ROOT / "_static", site.source / "_static")
    site.write("about/changes.md", CHANGES)
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/changes\n")
    site.write("Makefile", MAKEFILE)
    run_git(site.source, "init", "--quiet")
    commit_all(site, "Begin")
    release(site, "2026.10")
    site.rename("partners/acme.md", "Acme", "Apex")
    site.write("partners/delta.md", partner_page("Delta"))
    commit_all(site, "Rename")
    release(site, "2026.11")
    site.edit("partners/beta.md", "Builds tools.", "Builds better tools.")
    done = run_command(site.source, "versions", "--out", str(folder / "out"), SITE_URL=URL)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def partner_page(name: str) -> str:
    return f"---\npartner:\n  name: {name}\n  kind: company\n  unit: global\n---\n# {name}\n"


def release(site: Site, version: str) -> None:
    day = datetime.strptime(version, "%Y.%m").replace(tzinfo=UTC)
    variables = {
        f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    seconds = str(int(day.timestamp()))
    done = run_command(site.source, "release", version, "--yes", SOURCE_DATE_EPOCH=seconds, **variables)
    assert done.returncode == 0, done.stderr


def links(page: Path) -> set[str]:
    """Return the URLs of the links, scripts and images of a page to files beside it."""
    html = parse_html(page)
    urls = {urldefrag(url).url.partition("?")[0] for url in html.xpath("//@href | //@src | //@action")}
    return {url for url in urls if url and ":" not in url}


def file_of(folder: Path, path: str) -> Path:
    file = folder / unquote(path)
    return file / "index.html" if path.endswith("/") or not path else file


def test_each_link_of_the_start_page_and_from_it_leads_to_a_file(published: Path) -> None:
    pages, seen = [""], {""}
    while pages:
        page = pages.pop()
        for url in links(file_of(published, page)):
            path = urljoin(f"/{page}", url).removeprefix("/")
            file = file_of(published, path)
            assert file.is_file(), f"{page}: {url}"
            if path not in seen and file.suffix == ".html":
                seen.add(path)
                pages.append(path)
    for name in ("2026.10", "2026.11", "latest"):
        assert f"{name}/partners/acme.html" in seen


def test_the_start_page_is_the_page_of_changes_with_the_newest_version_first(published: Path) -> None:
    moved, page = parse_html(published / "index.html"), parse_html(published / "latest/about/changes.html")
    assert visible_text(moved) == visible_text(page)
    headings = [heading.rstrip("¶") for heading in moved.xpath("//h2/text()")]
    assert headings == [
        "Since the last version",
        "Version 2026.11, November 1, 2026",
        "Version 2026.10, October 1, 2026",
    ]
    text = visible_text(moved)
    assert "Delta is a new partner." in text
    assert "This is the first version." in text
    shown = moved.xpath("//main//a[starts-with(., 'See the site as it was')]/@href")
    assert shown == ["2026.11/", "2026.10/"]


def test_all_versions_name_the_newest_page_as_canonical(published: Path) -> None:
    for name in ("2026.10", "2026.11", "latest"):
        page = parse_html(published / name / "partners/acme.html")
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{URL}latest/partners/acme.html"]
    start = parse_html(published / "index.html")
    assert start.xpath("//link[@rel='canonical']/@href") == [f"{URL}latest/about/changes.html"]


def is_fault(response: Response) -> bool:
    """Return whether something was not found; a menu may ask whether a version has a page."""
    return response.status >= 400 and response.request.method == "GET"


@needs_browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_walk_from_the_start_page_to_an_old_version_and_back(
    published: Path, browser: Browser, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda response: faults.append(response.url) if is_fault(response) else None)
    with serve_site(published) as url:
        page.goto(url)
        page.click("text=See the site as it was in version 2026.10")
        assert page.url == f"{url}2026.10/"
        page.click("nav >> text=Partners")
        page.click("main >> text=Acme")
        assert page.url == f"{url}2026.10/partners/acme.html"
        assert page.locator("h1").inner_text().startswith("Acme")
        # A version does not know the pages of later ones; only a script can look whether this page is there.
        page.click(".older-version[role=status] a" if scripts else ".older-version a")
        page.wait_for_url(f"{url}2026.11/partners/acme.html" if scripts else f"{url}2026.11/")
        page.goto(f"{url}2026.11/partners/acme.html", wait_until="networkidle")
        assert page.locator("h1").inner_text().startswith("Apex")
        assert page.locator(".older-version").count() == 0
        page.click(".version-menu > summary")
        menu = page.locator(".version-menu a:visible")
        assert menu.all_inner_texts() == ["2026.11", "2026.10", "latest"]
        menu.nth(2).click()
        page.wait_for_url(f"{url}latest/partners/acme.html" if scripts else f"{url}latest/")
        page.goto(f"{url}latest/partners/delta.html", wait_until="networkidle")
        page.click(".version-menu > summary")
        page.locator(".version-menu a", has_text="2026.10").click()
        page.wait_for_url(f"{url}2026.10/")  # that version has no such page
    context.close()
    assert faults == []
