"""Feeds as feed readers and validators get them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import feedparser
import jsonschema
import pytest
from lxml import etree

from browser_pages import serve_site
from builders import ROOT, SMALL_SITE, Site, published_files
from catalog_builders import (
    SITE_FACTS,
    announcement_page,
    announcements_feed,
    build_catalog,
    partner_page,
    priority_page,
    sample_catalog,
    unit_page,
)
from feed_formats.atom import ATOM, atom
from feed_formats.json_feed import json_feed
from partnerships.feeds.changes_feed import changes_feed
from partnerships.feeds.channels import MAX_FEED_ENTRIES, announcement_feed, channels
from partnerships.feeds.opml import subscriptions

MakeSite = Callable[[str], Site]
BASE = "https://example.org/en/latest/"
SCHEMAS = ROOT / "tests/schemas"
NAMES = {"a": ATOM}
PROSE = """\
---
announcement:
  date: 2020-02-03
  kind: report
  summary: A report with all that prose can hold.
  partners: [acme]
  link: https://example.org/report
  banner: true
---
# A report

## Here

Prose about {partner}`acme`, [the other one](../partners/beta.md), [all](../partners/index.md), [this part](#here),
[a place](https://example.net/?a=1&b=2) and more.

![A picture](picture.png)

## Part two

```{announcement-list}
:limit: 1
```

- *One* item, 1 < 2 & 3 > 2.
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478016360000000020001737501180000000049454e44ae426082"
)


def add_report(site: Site) -> Site:
    site.write("announcements/2020-02-03-report.md", PROSE)
    (site.source / "announcements/picture.png").write_bytes(PIXEL)
    return site


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site with a rich announcement, for both HTML builders."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(SMALL_SITE, folder / "source")
    site = add_report(Site(folder / "source", folder / "out"))
    assert site.build(request.param) == []
    return site.out / str(request.param)


def feed_paths(folder: Path, suffix: str) -> list[Path]:
    found = sorted((folder / "feeds").rglob(f"*{suffix}"))
    assert {path.relative_to(folder / "feeds").with_suffix("").as_posix() for path in found} == {
        "announcements",
        "changes",
        *(f"partners/{id}" for id in ("acme", "beta", "gamma")),
        *(f"priorities/{id}" for id in ("policy", "reach", "tools")),
        "units/global",
    }
    return found


# -- Schemas ----------------------------------------------------------------------------------------------------


def assert_valid(document: etree._ElementTree) -> None:
    """Check Atom against the schema of RFC 4287, and against the three rules that the schema cannot express."""
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    assert schema.validate(document), schema.error_log
    assert document.xpath("boolean(/a:feed/a:author) or not(//a:entry[not(a:author)])", namespaces=NAMES)
    for entry in document.xpath("//a:entry", namespaces=NAMES):
        assert entry.xpath("boolean(a:link[@rel='alternate'] or a:content)", namespaces=NAMES)
        assert entry.xpath(
            "boolean(a:summary) or a:content[not(@type) or @type='html' or @type='xhtml']", namespaces=NAMES
        )


def test_each_atom_feed_is_valid(output: Path) -> None:
    for path in feed_paths(output, ".xml"):
        assert_valid(etree.parse(path))


def test_the_schema_rejects_invalid_atom(output: Path) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    text = (output / "feeds/announcements.xml").read_text(encoding="utf-8")
    for old, new in (
        ("T00:00:00Z</updated>", "</updated>"),
        ("<id>", "<ident>"),
        ('<content type="html">', '<content type="html"><p/>'),
        ("<summary>", "<summary/><summary>"),
        (' href="https', ' hraf="https'),
    ):
        assert old in text
        broken = text.replace(old, new).replace("</id>", "</ident>" if "ident" in new else "</id>")
        assert not schema.validate(etree.fromstring(broken.encode())), (old, new)


def test_each_json_feed_is_valid(output: Path) -> None:
    schema = json.loads((SCHEMAS / "json-feed.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in feed_paths(output, ".json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)
        if path.stem not in ("announcements", "acme", "reach", "global"):
            assert document["items"] == []
            continue
        document["items"][0].pop("id")
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)


# -- Content -------------------------------------------------------------------------------------------------


def test_each_feed_has_its_own_id_title_page_and_entries() -> None:
    found = {
        channel.path: announcement_feed(channel, sample_catalog(), SITE_FACTS, {})
        for channel in channels(sample_catalog())
    }
    assert {path: (feed.id, feed.title, feed.home) for path, feed in found.items()} == {
        "feeds/announcements": (
            "tag:example.org,2026:announcements",
            "Partnerships",
            f"{BASE}announcements/index.html",
        ),
        "feeds/partners/acme": (
            "tag:example.org,2026:partners/acme",
            "Acme – Partnerships",
            f"{BASE}partners/acme.html",
        ),
        "feeds/priorities/reach": (
            "tag:example.org,2026:priorities/reach",
            "Reach – Partnerships",
            f"{BASE}priorities/reach.html",
        ),
        "feeds/units/global": (
            "tag:example.org,2026:units/global",
            "Global – Partnerships",
            f"{BASE}team/global.html",
        ),
    }
    ids = {path: [entry.id.rpartition("/")[2] for entry in feed.entries] for path, feed in found.items()}
    assert ids == {
        "feeds/announcements": [
            "2019-05-01-joins",
            "2019-06-team",
            "2017-first-name",
        ],  # the first was updated
        "feeds/partners/acme": ["2019-05-01-joins"],
        "feeds/priorities/reach": ["2019-05-01-joins"],
        "feeds/units/global": ["2019-06-team"],
    }


def test_each_entry_has_a_valid_feed_before_its_first_announcement() -> None:
    found, _ = build_catalog(unit_page(), priority_page("reach"), partner_page("acme", "reach"))
    paths = ["feeds/announcements", "feeds/partners/acme", "feeds/priorities/reach", "feeds/units/global"]
    assert [channel.path for channel in channels(found)] == paths
    atom_schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    json_schema = json.loads((SCHEMAS / "json-feed.schema.json").read_text(encoding="utf-8"))
    for channel in channels(found):
        feed = announcement_feed(channel, found, SITE_FACTS, {})
        atom_schema.assertValid(etree.fromstring(atom(feed)))
        parsed = feedparser.parse(atom(feed))
        assert (parsed.bozo, parsed.entries) == (False, [])
        founded = SITE_FACTS.tag_authority.rpartition(",")[2]
        assert parsed.feed.updated.startswith(founded)  # a date that a later build repeats
        jsonschema.validate(json.loads(json_feed(feed)), json_schema)


def test_a_feed_has_the_newest_entries_by_publication_or_update() -> None:
    dates = [f"2019-03-{day:02}" for day in range(1, MAX_FEED_ENTRIES + 1)]
    pages = [announcement_page("it", date) for date in dates]
    old = announcement_page("old", "2001", "\n  updated: 2019-03-20")
    catalog, problems = build_catalog(*pages, old)
    assert problems == []
    entries = announcements_feed(catalog).entries
    assert len(entries) == MAX_FEED_ENTRIES
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)
    assert all(entry.published <= entry.updated for entry in entries)
    names = [entry.title for entry in entries]
    assert (names[-1], "old" in names) == ("it", True)
    assert entries[-1].published == "2019-03-02T00:00:00Z"  # the oldest gave way


def test_an_entry_has_one_id_in_all_feeds_and_after_a_move(output: Path) -> None:
    ids = {
        entry.id
        for path in feed_paths(output, ".xml")
        for entry in feedparser.parse(path.read_bytes()).entries
        if entry.title == "A report"
    }
    assert ids == {"tag:example.org,2026:announcements/2020-02-03-report"}
    renamed, _ = build_catalog(announcement_page("new-name", "2019", "\n  id: 2019-old-name"))
    old, _ = build_catalog(announcement_page("old-name", "2019"))
    assert announcements_feed(renamed).entries[0].id == announcements_feed(old).entries[0].id


def test_atom_and_json_feed_have_the_same_fields(output: Path) -> None:
    for path in feed_paths(output, ".xml"):
        atom = feedparser.parse(path.read_bytes(), sanitize_html=False)
        assert not atom.bozo
        data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert (data["title"], data["home_page_url"]) == (atom.feed.title, atom.feed.link)
        assert data["language"] == atom.feed.language
        for item, entry in zip(data["items"], atom.entries, strict=True):
            [content] = entry.content
            assert (item["id"], item["url"], item["title"]) == (entry.id, entry.link, entry.title)
            assert (item["summary"], item["date_published"]) == (entry.summary, entry.published)
            assert item["date_modified"] == entry.updated
            assert item["tags"] == [tag.label for tag in entry.get("tags", ())]
            related = [link.href for link in entry.links if link.rel == "related"]
            assert related == ([item["external_url"]] if "external_url" in item else [])
            assert text_of(item["content_html"]) == text_of(content.value)
            assert content.type == "text/html"


def text_of(html: str) -> list[str]:
    return " ".join(etree.fromstring(f"<div>{html}</div>").itertext()).split()


def test_the_content_is_the_prose_with_absolute_urls_that_exist(output: Path) -> None:
    data = json.loads((output / "feeds/partners/acme.json").read_text(encoding="utf-8"))
    report = next(item for item in data["items"] if item["title"] == "A report")
    html = etree.fromstring(report["content_html"])
    words = " ".join("".join(html.itertext()).split())
    assert words.startswith("Here Prose about Acme, the other one")
    assert words.endswith("Part two One item, 1 < 2 & 3 > 2.")
    links = [str(link) for link in html.xpath("//@href | //@src")]
    page = report["url"]
    assert links[3:5] == [f"{page}#here", "https://example.net/?a=1&b=2"]
    assert len(links) == 6
    for link in links:
        if link.startswith(BASE):
            path = output / unquote(link.removeprefix(BASE).partition("#")[0])
            assert (path / "index.html" if link.endswith("/") else path).is_file() or path.is_dir()
        else:
            assert link == "https://example.net/?a=1&b=2"
    assert not html.xpath("//script | //style | //@onclick")


def test_prose_is_kept_as_it_is_except_for_what_xml_forbids() -> None:
    for html in (
        "<p>one<br>two & more",
        '<p><svg xmlns="http://www.w3.org/2000/svg"><path d=""/></svg></p>',
        "<pre>a\n  <b>b</b><i>c</i> <u>d</u></pre>\u2028\x07",
    ):
        document = atom(announcements_feed(sample_catalog(), {"announcements/2019-05-01-joins": html}))
        root = etree.fromstring(document)
        assert_valid(etree.ElementTree(root))
        [content] = root.findall(f".//{{{ATOM}}}content")
        assert (content.get("type"), content.text) == ("html", html.replace("\x07", "\ufffd"))


FOOTNOTES = PROSE.replace(
    "and more.",
    "and more.[^a] The end.[^b]\n\n[^a]: US$5, see {partner}`acme`.\n\n[^b]: Two paragraphs.\n\n    And a list:\n    - x",
)


def test_footnotes_are_in_the_content_and_link_to_the_page(site: Site) -> None:
    add_report(site)
    site.write("announcements/2020-02-03-report.md", FOOTNOTES)
    assert site.build() == []
    html = content_of(site, "A report")
    marks = html.xpath("//a[starts-with(., '[')]")
    assert [mark.text for mark in marks] == ["[1]", "[2]"]
    page = site.tree("html/announcements/2020-02-03-report.html")
    for mark, text in zip(marks, ("US$5, see Acme.", "Two paragraphs. And a list: x"), strict=True):
        url, _, id = mark.get("href").partition("#")
        assert url == f"{BASE}announcements/2020-02-03-report.html"
        assert text in " ".join(page.get_element_by_id(id).text_content().split())
    notes = {term.text: " ".join("".join(term.getnext().itertext()).split()) for term in html.iter("dt")}
    assert notes == {"1": "US$5, see Acme.", "2": "Two paragraphs. And a list: x"}
    assert not html.xpath("//@href[starts-with(., '#')]")


def content_of(site: Site, title: str) -> etree._Element:
    items = json.loads(site.read("html/feeds/announcements.json"))["items"]
    return etree.fromstring(next(item["content_html"] for item in items if item["title"] == title))


def test_what_follows_a_second_title_is_in_the_content(site: Site) -> None:
    text = add_report(site).source.joinpath("announcements/2020-02-03-report.md").read_text(encoding="utf-8")
    text = text.replace("# A report", "# First").replace("## Part", "# Second\n\nMore.\n\n## Part")
    site.write("announcements/2020-02-03-report.md", text)
    site.build()
    html = content_of(site, "First")
    assert [heading.text for heading in html.iter("h1", "h2", "h3")] == ["Here", "Second", "Part two"]
    assert "More." in "".join(html.itertext())


def test_the_opml_file_lists_every_feed() -> None:
    changes = changes_feed([], sample_catalog(), SITE_FACTS, str)
    body = etree.fromstring(subscriptions(sample_catalog(), SITE_FACTS, changes)).find("body")
    assert body is not None
    listed = [(outline.get("title"), outline.get("xmlUrl"), outline.get("type")) for outline in body]
    assert listed == [
        *(
            (channel.title(SITE_FACTS), f"{BASE}{channel.path}.xml", "rss")
            for channel in channels(sample_catalog())
        ),
        (changes.title, f"{BASE}feeds/changes.xml", "rss"),
    ]


# -- Incremental builds ---------------------------------------------------------------------------------------


def rename_image(site: Site) -> None:
    site.edit("announcements/2020-02-03-report.md", "picture.png", "image.png")
    (site.source / "announcements/picture.png").rename(site.source / "announcements/image.png")


EDITS: dict[str, Callable[[Site], None]] = {
    "prose": lambda site: site.edit("announcements/2020-02-03-report.md", "and more", "and much more"),
    "the title of a page that prose refers to": lambda site: site.edit(
        "partners/index.md", "# All", "# Some"
    ),
    "a picture's name": rename_image,
    "the end of an entry": lambda site: (site.source / "announcements/2020-02-03-report.md").unlink(),
    "an id": lambda site: site.edit(
        "announcements/2020-02-03-report.md", "  kind:", "  id: 2020-other\n  kind:"
    ),
    "another partner": lambda site: site.edit("announcements/2020-02-03-report.md", "[acme]", "[beta]"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_incremental_build_writes_the_files_of_a_clean_build(
    make_site: MakeSite, edit: Callable[[Site], None]
) -> None:
    old, new = add_report(make_site("old")), add_report(make_site("new"))
    old.build()
    before = feeds_and_data_files(old)
    for site in (old, new):
        edit(site)
        site.build()
    assert feeds_and_data_files(old) == feeds_and_data_files(new)
    assert feeds_and_data_files(old) != before


def feeds_and_data_files(site: Site) -> dict[str, bytes]:
    """Return the files that only we write: none more, none less."""
    found = published_files(site.out / "html")
    return {
        name: content
        for name, content in found.items()
        if name.startswith(("feeds/", "api/"))
        or name in ("sitemap.xml", "llms.txt", "sitemap.xml.unfinished")
    }


def test_feeds_change_if_another_builder_has_read_the_change(site: Site) -> None:
    site.build("html")
    site.edit("announcements/2019-05-01-acme-joins.md", "Prose of", "Other prose of")
    site.build("dirhtml")
    site.build("html")
    for builder in ("html", "dirhtml"):
        assert "Other prose of" in site.read(f"{builder}/feeds/partners/acme.xml")


STOP = """
import os

def stop(app, env):
    if os.environ.get("STOP"):
        os._exit(9)

def setup(app):
    app.connect("env-check-consistency", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def test_feeds_are_written_after_a_build_was_killed(site: Site) -> None:
    site.write("stop.py", STOP)
    site.edit("conf.py", 'extensions = ["', 'extensions = ["stop", "')
    path = os.pathsep.join([str(ROOT / "_ext"), str(site.source)])
    assert site.sphinx("-b", "html", env={"PYTHONPATH": path}).returncode == 0
    site.edit("announcements/2019-05-01-acme-joins.md", "Prose of", "Other prose of")
    assert site.sphinx("-b", "html", env={"PYTHONPATH": path, "STOP": "1"}).returncode == 9
    assert "Other prose of" not in site.read("html/feeds/partners/acme.xml")
    assert site.sphinx("-b", "html", env={"PYTHONPATH": path}).returncode == 0
    assert "Other prose of" in site.read("html/feeds/partners/acme.xml")


def test_feeds_stay_the_same_if_another_page_changes(site: Site) -> None:
    add_report(site).build()
    before = feeds_and_data_files(site)
    site.edit("team/global.md", "Prose of", "Other prose of")
    site.build()
    assert feeds_and_data_files(site) == before


def test_unfinished_and_outdated_files_are_removed(site: Site) -> None:
    site.build()
    before = feeds_and_data_files(site)
    for name in ("feeds/announcements.xml.unfinished", "feeds/partners/old.xml", "sitemap.xml.unfinished"):
        (site.out / "html" / name).write_text("x", encoding="utf-8")
    (site.out / "html/api/catalog.json").unlink()
    site.build()
    assert feeds_and_data_files(site) == before


# -- Versions ----------------------------------------------------------------------------------------------


def head_links(site: Site, page: str) -> list[str]:
    html = etree.HTML(site.read(f"html/{page}"))
    return [str(link) for link in html.xpath("//head/link[@rel='alternate']/@href")]


def test_old_versions_and_previews_link_to_the_canonical_feeds(site: Site) -> None:
    canonical = "https://example.org/en/stable/"
    warnings = site.build(partnerships_canonical_url=canonical)
    assert [line for line in warnings if "partnerships" in line] == []
    assert not [name for name in feeds_and_data_files(site) if name.startswith("feeds/")]
    assert head_links(site, "partners/acme.html") == [
        f"{canonical}feeds/{name}.{suffix}"
        for name in ("announcements", "partners/acme")
        for suffix in ("xml", "json")
    ]
    body = etree.HTML(site.read("html/partners/acme.html"))
    shown = body.xpath("//section[@id='announcements']//a[text()='Atom' or .='Atom']/@href")
    assert shown == [f"{canonical}feeds/partners/acme.xml"]


def test_without_a_url_the_build_says_what_is_missing(site: Site) -> None:
    done = site.sphinx("-W", "-D", "html_baseurl=")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if "SITE_URL" in line] == [
        "Without SITE_URL, the site has no canonical links, feeds, sitemap or citations."
    ]


def test_without_a_url_everything_that_needs_one_is_left_out(site: Site) -> None:
    site.edit("partners/acme.md", "  name: Acme\n", "  name: Acme\n  formerly: [old-acme]\n")
    assert site.build(html_baseurl="") == []
    assert not [
        name for name in feeds_and_data_files(site) if name.startswith("feeds/") or name == "sitemap.xml"
    ]
    assert head_links(site, "partners/acme.html") == []
    for page in (site.out / "html").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert not [
            mark
            for mark in ('rel="canonical"', "og:url", "ld+json", "cite web", "://localhost")
            if mark in html
        ]
        assert "Atom" not in html or page.name == "genindex.html"
    [acme] = [
        partner
        for partner in json.loads(site.read("html/api/catalog.json"))["partners"]
        if partner["id"] == "acme"
    ]
    assert acme["url"] == "partners/acme.html"


def test_pages_of_other_versions_name_the_canonical_page(site: Site) -> None:
    canonical = "https://example.org/en/stable/"
    site.edit("partners/acme.md", "  name: Acme\n", "  name: Acme\n  formerly: [old-acme]\n")
    assert site.build(partnerships_canonical_url=canonical) == []
    for name in ("partners/acme", "partners/old-acme", "index", "search"):
        [link] = site.tree(f"html/{name}.html").xpath("//link[@rel='canonical']/@href")
        assert link == f"{canonical}{name.replace('old-', '')}.html"
    assert "sitemap.xml" not in feeds_and_data_files(site)
    assert f"url={BASE}partners/acme.html" in site.read("html/partners/acme.html")  # in the citation


# -- Lists, drafts, the banner --------------------------------------------------------------------------------

RESTRICTED = {
    ":partner: acme": ["A report", "Acme joins us"],
    ":partner: acme\n:limit: 1": ["A report"],
    ":priority: reach\n:kind: blog-post": ["Acme joins us"],
    ":unit: global": ["The team grows"],
    ":kind: team-news": ["The team grows"],
    ":year: 2018": ["The team grows"],
    ":partner: beta": [],
}
WRONG = {
    ":partner: akme": '"akme" is not the id of a partner; did you mean "acme"? [partnerships.unknown-partner]',
    ":priority: raech": '"raech" is not the id of a priority; did you mean "reach"? [partnerships.unknown-priority]',
    ":unit: globl": '"globl" is not the id of a unit; did you mean "global"? [partnerships.unknown-unit]',
    ":kind: blogpost": '"blogpost" is not a value of "kind"; did you mean "blog-post"? [partnerships.unknown-value]',
    ":year: 19": '"19" is not a year; type it as 2026 [partnerships.bad-date]',
}


def test_options_restrict_lists_and_invalid_ones_are_reported(site: Site) -> None:
    add_report(site)
    options = [*RESTRICTED, *WRONG]
    lists = "".join(
        f"List {number}\n\n```{{announcement-list}}\n{text}\n```\n\n" for number, text in enumerate(options)
    )
    site.write("announcements/index.md", f"# News\n\n{lists}```{{toctree}}\n:glob:\n\n*\n```\n")
    lines = site.source.joinpath("announcements/index.md").read_text(encoding="utf-8").split("\n")
    assert site.build() == [
        f"announcements/index.md:{lines.index(text) + 1}:{text.index(' ') + 2}: WARNING: {message}"
        for text, message in WRONG.items()
    ]
    main = " ".join(etree.HTML(site.read("html/announcements/index.html")).xpath("//main//text()"))
    words = " ".join(main.split())
    for number, (text, titles) in enumerate(RESTRICTED.items()):
        part = words.partition(f"List {number} ")[2].partition(f"List {number + 1} ")[0]
        names = ("A report", "Acme joins us", "The team grows")
        assert [name for name in names if name in part] == titles, (text, part)


DRAFT = PROSE.replace("  banner: true", "  banner: true\n  draft: true").replace("# A report", "# A secret")


def test_a_draft_is_not_published(site: Site) -> None:
    site.build()
    before = published_files(site.out / "html")
    site.write("announcements/2020-02-03-report.md", DRAFT.replace("![A picture](picture.png)", ""))
    assert site.build() == []
    assert published_files(site.out / "html") == before
    site.edit("announcements/2020-02-03-report.md", "kind: report", "kind: reprot")
    [message] = site.build()
    assert "unknown-value" in message
    assert published_files(site.out / "html") == before
    site.edit("announcements/2020-02-03-report.md", "kind: reprot", "kind: report")
    site.edit("index.md", "# Small site", "# Small site\n\nSee {announcement}`2020-02-03-report`.")
    [message] = site.build()
    assert message.startswith(
        'index.md:3:20: WARNING: "2020-02-03-report" is a draft, which is not part of the site'
    )
    assert message.endswith("[partnerships.unknown-announcement]")


def test_drafts_are_marked_in_a_preview_and_not_in_files(make_site: MakeSite) -> None:
    site, without = make_site("site"), make_site("without")
    without.build()
    site.write("announcements/2020-02-03-report.md", DRAFT.replace("![A picture](picture.png)", ""))
    assert site.build(partnerships_drafts=True) == []
    assert "Not published yet" in site.read("html/announcements/2020-02-03-report.html")
    assert "A secret" in site.read("html/index.html")
    assert feeds_and_data_files(site) == feeds_and_data_files(without)
    assert 'class="banner"' not in site.read("html/index.html")


def test_the_newest_banner_is_on_every_page(site: Site) -> None:
    add_report(site)
    site.edit("announcements/2018-team.md", "  pinned: true", "  pinned: true\n  banner: true")
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    site.write("about/plain.md", "---\norphan: true\n---\n# Plain\n\nNo fact is shown here.\n")
    assert site.build() == []
    expected = {
        "index.html": "announcements/2020-02-03-report.html",
        "partners/gamma.html": "../announcements/2020-02-03-report.html",
        "about/plain.html": "../announcements/2020-02-03-report.html",
        "search.html": "announcements/2020-02-03-report.html",
    }
    for page, link in expected.items():
        assert banner(site, page) == [(link, "A report")]
    site.edit("announcements/2020-02-03-report.md", "  banner: true\n", "")
    site.build()
    for page in expected:
        [(_, text)] = banner(site, page)
        assert text == "The team grows"


def test_a_new_title_of_a_list_changes_the_pages_below(site: Site) -> None:
    site.build()
    site.edit("partners/index.md", "# All partners", "# Our partners")
    site.build()
    assert '"name": "Our partners"' in site.read("html/partners/acme.html")


def banner(site: Site, page: str) -> list[tuple[str, str]]:
    links = etree.HTML(site.read(f"html/{page}")).xpath("//aside[@class='banner']//a")
    return [(str(link.get("href")), str(link.text)) for link in links]


# -- A real reader --------------------------------------------------------------------------------------------

NEWSBOAT = shutil.which("newsboat")


@pytest.fixture
def address(built: Site) -> Iterator[str]:
    with serve_site(built.out / "html") as address:
        yield address


@pytest.mark.skipif(
    NEWSBOAT is None and not os.environ.get("CI"),
    reason="there is no newsboat on this machine (Debian: apt-get install newsboat)",
)
def test_newsboat_reads_all_entries(built: Site, address: str, tmp_path: Path) -> None:
    """A feed reader from Debian subscribes to every Atom feed of the small site."""
    wanted = sorted(
        path.relative_to(built.out / "html").as_posix() for path in (built.out / "html/feeds").rglob("*.xml")
    )
    (tmp_path / "urls").write_text("".join(f"{address}{name}\n" for name in wanted), encoding="utf-8")
    (tmp_path / "config").write_text("", encoding="utf-8")
    options = [
        f"-{letter}{tmp_path / name}" for letter, name in (("u", "urls"), ("c", "cache.db"), ("C", "config"))
    ]
    done = subprocess.run(
        [str(NEWSBOAT), *options, "-x", "reload"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "no_proxy": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    opml = built.out / "html/feeds/subscriptions.opml"
    imported = [f"-u{tmp_path / 'imported'}", *options[1:], "-i", str(opml)]
    done = subprocess.run(
        [str(NEWSBOAT), *imported],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    listed = (tmp_path / "imported").read_text(encoding="utf-8").splitlines()
    assert sorted(line.split()[0] for line in listed) == [f"{BASE}{name}" for name in wanted]
    with sqlite3.connect(tmp_path / "cache.db") as cache:
        shown = cache.execute("SELECT guid, title, url, content FROM rss_item").fetchall()
        subscribed = cache.execute("SELECT rssurl, title, url FROM rss_feed").fetchall()
    cache.close()
    read = {name: feedparser.parse((built.out / "html" / name).read_bytes()) for name in wanted}
    assert set(subscribed) == {
        (f"{address}{name}", feed.feed.title, feed.feed.link) for name, feed in read.items()
    }
    # It keeps an entry once, in whatever feeds it stands: they give it the same id.
    assert {row[:3] for row in shown} == {
        (entry.id, entry.title, entry.link) for feed in read.values() for entry in feed.entries
    }
    assert (len(wanted), len(shown)) == (9, 2)
    assert all("Prose of the news" in row[3] for row in shown)
