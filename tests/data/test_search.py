"""`search.json`: the names on the site."""

from __future__ import annotations

import json

from catalog_builders import SITE_FACTS, sample_catalog
from partnerships_data.catalog.search import search_json


def test_the_file_has_each_entry_and_each_other_page_once() -> None:
    found = sample_catalog()
    titles = {"partners/acme": "Acme", "about/index": "Über diese Seite"}
    items = json.loads(search_json(found, SITE_FACTS, titles))
    urls = [item["url"] for item in items]
    assert urls == [*(f"{entry.docname}.html" for entry in found.entries()), "about/index.html"]
    acme = next(item for item in items if item["name"] == "Acme")
    assert (acme["kind"], acme["summary"]) == ("partner", "Reach")
    assert items[-1] == {
        "url": "about/index.html",
        "name": "Über diese Seite",
        "kind": "page",
        "summary": "",
        "folded": "uber diese seite",
    }
