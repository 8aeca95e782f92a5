"""Data files as scripts and spreadsheets read them. A format changes only with its version."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from builders import ROOT
from catalog_builders import (
    MORE_ODD_TEXTS,
    ODD_TEXTS,
    SITE_FACTS,
    announcement_page,
    build_catalog,
    catalog_with_text,
    partner_page,
    sample_catalog,
    unit_page,
)
from feed_formats.atom import ATOM
from partnerships.labels import BASES
from partnerships.outputs.published_files import file_makers
from partnerships_data.catalog import export, export_models, json_ld, sitemap
from partnerships_data.catalog.catalog import Catalog
from random_catalogs import World, worlds

FORMATS = ROOT / "tests/schemas/formats.json"
TITLES = {
    "index": "Home",
    "partners/index": "Partners",
    "priorities/index": "Priorities",
    "team/index": "Team",
    "announcements/index": "News",
    "about/index": "About",
    "about/data": "Data",
}


def titles(found: Catalog) -> dict[str, str]:
    """Return the titles of all pages of a catalog, and of the pages that list them."""
    entries = (entry for kind in found.by_kind.values() for entry in kind.values())
    return TITLES | {entry.docname: entry.name for entry in entries}


# -- Formats are contracts ------------------------------------------------------------------------------------


def formats() -> dict[str, Any]:
    """Return the shape of every format: what scripts rely on."""
    found = sample_catalog()
    made = {path: make() for path, make in file_makers(found, SITE_FACTS, titles(found), PROSE).items()}
    shapes: dict[str, Any] = {}
    for path, content in made.items():
        if path == "api/catalog.schema.json":
            shapes[path] = json.loads(content)
        elif path.endswith(".csv"):
            shapes[path] = content.decode("utf-8-sig").splitlines()[0].split(",")
        elif path.endswith(".json"):
            shapes[path] = sorted(set(keys(json.loads(content))))
        elif path.endswith((".xml", ".opml")):
            shapes[path] = sorted(set(elements(etree.fromstring(content))))
        else:
            shapes[path] = sorted({re.sub(r"[^#> -].*", "…", line) for line in content.decode().splitlines()})
    for docname in ("partners/index", "partners/acme", "announcements/2019-05-01-joins"):
        things = json_ld.page_things(docname, found, SITE_FACTS, titles(found).__getitem__, BASES)
        shapes[f"JSON-LD of {docname}"] = sorted(set(keys(things)))
    return {"schema_version": export_models.SCHEMA_VERSION, "formats": shapes}


PROSE = {"announcements/2019-05-01-joins": "<p>Prose.</p>"}


def keys(value: object, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [
            found for key, item in value.items() for found in [f"{path}/{key}", *keys(item, f"{path}/{key}")]
        ]
    return [found for item in value for found in keys(item, path)] if isinstance(value, list) else []


def elements(element: etree._Element, path: str = "") -> list[str]:
    here = f"{path}/{etree.QName(element).localname}"
    own = [here, *(f"{here}@{name}" for name in element.attrib)]
    return [*own, *(found for child in element for found in elements(child, here))]


def test_a_change_of_a_format_raises_the_version() -> None:
    recorded, now = json.loads(FORMATS.read_text(encoding="utf-8")), formats()
    changed = sorted(
        path
        for path in recorded["formats"].keys() | now["formats"].keys()
        if recorded["formats"].get(path) != now["formats"].get(path)
    )
    advice = (
        f"these formats changed: {', '.join(changed)}. If a release has them already, raise schema_version in "
        "export.py and write the change in CHANGELOG.md; then run: "
        "PYTHONPATH=_ext:tests .venv/bin/python tests/sphinx/test_data_files.py > tests/schemas/formats.json"
    )
    assert recorded == now, advice


def test_the_changelog_names_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"`schema_version` {export_models.SCHEMA_VERSION}" in changelog


# -- Documented -----------------------------------------------------------------------------------------------

MANUAL = (ROOT / "about/data-users.md").read_text(encoding="utf-8")


def test_the_manual_lists_exactly_the_published_files() -> None:
    section = MANUAL.partition("## Files")[2].partition("## ")[0]
    names = {
        name
        for row in re.findall(r"^\| (.*?) \|", section, re.MULTILINE)
        for name in re.findall("`(.+?)`", row)
    }
    made = {
        re.sub(r"^((?:api|feeds)/\w+/).*(\..*)$", r"\1<id>\2", path)
        for path in file_makers(sample_catalog(), SITE_FACTS)
    }
    assert names == made


@pytest.mark.parametrize("path", ["api/partners.csv", "api/alignment.csv", "api/announcements.csv"])
def test_the_manual_lists_exactly_the_columns(path: str) -> None:
    table = MANUAL.partition(f"The columns of `{path}`:")[2].lstrip().partition("\n\n")[0]
    names = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert names == file_makers(sample_catalog(), SITE_FACTS)[path]().decode("utf-8-sig").splitlines()[
        0
    ].split(",")


# -- What they say --------------------------------------------------------------------------------------------


def test_a_partners_file_is_its_item_of_the_catalog_and_satisfies_the_schema() -> None:
    found = sample_catalog()
    schema = json.loads(export.catalog_schema())
    [item] = json.loads(export.catalog_json(found, SITE_FACTS))["partners"]
    file = json.loads(file_makers(found, SITE_FACTS)["api/partners/acme.json"]())
    assert file == {"schema_version": export_models.SCHEMA_VERSION, **item}
    jsonschema.validate(file, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(item, schema, cls=jsonschema.Draft202012Validator)


@given(worlds())
@settings(max_examples=50)
def test_every_catalog_satisfies_the_schema(world: World) -> None:
    schema = json.loads(export.catalog_schema())
    content = json.loads(export.catalog_json(world.catalog(), SITE_FACTS))
    assert content["schema_version"] == 2
    jsonschema.validate(content, schema, cls=jsonschema.Draft202012Validator)


def test_drafts_are_in_no_file() -> None:
    pages = (
        unit_page(),
        partner_page("acme"),
        announcement_page("secret", more="\n  partners: [acme]\n  draft: true\n  banner: true"),
    )
    found, problems = build_catalog(*pages)
    assert problems == []
    assert found.get("announcement", "2019-secret")
    assert found.banner is None
    made = file_makers(found.published, SITE_FACTS, titles(found.published))
    assert not [path for path, make in made.items() if b"secret" in make()]


def test_settings_for_display_are_not_exported() -> None:
    found, _ = build_catalog(announcement_page("it", more="\n  banner: true"))
    [item] = json.loads(export.catalog_json(found, SITE_FACTS))["announcements"]
    assert not {"banner", "draft"} & item.keys()
    assert (
        not {"banner", "draft"}
        & json.loads(export.catalog_schema())["$defs"]["AnnouncementItem"]["properties"].keys()
    )


def test_the_sitemap_has_every_page_with_its_date() -> None:
    found = sample_catalog()
    root = etree.fromstring(sitemap.sitemap(found, SITE_FACTS, titles(found)))
    names = {"s": sitemap.NAMESPACE}
    pages = {
        str(page.xpath("string(s:loc)", namespaces=names)): str(
            page.xpath("string(s:lastmod)", namespaces=names)
        )
        for page in root
    }
    assert pages == {SITE_FACTS.page_url(name): "" for name in titles(found)} | {
        SITE_FACTS.page_url("announcements/2019-05-01-joins"): "2020-02-03",
        SITE_FACTS.page_url("announcements/2019-06-team"): "2019-06",
        SITE_FACTS.page_url("announcements/2018-old"): "2018",
    }
    assert list(pages) == sorted(pages)


def links(text: str) -> list[tuple[str, str, str]]:
    """Return text, description and address of each item in Markdown."""
    found = []
    for token in MarkdownIt("commonmark").parse(text):
        parts = token.children or []
        if parts and parts[0].type == "link_open":
            words = [
                "".join(part.content for part in parts[a:b]) for a, b in ((0, end(parts)), (end(parts), None))
            ]
            found.append((words[0], words[1].removeprefix(": "), str(parts[0].attrs["href"])))
    return found


def end(parts: list[Any]) -> int:
    return [part.type for part in parts].index("link_close")


def test_llms_txt_has_every_page_with_its_description() -> None:
    found = sample_catalog()
    text = sitemap.llms_txt(found, SITE_FACTS, titles(found)).decode()
    assert text.startswith("# Partnerships\n\n## Partners\n\n")
    told = links(text)
    assert ("Reach", "G.", f"{SITE_FACTS.base}priorities/reach.html") in told
    assert {address for *_, address in told} == {
        SITE_FACTS.page_url(name) for name in titles(found) if not name.endswith("index")
    }


# -- Bad input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*ODD_TEXTS, *MORE_ODD_TEXTS])
def test_special_characters_are_the_same_in_every_file(text: str) -> None:
    found = catalog_with_text(text)
    made = file_makers(found, SITE_FACTS, titles(found))

    assert json.loads(made["api/partners/acme.json"]())["alignment"][0]["reason"] == text
    for path, column in (("api/partners.csv", "name"), ("api/announcements.csv", "title")):
        [row] = csv.DictReader(io.StringIO(made[path]().decode("utf-8-sig"), newline=""))
        assert row[column].removeprefix("'") == text.removeprefix("'")
        assert not row[column].startswith(("=", "+", "-", "@"))

    outlines = etree.fromstring(made["feeds/subscriptions.opml"]()).findall("body/outline")
    assert f"{text} – Partnerships" in [outline.get("title") for outline in outlines]
    atom = etree.fromstring(made["feeds/partners/acme.xml"]())
    assert atom.findtext(f"{{{ATOM}}}title") == f"{text} – Partnerships"
    assert atom.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") == text
    data = json.loads(made["feeds/partners/acme.json"]())
    assert (data["title"], data["items"][0]["title"]) == (f"{text} – Partnerships", text)

    described = {address: words for *words, address in links(made["llms.txt"]().decode())}
    assert described[SITE_FACTS.page_url("announcements/2019-it")] == [text, text]

    written = json_ld.script_content(
        json_ld.page_things("announcements/2019-it", found, SITE_FACTS, titles(found).__getitem__, BASES)
    )
    assert not re.search("[<>&\u2028\u2029]", written)
    [crumbs, article] = json.loads(written)["@graph"]
    assert crumbs["itemListElement"][-1]["name"] == article["headline"] == article["description"] == text
    assert article["about"][0]["name"] == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
def test_any_text_is_valid_in_linked_data(text: str) -> None:
    assert not re.search("[<>&\u2028\u2029]", json_ld.script_content([{"name": text}]))
    assert json.loads(json_ld.script_content([{"name": text}]))["@graph"] == [{"name": text}]


def test_a_title_of_10000_characters_stays_whole() -> None:
    long = "Long " * 2000 + "title"
    found, problems = build_catalog(
        ("announcements/2019-it", announcement_page("it")[1].replace("# it", f"# {long}"))
    )
    assert problems == []
    made = file_makers(found, SITE_FACTS, titles(found))
    assert json.loads(made["feeds/announcements.json"]())["items"][0]["title"] == long
    assert (
        etree.fromstring(made["feeds/announcements.xml"]()).xpath(
            "string(//*[local-name()='entry']/*[local-name()='title'])"
        )
        == long
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(formats(), indent=2, sort_keys=True, ensure_ascii=False) + "\n")
