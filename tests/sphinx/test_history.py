"""What changed from version to version, and the directory as it was."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from builders import SMALL_SITE, Site, run_command, visible_text
from catalog_builders import SITE_FACTS, announcement_page, build_catalog, partner_page, priority_page
from partnerships_cli.export import as_of
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.releases.changes import ChangeKind
from partnerships_data.releases.snapshot import (
    Snapshot,
    VersionChanges,
    changes_by_version,
    read_snapshots,
    snapshot_json,
    version_key,
)

HERE = replace(SITE_FACTS, base="", canonical="")
Pages = dict[str, str]


def unit(id: str, *people: str) -> tuple[str, str]:
    members = "".join(f"\n    - {member}" for member in people)
    listed = f"\n  members:{members}" if people else ""
    return f"team/{id}", f"---\nunit:\n  name: {id.title()}\n  focus: Works.{listed}\n---\n# {id.title()}\n"


def stated_by_source(docname: str, text: str) -> tuple[str, str]:
    """Return the page of a partner whose alignments have a source of their own."""
    stated = "{reason: Because., basis: stated, sources: [https://example.org/a]}"
    return docname, text.replace("Because.", stated)


ADA = "{name: Ada Example, role: Manager, base: Accra}"
EVE = "{name: Eve Example, role: Associate, base: Lima}"

# A history of six versions: what changed in each, and the changes that are expected.
FIRST: Pages = dict(
    [
        unit("global", ADA, EVE),
        unit("local"),
        priority_page("reach", 1),
        priority_page("tools", 2),
        partner_page("acme", "reach", more="\n  since: 2018\n  sources: [https://example.org/a]"),
        partner_page("beta", "reach", "tools"),
        announcement_page("start", "2024-01"),
    ]
)
EDITS: list[tuple[str, Pages, list[str], list[tuple[str, ...]]]] = [
    (
        "2024.03",
        dict(
            [
                partner_page("gamma", "tools"),
                announcement_page("gamma-joins", "2024-02", "\n  partners: [gamma]"),
            ]
        ),
        [],
        [("partner-added", "gamma"), ("announcement-added", "2024-02-gamma-joins")],
    ),
    (
        "2024.06",
        dict(
            [
                partner_page("beta", "reach", more="\n  until: 2024-05"),
                stated_by_source(
                    *partner_page(
                        "acme",
                        "reach",
                        "tools",
                        unit="local",
                        more="\n  since: 2018\n  sources: [https://example.org/a]",
                    )
                ),
                unit("global", EVE),
                unit("local", ADA),
            ]
        ),
        [],
        [
            ("partner-ended", "beta"),
            ("partner-unit", "acme"),
            ("alignment-added", "acme", "tools"),
            ("alignment-dropped", "beta", "tools"),
            ("alignment-stated", "acme", "reach"),
            ("person-moved", "local", "global"),
        ],
    ),
    (
        "2024.10",
        dict(
            [
                (
                    "partners/acme-world",
                    partner_page(
                        "acme", "reach", "tools", unit="local", more="\n  since: 2018\n  formerly: [acme]"
                    )[1]
                    .replace("name: Acme", "name: Acme World")
                    .replace("# Acme", "# Acme World")
                    .replace("reach: Because.", "reach: Because of readers."),
                ),
                unit("global"),
            ]
        ),
        ["partners/acme"],
        [
            ("partner-renamed", "acme-world"),
            ("partner-moved", "acme-world"),
            ("partner-changed", "acme-world"),
            ("alignment-reworded", "acme-world", "reach"),
            ("alignment-inferred", "acme-world", "reach"),
            ("alignment-inferred", "acme-world", "tools"),
            ("evidence-lost", "acme-world", "reach"),
            ("evidence-lost", "acme-world", "tools"),
            ("person-removed", "global"),
        ],
    ),
    (
        "2025.01",  # the framework is replaced by its successor
        dict(
            [
                priority_page("people", 1),
                priority_page("money", 2),
                (
                    "partners/acme-world",
                    partner_page(
                        "acme-world", "people", unit="local", more="\n  since: 2018\n  formerly: [acme]"
                    )[1].replace("Acme-World", "Acme World"),
                ),
                partner_page("beta", more="\n  until: 2024-05"),
                partner_page("gamma", "people"),
            ]
        ),
        ["priorities/reach", "priorities/tools"],
        [
            ("alignment-added", "acme-world", "people"),
            ("alignment-dropped", "acme-world", "reach"),
            ("alignment-dropped", "acme-world", "tools"),
            ("alignment-dropped", "beta", "reach"),
            ("alignment-added", "gamma", "people"),
            ("alignment-dropped", "gamma", "tools"),
            ("priority-added", "money"),
            ("priority-added", "people"),
            ("priority-removed", "reach"),
            ("priority-removed", "tools"),
        ],
    ),
    (
        "2025.01.1",
        dict(
            [
                (
                    "partners/acme-world",
                    partner_page(
                        "acme-world",
                        "people",
                        unit="local",
                        more="\n  since: 2018\n  until: 2025\n  formerly: [acme]",
                    )[1].replace("Acme-World", "Acme World"),
                ),
                partner_page("gamma"),
                announcement_page("start", "2024-01", "\n  link: https://example.org/x"),
            ]
        ),
        ["team/global"],
        [
            ("partner-ended", "acme-world"),
            ("partner-unit", "beta"),
            ("partner-unit", "gamma"),
            ("alignment-dropped", "gamma", "people"),
            ("announcement-changed", "2024-01-start"),
            ("priority-abandoned", "people"),
            ("unit-removed", "global"),
        ],
    ),
]


def states() -> list[tuple[str, Pages]]:
    """Return the pages of each version, the oldest first."""
    pages = dict(FIRST)
    found = [("2024.01", dict(pages))]
    for version, changed, gone, _told in EDITS:
        pages = {name: text for name, text in {**pages, **changed}.items() if name not in gone}
        if "team/global" in gone:
            pages = {name: text.replace("unit: global", "unit: local") for name, text in pages.items()}
        found.append((version, dict(pages)))
    return found


def release_files() -> tuple[dict[str, bytes], Catalog]:
    """Return the files of the history by name, and the catalog of its end."""
    files, found = {}, Catalog.from_entries([])
    for version, pages in states():
        found, problems = build_catalog(*pages.items())
        assert problems == [], version
        files[f"{version}.json"] = snapshot_json(found, HERE, version, f"{version[:4]}-{version[5:7]}-15")
    return files, found


def history() -> list[VersionChanges]:
    files, found = release_files()
    snapshots, problems = read_snapshots(files)
    assert problems == []
    return changes_by_version(snapshots, Snapshot.model_validate_json(snapshot_json(found, HERE)))


def change_names(version_changes: VersionChanges) -> list[tuple[str, ...]]:
    return [(change.kind.value, *(about.id for about in change.about)) for change in version_changes.changes]


def test_each_change_of_six_versions_is_found_once() -> None:
    present, *found, first = history()
    assert (present.version, present.changes) == ("", ())
    assert first == VersionChanges("2024.01", "2024-01-15", (), is_first=True)
    assert [version_changes.version for version_changes in found] == [
        version for version, *_ in reversed(EDITS)
    ]
    for version_changes, (_version, _pages, _gone, expected) in zip(found, reversed(EDITS), strict=True):
        positions = list(ChangeKind)
        assert sorted(change_names(version_changes)) == sorted(expected), version_changes.version
        kinds = [positions.index(ChangeKind(what)) for what, *_ in change_names(version_changes)]
        assert kinds == sorted(kinds)


def test_versions_sort_as_numbers() -> None:
    assert sorted(["2026.10", "2026.9", "2026.10.2", "2026.10.10"], key=version_key) == [
        "2026.9",
        "2026.10",
        "2026.10.2",
        "2026.10.10",
    ]


def test_a_record_contains_no_names_of_people() -> None:
    files, _ = release_files()
    assert not any(b"Ada" in content or b"Eve" in content for content in files.values())
    assert b'"base": "Accra"' in files["2024.01.json"]


def test_records_of_schema_version_1_can_be_read_and_compared() -> None:
    page = stated_by_source(
        *partner_page(
            "acme",
            "reach",
            more="\n  page: https://meta.wikimedia.org/wiki/P\n  sources: [https://example.org/a]",
        )
    )
    present, _ = build_catalog(unit("global"), priority_page("reach"), page)
    record = json.loads(snapshot_json(present, HERE, "2024.01", "2024-01-31"))
    [partner] = record["partners"]
    partner |= {"page": "https://meta.wikimedia.org/wiki/P", "sources": ["https://example.org/a"]}
    partner["alignment"] = [{"priority": "reach", "reason": "Because.", "announcements": ["2019-it"]}]
    del partner["results"]
    record["priorities"][0]["source"] = "https://example.org/reach"
    record |= {"schema_version": 1, "gaps": {"partners_without_priority": []}}
    snapshots, problems = read_snapshots({"2024.01.json": json.dumps(record).encode()})
    assert problems == []
    now = Snapshot.model_validate_json(snapshot_json(present, HERE))
    assert changes_by_version(snapshots, now)[0] == VersionChanges("", "", ())


BROKEN: dict[str, tuple[str, str, str]] = {
    "no JSON": (
        "2024.01.json",
        '{"version": \n "2024.01",}',
        "releases/2024.01.json:2:1: bad-snapshot: invalid JSON",
    ),
    "not text": ("2024.01.json", "\udcff", "releases/2024.01.json:1:1: bad-snapshot: invalid JSON"),
    "newer": (
        "2024.01.json",
        '{"schema_version": 99}',
        "schema_version 99 is newer than this site's code",
    ),
    "nonsense": (
        "2024.01.json",
        '{"schema_version": 1, "partners": "none"}',
        'invalid record: at "',
    ),
    "a list": ("2024.01.json", "[]", "invalid record"),
    "name": ("first.json", "{}", "the file name is not a version"),
}


@pytest.mark.parametrize(("name", "content", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_record_is_reported_and_the_others_are_read(name: str, content: str, message: str) -> None:
    files, _ = release_files()
    files[name] = content.encode(errors="surrogateescape")
    snapshots, [problem] = read_snapshots(files)
    assert message in str(problem)
    assert str(problem).endswith(f"git checkout {name[:-5]} -- releases/{name}")
    assert len(snapshots) >= 5


def test_two_records_of_one_version() -> None:
    files, _ = release_files()
    files["2024.07.json"] = files["2024.06.json"]
    snapshots, [problem] = read_snapshots(files)
    assert 'this is the record of version "2024.06"' in str(problem)
    assert len(snapshots) == 6


def test_the_directory_as_of_a_day() -> None:
    found, _ = build_catalog(
        unit("global", ADA.replace("}", ", joined: 2019-02, left: 2020}"), EVE),
        priority_page("reach"),
        partner_page("acme", "reach", more="\n  since: 2018"),
        partner_page("beta", more="\n  since: 2019-07-02"),
        partner_page("gamma", "reach", more="\n  since: 2010\n  until: 2019-07-01"),
        partner_page("delta", more="\n  since: 2015-03\n  until: 2019-07-02"),
        partner_page("unknown", "reach"),
        announcement_page("before", "2019-07-01"),
        announcement_page("after", "2019-07-02"),
    )
    then = as_of(found, "2019-07-01").catalog
    assert [partner.id for partner in then.partners] == ["acme", "delta"]
    assert [partner.id for partner in then.related(then.priorities[0], "partner")] == ["acme"]
    assert [announcement.id for announcement in then.announcements] == ["2019-07-01-before"]
    members = [as_of(found, day).catalog.units[0].facts.members for day in ("2019-01", "2019-07-01", "2020")]
    assert [[member.name for member in there] for there in members] == [[], ["Ada Example"], []]
    past = as_of(found, "2019-07-01")
    assert past.undated_partners == ["unknown"]
    assert past.undated_people == [{"unit": "global", "name": "Eve Example"}]


@pytest.mark.parametrize("day", ["2019", "2019-01", "2019-01-01"])
def test_a_partial_date_stands_for_its_first_day_on_both_sides(day: str) -> None:
    found, problems = build_catalog(
        unit("global", "{name: A, role: R, joined: 2019}", "{name: B, role: R, joined: 2018, left: 2019-01}"),
        *(
            partner_page(f"since-{date}", more=f"\n  since: {date}")
            for date in ("2019", "2019-01", "2019-01-01")
        ),
        *(
            partner_page(f"until-{date}", more=f"\n  since: 2001\n  until: {date}")
            for date in ("2019", "2019-01", "2019-01-01")
        ),
        partner_page("until-2019-01-02", more="\n  since: 2001\n  until: 2019-01-02"),
        partner_page("ended", more="\n  until: 2018"),
        announcement_page("month", "2019-01"),
        announcement_page("day", "2019-01-02"),
    )
    assert problems == []
    past = as_of(found, day)
    assert past.day == "2019-01-01"
    there = ["since-2019", "since-2019-01", "since-2019-01-01", "until-2019-01-02"]
    assert [partner.id for partner in past.catalog.partners] == there
    assert [member.name for member in past.catalog.units[0].facts.members] == ["A"]
    assert [announcement.id for announcement in past.catalog.announcements] == ["2019-01-month"]
    assert past.undated_partners == []  # "ended" was not there, whenever it began


@pytest.mark.parametrize(
    ("framework", "years"),
    [
        ("Plan, 2019 to 2023", range(2019, 2024)),
        ("Plan 2019–2020", range(2019, 2021)),
        ("A plan", range(2017, 2027)),
    ],
)
def test_priorities_hold_for_the_years_of_their_framework(framework: str, years: range) -> None:
    docname, page = priority_page("reach")
    found, problems = build_catalog(
        unit("global"),
        (docname, page.replace("framework: F", f"framework: {framework}")),
        partner_page("acme", "reach", more="\n  since: 2001"),
    )
    assert problems == []
    held = [year for year in range(2017, 2027) if as_of(found, f"{year}-07").catalog.alignments]
    assert held == list(years)


def test_results_hold_once_their_period_has_begun() -> None:
    results = "".join(
        f"\n    - {{figure: 1, what: {what}, source: https://a.org/, {period}}}"
        for what, period in (("x", "period: 2019/2020"), ("y", "period: 2021"), ("z", "where: Peru"))
    )
    found, problems = build_catalog(
        unit("global"), partner_page("acme", more=f"\n  since: 2001\n  results:{results}")
    )
    assert problems == []
    [acme] = as_of(found, "2019-07").catalog.partners
    assert [result.what for result in acme.facts.results] == ["x"]


def test_export_lists_the_partners_on_a_day(site: Site) -> None:
    site.edit("partners/acme.md", "since: 2018", "since: 2018\n  until: 2020")
    exported = json.loads(run_command(site.source, "export", "--as-of", "2019-07-01").stdout)
    assert ([partner["id"] for partner in exported["partners"]], exported["undated_partners"]) == (
        ["acme"],
        ["beta", "gamma"],
    )
    assert exported["partners"][0]["alignment"][0]["priority"] == "reach"
    assert exported["as_of"] == "2019-07-01"
    spaced = run_command(site.source, "export", "--as-of", " 2019-07-01\n")
    assert json.loads(spaced.stdout) == exported
    later = json.loads(run_command(site.source, "export", "--as-of", "2020").stdout)
    assert later["partners"] == []
    assert len(json.loads(run_command(site.source, "export").stdout)["partners"]) == 3
    wrong = run_command(site.source, "export", "--as-of", "July")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.count("\n") == 1
    assert '"July" is not a date' in wrong.stderr


# -- On the pages --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The end of the history as a site, with the records of its versions."""
    folder = tmp_path_factory.mktemp("aged")
    shutil.copytree(SMALL_SITE, folder / "source")
    site = Site(folder / "source", folder / "out")
    for name in ("partners", "priorities", "team", "announcements"):
        for page in (site.source / name).glob("*.md"):
            if page.stem != "index":
                page.unlink()
    files, _ = release_files()
    for name, content in files.items():
        site.write(f"releases/{name}", content.decode())
    for docname, text in states()[-1][1].items():
        site.write(f"{docname}.md", text)
    site.write("about/changes.md", "# Changes\n\n```{directory-changes}\n```\n")
    site.write(
        "index.md",
        "# Site\n\n```{toctree}\nteam/index\npartners/index\npriorities/index\nannouncements/index\nabout/changes\n```\n",
    )
    site.edit("conf.py", '"index.md",', '"index.md", "about/**",')
    assert site.build() == []
    return site


def test_the_page_of_changes_has_sentences_with_links(aged: Site) -> None:
    page = aged.tree("html/about/changes.html")
    text = visible_text(aged.read("html/about/changes.html"))
    order = [
        "Since the last version Nothing has changed.",
        "Version 2025.01.1, January 15, 2025",
        "Version 2025.01,",
        "Version 2024.03,",
        "Version 2024.01, January 15, 2024 This is the first version.",
    ]
    positions = [text.index(heading) for heading in order]
    assert positions == sorted(positions)
    for sentence in (
        "Partners The partnership with Acme World has ended.",
        "Alignment Acme now supports Tools: Because.",
        "People Manager, Accra moved from Global to Local .",
        "Acme World was previously named “Acme”.",
        "Priorities Money is a new priority.",
        "Reach was removed from the priorities.",
    ):
        assert sentence in text, sentence
    assert "../partners/acme-world.html" in page.xpath("//a/@href")
    assert page.xpath("//*[@id='version-2024.03']")
    assert "Ada" not in text


def test_the_page_of_an_entry_ends_with_its_history(aged: Site) -> None:
    text = visible_text(aged.read("html/partners/acme-world.html"))
    history = text.partition("History")[2]
    assert (
        history.index("Version 2025.01.1")
        < history.index("Version 2024.10")
        < history.index("Version 2024.06")
    )
    assert "Acme is now coordinated by “Local”" in history
    assert "Gamma is a new partner" not in history
    assert "History" not in visible_text(aged.read("html/priorities/index.html"))


def test_the_feed_and_the_json_file_have_the_same_changes(aged: Site) -> None:
    feed = feedparser.parse((aged.out / "html/feeds/changes.xml").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        *(f"Version {version}" for version, *_ in reversed(EDITS)),
        "Version 2024.01",
    ]
    assert feed.entries[-1].summary == "This is the first version."
    first = feed.entries[-2]
    assert first.id == "tag:example.org,2026:changes/2024.03"
    assert first.updated == "2024-03-15T00:00:00Z"
    assert first.link == "https://example.org/en/latest/about/changes.html#version-2024.03"
    assert (
        '<a href="https://example.org/en/latest/partners/gamma.html">Gamma</a> is a new partner.'
        in first.content[0].value
    )
    document = json.loads(aged.read("html/api/changes.json"))
    assert [version_changes["version"] for version_changes in document["versions"]] == [
        None,
        *(version for version, *_ in reversed(EDITS)),
        "2024.01",
    ]
    texts = [
        change["text"] for version_changes in document["versions"] for change in version_changes["changes"]
    ]
    assert len(texts) == sum(len(expected) for *_, expected in EDITS)
    assert "Gamma is a new partner." in texts


@pytest.mark.parametrize(
    ("builder", "page"), [("html", "partners/acme.html"), ("dirhtml", "partners/acme/index.html")]
)
def test_old_urls_redirect_to_the_new_page(aged: Site, builder: str, page: str) -> None:
    assert aged.build(builder) == []
    redirect = aged.tree(f"{builder}/{page}")
    target = {"html": "acme-world.html", "dirhtml": "../acme-world/"}[builder]
    assert redirect.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    suffix = {"html": ".html", "dirhtml": "/"}[builder]
    canonical = f"https://example.org/en/latest/partners/acme-world{suffix}"
    assert redirect.xpath("//link[@rel='canonical']/@href") == [canonical]


def test_a_renamed_page_keeps_the_ids_of_its_feeds(site: Site) -> None:
    site.build()
    before = site.read("html/feeds/partners/acme.xml")
    text = (site.source / "partners/acme.md").read_text(encoding="utf-8")
    (site.source / "partners/acme.md").unlink()
    site.write("partners/acme-world.md", text.replace("  since", "  formerly: [acme]\n  since"))
    news = site.source / "announcements/2019-05-01-acme-joins.md"
    renamed = news.read_text(encoding="utf-8").replace(
        "[acme]", "[acme-world]\n  formerly: [2019-05-01-acme-joins]"
    )
    site.write("announcements/2019-05-01-joined.md", renamed.replace("`acme`", "`acme-world`"))
    news.unlink()
    site.edit("index.md", "`acme`", "`acme-world`")
    assert site.build() == []
    after = site.read("html/feeds/partners/acme-world.xml")
    assert site.read("html/feeds/partners/acme.xml") == after  # for existing subscribers
    ids = (
        "<id>tag:example.org,2026:partners/acme</id>",
        "<id>tag:example.org,2026:announcements/2019-05-01-acme-joins</id>",
    )
    assert all(id in before and id in after for id in ids)


def test_published_versions_are_linked(aged: Site, tmp_path: Path) -> None:
    shutil.copytree(aged.source, tmp_path / "source")
    site = Site(tmp_path / "source", tmp_path / "out")
    for builder, root in (("html", "../"), ("dirhtml", "../../")):
        assert site.build(builder, partnerships_versions=["2025.01", "2024.10"]) == []
        page = "about/changes.html" if builder == "html" else "about/changes/index.html"
        links = site.tree(f"{builder}/{page}").xpath("//a[starts-with(., 'See the site as it was')]/@href")
        assert links == [f"{root}../2025.01/", f"{root}../2024.10/"]


def test_former_names_in_a_circle_are_reported(site: Site) -> None:
    site.edit("partners/acme.md", "  since", "  formerly: [beta]\n  since")
    site.edit("partners/beta.md", "  kind", "  formerly: [acme, beta]\n  kind")
    messages = site.build()
    assert [message.split(" WARNING: ")[0] for message in messages] == [
        "partners/acme.md:6:14:",
        "partners/beta.md:4:14:",
        "partners/beta.md:4:20:",
    ]
    assert all("is already an id of" in message for message in messages)


def test_former_names_must_be_unused(site: Site) -> None:
    site.edit("partners/acme.md", "  since", "  formerly: [beta, gone]\n  since")
    site.edit("partners/gamma.md", "  kind", "  formerly: [gone]\n  kind")
    assert site.build() == [
        'partners/acme.md:6:14: WARNING: "beta" is already an id of partners/beta.md; delete it from "formerly" '
        "[partnerships.duplicate-id]",
        'partners/gamma.md:4:14: WARNING: "gone" is already an id of partners/acme.md; delete it from "formerly" '
        "[partnerships.duplicate-id]",
    ]


def test_a_broken_record_is_reported_in_each_build(aged: Site, tmp_path: Path) -> None:
    shutil.copytree(aged.source, tmp_path / "source")
    site = Site(tmp_path / "source", tmp_path / "out")
    site.write("releases/2024.06.json", '{"schema_version": 7}')
    for _ in range(2):
        [message] = site.build()
        assert message.startswith("releases/2024.06.json:1:1: WARNING: schema_version 7 is newer")
        assert message.endswith("[partnerships.bad-snapshot]")
    assert "Version 2024.10" in visible_text(site.read("html/about/changes.html"))


def test_a_record_that_cannot_be_read_is_reported_in_each_build(aged: Site, tmp_path: Path) -> None:
    shutil.copytree(aged.source, tmp_path / "source")
    site = Site(tmp_path / "source", tmp_path / "out")
    (site.source / "releases/2024.06.json").unlink(missing_ok=True)
    (site.source / "releases/2024.06.json").symlink_to("nowhere")
    (site.source / "releases/2024.07.json").mkdir()
    site.write("releases/2024.08.json", "\x00")
    for _ in range(2):
        messages = site.build()
        assert [message.partition(" ")[0] for message in messages] == [
            f"releases/2024.0{month}.json:1:1:" for month in (6, 7, 8)
        ]
        assert all("cannot be read" in message for message in messages[:2])
        assert all(message.endswith("[partnerships.bad-snapshot]") for message in messages)


# -- Deletion of people -------------------------------------------------------------------------------------


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_deleted_person_is_in_no_file_of_the_next_build(site: Site) -> None:
    site.edit(
        "conf.py",
        "smartquotes",
        'html_static_path = ["_static"]\nexclude_patterns = ["photos/**"]\nsmartquotes',
    )
    site.write("_static/photos/ada-example.jpg", "PHOTO-OF-ADA")
    person = "    - name: Ada Example\n      role: Manager\n      base: Accra, Ghana\n"
    photo = "      photo: ada-example.jpg\n      photo_alt: Portrait\n      photo_credit: By Bo\n"
    site.edit("team/global.md", person, person.replace("Manager", "Chief of Diagrams") + photo)
    site.edit("team/index.md", "```{team-list}\n```", "```{team-list}\n```\n\n```{team-diagram}\n```")
    assert site.build() == []
    marks = (b"Ada Example", b"Chief of Diagrams", b"PHOTO-OF-ADA", b"ada-example", b"Ada")
    published = bytes_of(site.out / "html")
    assert all(
        any(mark in content or mark.decode() in name for name, content in published.items()) for mark in marks
    )
    assert any("directory-" in name and b">Ada<" in content for name, content in published.items())
    site.edit("team/global.md", "  members:\n" + person.replace("Manager", "Chief of Diagrams") + photo, "")
    assert site.build() == []
    left = [
        (name, mark)
        for name, content in {**bytes_of(site.out / "html"), **bytes_of(site.out / "doctrees")}.items()
        for mark in marks
        if mark in content or mark.decode() in name
    ]
    assert left == []
