"""What an incremental build looks at: the output, the pages, their facts, and the records of versions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

from builders import ROOT, Site, published_files
from feed_formats.feed import Feed
from partnerships.feeds import content
from partnerships.feeds.channels import Channel, announcement_feed
from partnerships.outputs import published_files as published_files_module

MakeSite = Callable[[str], Site]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", ["api/partners.csv", "feeds/announcements.json", "genindex"])
def test_a_file_missing_from_the_output_is_written_again(site: Site, builder: str, name: str) -> None:
    site.build(builder)
    [missing] = (site.out / builder).glob(f"{name}*")
    path = missing / "index.html" if missing.is_dir() else missing
    content_before = path.read_bytes()
    path.unlink()
    site.build(builder)
    assert path.read_bytes() == content_before


def test_the_prose_of_an_announcement_is_rendered_only_when_it_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = content._rendered

    def recorded(builder: StandaloneHTMLBuilder, docname: str) -> str:
        rendered.append(docname)
        return render(builder, docname)

    monkeypatch.setattr(content, "_rendered", recorded)
    site.build()
    announcements = {path.stem for path in site.source.glob("announcements/2*.md")}
    assert {Path(name).name for name in rendered} == announcements
    rendered.clear()
    page = next(site.source.glob("announcements/2*.md"))
    site.edit(f"announcements/{page.name}", page.read_text(encoding="utf-8").splitlines()[-1], "Other prose.")
    site.build()
    assert rendered == [f"announcements/{page.stem}"]
    assert "Other prose." in site.read("html/feeds/announcements.xml")


def test_an_edit_of_the_prose_of_an_announcement_makes_only_the_feeds_that_show_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = announcement_feed

    def recorded(channel: Channel, *arguments: Any) -> Feed:
        made.append(channel.path)
        return make(channel, *arguments)

    site.build()
    before = published_files(site.out / "html")
    monkeypatch.setattr(published_files_module, "announcement_feed", recorded)
    site.build()
    assert made == []
    [page] = site.source.glob("announcements/2019-05*.md")
    page.write_text(f"{page.read_text(encoding='utf-8')}\nOther prose.\n", encoding="utf-8")
    site.build()
    after = published_files(site.out / "html")
    changed = {name for name in after if before.get(name) != after[name] and name.startswith("feeds/")}
    assert changed
    assert {f"{path}.{suffix}" for path in made for suffix in ("xml", "json")} == changed


def test_prose_with_a_reference_follows_the_name_of_its_target(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    [page] = [path.name for path in site.source.glob("announcements/2019-05*.md")]
    for edited in (site, clean):
        path = edited.source / "announcements" / page
        path.write_text(path.read_text(encoding="utf-8") + "\nSee {partner}`acme`.\n", encoding="utf-8")
    site.build()
    for edited in (site, clean):
        edited.rename("partners/acme.md", "Acme", "Acme Society")
        edited.build()
    assert "Acme Society&lt;/" in site.read("html/feeds/announcements.xml")
    assert site.read("html/feeds/announcements.xml") == clean.read("html/feeds/announcements.xml")


def test_after_a_build_of_some_pages_the_next_one_writes_the_others(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    site.build()
    for edited in (site, clean):
        edited.rename("partners/acme.md", "Acme", "Acme Society")
    folders = ["-d", str(site.out / "doctrees"), str(site.source), str(site.out / "html")]
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", *folders, str(site.source / "partners/beta.md")],
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "_ext")},
    )
    assert "Acme Society" not in site.read("html/priorities/index.html")
    site.build()
    clean.build()
    assert published_files(site.out / "html") == published_files(clean.out / "html")


def test_an_unreadable_record_of_a_version_is_reported_by_every_build(site: Site) -> None:
    site.write("releases/2026.01.json", "{")
    for _ in range(2):
        [warning] = [line for line in site.build() if line.startswith("releases/")]
        assert warning.startswith("releases/2026.01.json:1:1: WARNING: ")
        assert warning.endswith("[partnerships.bad-snapshot]")
    os.remove(site.source / "releases/2026.01.json")
    assert site.build() == []


def test_a_wrong_option_of_a_directive_is_reported_by_every_build(site: Site) -> None:
    site.edit("partners/index.md", "{partner-list}\n", "{partner-list}\n:region: nowhere\n")
    for _ in range(2):
        [warning] = [line for line in site.build() if line.startswith("partners/index.md")]
        assert "[partnerships.unknown-value]" in warning


def test_a_mistake_in_a_draft_is_reported_by_every_build_until_it_is_right(site: Site) -> None:
    page = next(site.source.glob("announcements/2*.md"))
    text = page.read_text(encoding="utf-8").replace("announcement:\n", "announcement:\n  draft: true\n", 1)
    draft = f"announcements/{page.stem}-draft.md"
    site.write(draft, f"{text}\n")
    assert [site.build(), site.build()] == [[], []]
    site.write(draft, f"{text}\n[the page](nowhere.md)\n")
    for _ in range(2):
        assert "nowhere.md" in "".join(site.build())
    site.write(draft, f"{text}\n")
    assert [site.build(), site.build()] == [[], []]
