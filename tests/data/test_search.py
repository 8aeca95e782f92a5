"""`search.json`: the names on the site."""

from __future__ import annotations

import json

from catalog_builders import SITE_FACTS, sample_catalog
from partnerships_data.catalog.search import search_json

TITLES = {"partners/acme": "Acme", "about/index": "Über diese Seite"}


def test_the_file_has_each_entry_and_each_other_page_once() -> None:
    found = sample_catalog()
    items = json.loads(search_json(found, SITE_FACTS, TITLES, {}))
    urls = [item["url"] for item in items]
    assert urls == [*(f"{entry.docname}.html" for entry in found.entries()), "about/index.html"]
    acme = next(item for item in items if item["name"] == "Acme")
    assert (acme["kind"], acme["summary"]) == ("partner", "Reach")
    assert items[-1] == {
        "url": "about/index.html",
        "name": "Über diese Seite",
        "kind": "page",
        "summary": "",
        "folded": "uber diese seite\nabout",
    }


def test_names_are_found_by_the_original_and_by_the_id() -> None:
    """Texts in the original language are marked; a page without a title is left out."""
    originals = {"Über diese Seite": "About this site", "Acme": "Acme"}
    titles = {**TITLES, "partners/kind/company": ""}
    items = json.loads(search_json(sample_catalog(), SITE_FACTS, titles, originals))
    assert items[-1]["folded"] == "uber diese seite\nabout this site\nabout"
    acme = next(item for item in items if item["name"] == "Acme")
    assert (acme["folded"], acme["untranslated"]) == ("acme", ["name"])
