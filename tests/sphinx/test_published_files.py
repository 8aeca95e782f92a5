"""The content of feeds and data files."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import replace
from html import unescape

import feedparser
import jsonschema
import pytest

from catalog_builders import (
    ODD_TEXTS,
    SITE_FACTS,
    announcement_page,
    announcements_feed,
    build_catalog,
    catalog_with_text,
    partner_page,
    priority_page,
    sample_catalog,
    unit_page,
)
from feed_formats.atom import atom
from feed_formats.json_feed import json_feed
from partnerships_data.catalog import export, spreadsheets
from partnerships_data.catalog.catalog import Catalog


def test_the_atom_feed_has_every_field() -> None:
    parsed = feedparser.parse(atom(announcements_feed(sample_catalog())))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.id == "tag:example.org,2026:announcements"
    assert parsed.feed.title == "Partnerships"
    assert parsed.feed.author == "Partnerships"  # the format requires one; the authors are unknown
    assert parsed.feed.updated == "2020-02-03T00:00:00Z"
    assert {link.rel: link.href for link in parsed.feed.links} == {
        "self": "https://example.org/en/latest/feeds/announcements.xml",
        "alternate": "https://example.org/en/latest/announcements/index.html",
    }
    assert [entry.id.rpartition("/")[2] for entry in parsed.entries] == [
        "2019-05-01-joins",  # newest first by date or update, pinned or not
        "2019-06-team",
        "2017-first-name",
    ]
    joins = parsed.entries[0]
    assert joins.id == "tag:example.org,2026:announcements/2019-05-01-joins"
    assert (joins.title, joins.summary, joins.published, joins.updated) == (
        "joins",
        "S.",
        "2019-05-01T00:00:00Z",
        "2020-02-03T00:00:00Z",
    )
    assert joins.link == "https://example.org/en/latest/announcements/2019-05-01-joins.html"
    assert [link.href for link in joins.links if link.rel == "related"] == ["https://example.org/joins"]
    assert [(tag.term, tag.label) for tag in joins.tags] == [("acme", "Acme"), ("reach", "Reach")]


def test_the_json_feed_has_the_same_fields() -> None:
    parsed = json.loads(json_feed(announcements_feed(sample_catalog())))
    by_atom = feedparser.parse(atom(announcements_feed(sample_catalog())))
    assert parsed["version"] == "https://jsonfeed.org/version/1.1"
    assert parsed["feed_url"] == "https://example.org/en/latest/feeds/announcements.json"
    assert parsed["home_page_url"] == by_atom.feed.link
    for item, entry in zip(parsed["items"], by_atom.entries, strict=True):
        assert (item["id"], item["url"], item["title"]) == (entry.id, entry.link, entry.title)
        assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)
        assert item["tags"] == [tag.label for tag in entry.get("tags", ())]


def test_a_feed_without_entries_has_the_date_in_the_ids_of_feeds() -> None:
    parsed = feedparser.parse(atom(announcements_feed(Catalog.from_entries([]))))
    assert not parsed.bozo
    assert parsed.feed.updated == "2026-01-01T00:00:00Z"


def test_a_feed_has_the_newest_25_announcements() -> None:
    found, _ = build_catalog(*(announcement_page("it", f"2019-01-{day:02}") for day in range(1, 31)))
    entries = announcements_feed(found).entries
    assert (len(entries), entries[0].published) == (25, "2019-01-30T00:00:00Z")


def test_the_catalog_satisfies_its_schema() -> None:
    schema = json.loads(export.catalog_schema())
    data = json.loads(export.catalog_json(sample_catalog(), SITE_FACTS))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    data["partners"][0]["kind"] = "firm"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)


def test_the_catalog_has_every_relation_at_both_ends() -> None:
    data = json.loads(export.catalog_json(sample_catalog(), SITE_FACTS))
    [acme], [reach], [team] = data["partners"], data["priorities"], data["units"]
    assert data["schema_version"] == 2
    assert acme["alignment"] == [
        {
            "priority": "reach",
            "reason": "Because.",
            "basis": "inferred",
            "sources": [],
            "announcements": ["2019-05-01-joins"],
        }
    ]
    assert acme["announcements"] == reach["announcements"] == ["2019-05-01-joins"]
    assert reach["partners"] == team["partners"] == ["acme"]
    assert team["announcements"] == ["2019-06-team"]
    assert acme["url"] == "https://example.org/en/latest/partners/acme.html"
    joins = next(
        announcement for announcement in data["announcements"] if announcement["id"] == "2019-05-01-joins"
    )
    assert (joins["title"], joins["partners"], joins["priorities"]) == ("joins", ["acme"], ["reach"])


def test_the_catalog_lists_the_gaps() -> None:
    found, _ = build_catalog(
        unit_page(),
        priority_page("reach"),
        priority_page("tools", 2),
        partner_page("acme", "reach"),
        partner_page("beta"),
    )
    gaps = json.loads(export.catalog_json(found, SITE_FACTS))["gaps"]
    regions = gaps.pop("regions_without_cover")
    assert (len(regions), regions[0]) == (8, "east-southeast-asia-pacific")
    assert gaps == {
        "priorities_without_partner": ["tools"],
        "partners_without_priority": ["beta"],
        "alignments_without_evidence": [{"partner": "acme", "priority": "reach"}],
        "alignments_inferred": [{"partner": "acme", "priority": "reach"}],
        "partners_without_announcement": ["acme", "beta"],
        "units_without_partner": [],
        "sources_never_read": [
            {"kind": "priority", "id": "reach", "url": "https://example.org/reach"},
            {"kind": "priority", "id": "tools", "url": "https://example.org/tools"},
        ],
        "reviewed_longest_ago": ["acme", "beta"],
    }


def test_each_result_is_a_row_and_an_item() -> None:
    results = "\n  results:\n    - {figure: 7, what: =1+1, period: 2019, source: https://example.org/r}"
    found, problems = build_catalog(unit_page(), partner_page("acme", more=results))
    assert problems == []
    [row] = rows(spreadsheets.results_csv(found, SITE_FACTS))
    assert row == {
        "partner": "acme",
        "figure": "7",
        "at_least": "False",
        "what": "'=1+1",
        "where": "",
        "period": "2019",
        "source": "https://example.org/r",
        "basis": "reported",
        "url": "https://example.org/en/latest/partners/acme.html",
    }
    [partner] = json.loads(export.catalog_json(found, SITE_FACTS))["partners"]
    assert partner["results"] == [
        {
            "figure": 7,
            "at_least": False,
            "what": "=1+1",
            "period": "2019",
            "source": {"url": "https://example.org/r"},
            "basis": "reported",
        }
    ]


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_csv_file_has_a_row_for_each_fact() -> None:
    [acme] = rows(spreadsheets.partners_csv(sample_catalog(), SITE_FACTS))
    assert (acme["id"], acme["since"], acme["regions"], acme["until"]) == (
        "acme",
        "2018",
        "south-asia worldwide",
        "",
    )
    [edge] = rows(spreadsheets.alignment_csv(sample_catalog(), SITE_FACTS))
    assert (edge["partner"], edge["priority"], edge["reason"]) == ("acme", "reach", "Because.")
    assert [row["date"] for row in rows(spreadsheets.announcements_csv(sample_catalog(), SITE_FACTS))] == [
        "2019-06",
        "2019-05-01",
        "2018",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "−1"]
)
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    docname, page = partner_page("acme")
    page = page.replace("name: Acme", f"name: '{text}'").replace("# Acme", f"# {text}")
    found, problems = build_catalog(unit_page(), (docname, page))
    assert problems == []
    [row] = rows(spreadsheets.partners_csv(found, SITE_FACTS))
    assert row["name"] == f"'{text}"


@pytest.mark.parametrize("space", ["\t", "\r"])
def test_no_cell_of_a_csv_file_begins_with_white_space_that_hides_a_formula(space: str) -> None:
    [entry] = build_catalog(announcement_page("it"))[0].announcements
    found = Catalog.from_entries([replace(entry, title=f"{space}=1+1")])
    [row] = rows(spreadsheets.announcements_csv(found, SITE_FACTS))
    assert row["title"] == f"'{space}=1+1"


def test_csv_files_begin_with_a_byte_order_mark_for_excel() -> None:
    content = spreadsheets.partners_csv(sample_catalog(), SITE_FACTS)
    assert content.startswith(codecs.BOM_UTF8)
    assert content.count(codecs.BOM_UTF8) == 1


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_special_characters_are_the_same_in_every_format(text: str) -> None:
    found = catalog_with_text(text)
    data = json.loads(export.catalog_json(found, SITE_FACTS))
    assert data["partners"][0]["name"] == data["partners"][0]["alignment"][0]["reason"] == text
    parsed = feedparser.parse(atom(announcements_feed(found)), sanitize_html=False)
    assert not parsed.bozo
    [entry] = parsed.entries
    assert (unescape(entry.title), unescape(entry.summary)) == (unescape(text), unescape(text))
    assert entry.tags[0].label == text
    assert json.loads(json_feed(announcements_feed(found)))["items"][0]["summary"] == text
    assert rows(spreadsheets.alignment_csv(found, SITE_FACTS))[0]["reason"].removeprefix("'") == text
