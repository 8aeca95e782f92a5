"""Names and titles of every script and kind: they are text on pages, in feeds and in files."""

from __future__ import annotations

import csv
import json
import re
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from browser_pages import needs_browser, serve_site
from builders import ROOT, Site, hostile_site
from page_markup import PageMarkup

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 6 * 7 }} {% raw %} ${7*7} #{7} %s %(x)s %n",
    "'; DROP TABLE partners; --",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(1)|cmd",
    "\\input{secret} \\immediate\\write18{x} $x_1^2$ & # ~",
    "]]> <!-- --> <![CDATA[ &amp; &#60;",
    "`code` *stars* _low_ [x](y) |pipe| :role:`x` {partner}`acme`",
    "../../secret /etc/passwd C:\\con",
    "null", "true", "NaN", "-1e400", "0x1F",
    "Ünïcödé Ærøskøbing Žižek",
    "維基百科 위키백과 ウィキペディア",
    "ויקיפדיה והאנציקלופדיה",
    "ويكيبيديا الموسوعة الحرة",
    "विकिपीडिया ไทยวิกิพีเดีย",
    "T̷̗̈́e̶̼͝ẍ̵̹́t̴͇̀ with m̸̨a̶n̴y̸ marks",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇳",
    "W" * 200,
    "ﷺﷺ﷽",
    "end of flowchart subgraph end click",
    "--> A[x] %%{init} ;",
]  # fmt: skip


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site in which everything has a naughty name."""
    site = hostile_site(tmp_path_factory.mktemp("named"), [])
    wide = "W" * 199
    priority = (
        f"name: {wide}\n  order: 9\n  goal: A goal.\n  framework: A plan.\n  source: https://example.org"
    )
    site.write("priorities/wide.md", f"---\npriority:\n  {priority}\n---\n# {wide}\n")
    site.write("team/wide.md", f"---\nunit:\n  name: {wide}\n  focus: A focus.\n---\n# {wide}\n")
    for number, name in enumerate(NAUGHTY):
        title = re.sub(r"([\\`*_{}\[\]<>|&$#])", r"\\\1", name)
        partner = f"partner:\n  name: {quoted(name)}\n  kind: company\n  unit: wide"
        alignment = f"  alignment:\n    reach: {quoted(title)}\n    wide: {quoted(title)}"
        site.write(f"partners/p{number}.md", f"---\n{partner}\n{alignment}\n---\n# {title}\n")
        news = (
            f"announcement:\n  date: 2019\n  kind: event\n  summary: {quoted(title)}\n  partners: [p{number}]"
        )
        site.write(f"announcements/2019-a{number}.md", f"---\n{news}\n---\n# {title}\n")
    site.build()
    return site


@pytest.mark.parametrize("number", range(len(NAUGHTY)))
def test_names_and_titles_of_every_kind_are_text_everywhere(named: Site, number: int) -> None:
    assert named.warnings == []
    name = NAUGHTY[number]
    for page in ("partners/index", "priorities/index", "priorities/reach", f"partners/p{number}"):
        assert name in named.tree(f"html/{page}.html").text_content(), page
    catalog = json.loads(named.read("html/api/catalog.json"))
    assert name in [partner["name"] for partner in catalog["partners"]]
    feed = json.loads(named.read("html/feeds/announcements.json"))
    texts = {item["summary"] for item in feed["items"]}
    atom = ET.fromstring(named.read("html/feeds/announcements.xml"))
    summaries = {summary.text for summary in atom.iter("{http://www.w3.org/2005/Atom}summary")}
    assert (name in texts) == (name in summaries)
    with (named.out / "html/api/partners.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [row["name"] for row in csv.DictReader(stream)]
    assert {name, f"'{name}"} & set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_names_of_every_kind_add_no_markup(named: Site) -> None:
    frame = PageMarkup(named.read("html/priorities/tools.html"))
    for page in sorted(named.out.glob("html/[a-z]*/*.html")):
        found = PageMarkup(page.read_text(encoding="utf-8"))
        assert found.handlers <= frame.handlers, page
        assert found.scripts <= frame.scripts, page


@needs_browser
@pytest.mark.parametrize(
    "name",
    [
        "partners/index",
        "partners/p18",
        "priorities/wide",
        *(
            pytest.param(page, marks=pytest.mark.long)
            for page in ("priorities/index", "priorities/reach", "announcements/index", "index", "team/wide")
        ),
    ],
)
def test_names_of_every_kind_do_not_break_the_layout(named: Site, browser: Browser, name: str) -> None:
    with serve_site(named.out / "html") as address:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(f"{address}{name}.html", wait_until="load")
        width = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert width <= 360


def test_the_manual_gives_their_number() -> None:
    assert f"{len(NAUGHTY)} names" in (ROOT / "tests/README.md").read_text(encoding="utf-8")
