"""Build catalogs and feeds from a few made-up pages, without Sphinx."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.problem import Problem
from feed_formats.feed import Feed
from partnerships.feeds.channels import Channel, announcement_feed
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.pages.reader import read_page

# Texts that break an output which does not escape them.
ODD_TEXTS = [
    "]]>",
    "</script><b>",
    "&amp; & &lt;",
    '"quoted" \\ text',
    "שלום world العربية",
    "🦉 emoji",
    "{braces} %s %(x)s",
    "--> x",
]
MORE_ODD_TEXTS = [
    "{{x|y=z}} [[w]] ''i'' ~~~~ __TOC__",
    "a\\b $&#_%^~ {c",
    "=1+1",
    "100% @home",
    "'; --",
    "a" * 200,
]
SITE_FACTS = Site(
    title="Partnerships",
    language="en",
    version="2026.11",
    base="https://example.org/en/latest/",
    canonical="https://example.org/en/latest/",
    tag_authority="example.org,2026",
    page_path=lambda docname: f"{docname}.html",
)

# Each of these functions returns the name and the text of a page.


def unit_page(id: str = "global") -> tuple[str, str]:
    return f"team/{id}", f"---\nunit:\n  name: {id.title()}\n  focus: Works.\n---\n# {id.title()}\n"


def priority_page(id: str, order: int = 1) -> tuple[str, str]:
    facts = f"name: {id.title()}\n  order: {order}\n  goal: G.\n  framework: F\n  source: https://example.org/{id}"
    return f"priorities/{id}", f"---\npriority:\n  {facts}\n---\n# {id.title()}\n"


def partner_page(id: str, *priorities: str, unit: str = "global", more: str = "") -> tuple[str, str]:
    reasons = "".join(f"\n    {priority}: Because." for priority in priorities)
    alignment = f"\n  alignment:{reasons}" if reasons else ""
    facts = f"name: {id.title()}\n  kind: company\n  unit: {unit}{alignment}{more}"
    return f"partners/{id}", f"---\npartner:\n  {facts}\n---\n# {id.title()}\n"


def announcement_page(id: str, date: str = "2019", more: str = "") -> tuple[str, str]:
    facts = f"date: {date}\n  kind: event\n  summary: S.{more}"
    return f"announcements/{date}-{id}", f"---\nannouncement:\n  {facts}\n---\n# {id}\n"


def build_catalog(*pages: tuple[str, str], photos: tuple[str, ...] = ()) -> tuple[Catalog, list[Problem]]:
    return Catalog.from_pages([read_page(text, docname)[0] for docname, text in pages], photos)


def sample_catalog() -> Catalog:
    """Return a catalog with one unit, one priority, one partner and three announcements."""
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("reach"),
        partner_page("acme", "reach", more="\n  since: 2018\n  regions: [south-asia, worldwide]"),
        announcement_page(
            "joins",
            "2019-05-01",
            "\n  partners: [acme]\n  priorities: [reach]\n  link: https://example.org/joins\n  updated: 2020-02-03",
        ),
        announcement_page("team", "2019-06", "\n  units: [global]\n  pinned: true"),
        announcement_page("old", "2018", "\n  id: 2017-first-name"),
    )
    assert problems == []
    return catalog


def announcements_feed(catalog: Catalog, prose: Mapping[str, str] | None = None) -> Feed:
    return announcement_feed(Channel(), catalog, SITE_FACTS, prose or {})


def catalog_with_text(text: str) -> Catalog:
    """Return a catalog with a text as name, reason, summary and title."""
    named = [partner_page("acme", "reach"), announcement_page("it", more="\n  partners: [acme]")]
    pages = [read_page(page, docname)[0] for docname, page in (unit_page(), priority_page("reach"), *named)]
    for number, page in enumerate(pages[2:], 2):
        assert page.entry
        pages[number] = page.translated(text, {path: text for path, _ in page.entry.facts.texts()})
    catalog, problems = Catalog.from_pages(pages, ())
    assert problems == []
    return catalog
