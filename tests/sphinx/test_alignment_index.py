"""The views of the priority-alignment index and the references between entries, in real builds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sphinx.util.inventory import InventoryFile

from builders import ROOT, HtmlTable, Site, visible_text
from mermaid_svg.flowchart import MAX_BOXES
from page_checks.directives import SPECS
from partnerships.placeholders import VIEWS
from partnerships_cli.source_tree import SourceTree

MakeSite = Callable[[str], Site]


def add_partner(site: Site, id: str, facts: str) -> None:
    site.write(
        f"partners/{id}.md",
        f"---\npartner:\n  name: {id.title()}\n  kind: company\n{facts}---\n# {id.title()}\n",
    )


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site with a second unit, a partnership that has ended, regions, and restricted views."""
    import shutil

    from builders import SMALL_SITE

    folder = tmp_path_factory.mktemp("varied")
    shutil.copytree(SMALL_SITE, folder / "source")
    site = Site(folder / "source", folder / "out")
    site.write("team/local.md", "---\nunit:\n  name: Local unit\n  focus: Works here.\n---\n# Local unit\n")
    add_partner(
        site,
        "delta",
        "  unit: local\n  since: 2010\n  until: 2020-05\n  regions: [south-asia]\n"
        "  alignment:\n    reach:\n      reason: Was read.\n      basis: stated\n      sources:\n"
        "        - {url: https://example.org/delta, title: A report, read: 2026-01-02,\n"
        "           archived: https://example.net/delta}\n",
    )
    site.edit(
        "team/global.md", "base: Accra, Ghana", "base: Accra, Ghana\n      regions: [sub-saharan-africa]"
    )
    matrices = (
        ":unit: global\n",
        ":unit: local\n",
        ":status: no-end-recorded\n",
        ":status: ended\n",
        ":region: south-asia\n",
    )
    views = "\n\n".join(
        f"```{{alignment-matrix}}\n{option}```" for option in (*matrices, ":region: north-america\n")
    )
    site.edit(
        "priorities/index.md",
        "# All priorities\n",
        f"# All priorities\n\n```{{alignment-matrix}}\n```\n\n{views}\n",
    )
    site.edit(
        "partners/index.md", "```{partner-list}\n```", "```{partner-list}\n```\n\n```{region-list}\n```"
    )
    site.edit("announcements/index.md", "```{announcement-list}\n```", "```{directory-timeline}\n```")
    assert site.build() == []
    return site


def matrices(site: Site) -> list[list[str]]:
    """Return the first cells of the rows of each matrix on the page of priorities."""
    tables = site.tree("html/priorities/index.html").iter("table")
    return [[row[0].text_content().strip() for row in table.iter("tr")] for table in tables]


def test_the_matrix_groups_partners_by_unit_and_marks_ended_partnerships(varied: Site) -> None:
    table = HtmlTable(varied.read("html/priorities/index.html"))
    assert [[text for _, text, _ in row] for row in table.rows[1:]] == [
        ["Global unit"],
        ["Acme", "Our reading", "–", "–", "1"],
        ["Beta", "Our reading, no evidence", "Our reading, no evidence", "–", "2"],
        ["Gamma", "–", "–", "–", "0"],
        ["Local unit"],
        ["Delta (ended)", "Stated by a source", "–", "–", "1"],
        ["Stated by a source", "1", "0", "0", "1"],
        ["Our reading", "2", "1", "0", "3"],
        ["Alignments: 4. Partners: 3.", "3", "1", "0", "4"],
        ["No end recorded", "2", "1", "0", "3"],
    ]


def test_the_matrix_can_be_restricted(varied: Site) -> None:
    foot = ["Stated by a source", "Our reading"]
    of_three = ["Partner", "Acme", "Beta", "Gamma", *foot, "Alignments: 3. Partners: 2."]
    of_one = ["Partner", "Delta (ended)", *foot, "Alignments: 1. Partners: 1."]
    assert matrices(varied)[1:6] == [of_three, of_one, of_three, of_one, of_one]
    assert "No partner matches this selection." in visible_text(varied.read("html/priorities/index.html"))


def header_scopes(table: HtmlElement) -> list[str | None]:
    return [cell.get("scope") for cell in table.iter("th")]


def test_every_header_cell_has_a_scope(varied: Site) -> None:
    varied.write("about.md", "---\norphan: true\n---\n# About\n\n| A | B |\n|---|---|\n| c | d |\n")
    varied.edit("conf.py", '"index.md",', '"index.md", "about.md",')
    assert varied.build() == []
    [prose_table] = varied.tree("html/about.html").iter("table")
    assert header_scopes(prose_table) == ["col", "col"]
    matrix = next(varied.tree("html/priorities/index.html").iter("table"))
    assert header_scopes(matrix) == [*["col"] * 5, "col", *["row"] * 3, "col", *["row"] * 5]
    group_headings = matrix.xpath(".//tbody//th[@scope='col']")
    assert {(cell.get("class"), cell.get("colspan")) for cell in group_headings} == {("stub", "5")}
    assert {cell.tag for cell in matrix.xpath(".//tbody/tr/*[position() > 1]")} == {"td"}


def test_an_alignment_shows_its_evidence_or_that_it_has_none(varied: Site) -> None:
    for page in ("partners/beta", "priorities/tools"):
        assert "Builds tools. Our reading No evidence is recorded." in visible_text(
            varied.read(f"html/{page}.html")
        )
    for page in ("partners/delta", "priorities/reach"):
        assert (
            "Was read. Stated by a source Source: A report (read on January 2, 2026) · archived copy"
            in visible_text(varied.read(f"html/{page}.html"))
        )
    reach = visible_text(varied.read("html/priorities/reach.html"))
    assert "as its page shows. Our reading May 1, 2019: Acme joins us" in reach
    gaps = visible_text(varied.read("html/priorities/index.html"))
    assert "Alignments without evidence (2) Beta : Reach , Tools" in gaps
    assert "Alignments with evidence that are only our reading (1) Acme : Reach" in gaps
    assert "Partner pages by their last review, oldest first (4) Acme : never" in gaps


def test_the_timeline_is_a_list_by_year_of_what_happened(varied: Site) -> None:
    [timeline] = varied.tree("html/announcements/index.html").find_class("timeline")
    years = [visible_text(year) for year in timeline.xpath("dt")]
    events = [
        [tuple(map(visible_text, (name, name.getnext()))) for name in year.iter("dt")]
        for year in timeline.xpath("dd")
    ]
    assert dict(zip(years, events, strict=True)) == {
        "2020": [("Partnerships that ended :", "Delta (ended)")],
        "2019": [("Announcements :", "Acme joins us")],
        "2018": [("Partnerships that began :", "Acme"), ("Announcements :", "The team grows")],
        "2010": [("Partnerships that began :", "Delta (ended)")],
    }


def test_a_priority_names_the_units_of_its_partners_and_a_unit_no_priority(varied: Site) -> None:
    priority = visible_text(varied.read("html/priorities/reach.html"))
    assert "Units that coordinate its partners : Global unit , Local unit" in priority
    [facts] = varied.tree("html/team/local.html").find_class("fact-box")
    assert "Reach" not in visible_text(facts)


def test_regions_link_to_the_list_of_regions(varied: Site) -> None:
    [term] = varied.tree("html/partners/index.html").xpath("//dt[@id='region-south-asia']")
    assert term.text_content() == "South Asia"
    text = visible_text(varied.read("html/partners/index.html"))
    assert "South Asia Partners: Delta (ended)" in text
    assert "Sub-Saharan Africa People: Ada Example ( Global unit )" in text
    assert "North America None recorded." in text
    assert "index.html#region-south-asia" in links(varied.tree("html/partners/delta.html"))
    of_person = "../partners/index.html#region-sub-saharan-africa"
    assert of_person in links(varied.tree("html/team/global.html"))


def test_without_a_list_regions_are_plain_text(built: Site, site: Site) -> None:
    site.edit("partners/acme.md", "  since: 2018", "  since: 2018\n  regions: [south-asia]")
    site.edit("index.md", "{priority}`reach`", "{region}`south-asia`")
    assert site.build(nitpicky=True) == [
        'index.md:3:33: WARNING: "south-asia" is not the id of a region [partnerships.unknown-value]'
    ]
    assert "Regions : South Asia" in visible_text(site.read("html/partners/acme.html"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ":unit: globe",
            '"globe" is not the id of a unit; did you mean "global"? [partnerships.unknown-unit]',
        ),
        (
            ":status: endet",
            '"endet" is not a value of "status"; did you mean "ended"? [partnerships.unknown-value]',
        ),
        (
            ":region: south asia",
            '"south asia" is not a value of "region"; did you mean "south-asia"? [partnerships.unknown-value]',
        ),
    ],
)
def test_an_invalid_option_is_reported_at_its_position_in_each_build(
    site: Site, options: str, message: str
) -> None:
    site.edit("priorities/index.md", "```{alignment-matrix}\n", f"```{{alignment-matrix}}\n{options}\n")
    for _ in range(2):
        assert site.build() == [f"priorities/index.md:7:{options.index(' ') + 2}: WARNING: {message}"]


def test_boxes_of_a_diagram_link_to_their_pages(varied: Site) -> None:
    areas = list(varied.tree("html/priorities/index.html").iter("area"))
    assert {(area.get("alt"), area.get("href")) for area in areas} >= {
        ("Acme", "../partners/acme.html"),
        ("Delta", "../partners/delta.html"),
        ("Reach", "reach.html"),
    }
    assert len({area.get("coords") for area in areas}) == len(areas) == 7
    assert all(len(area.get("coords").split(",")) == 4 for area in areas)
    linked = [area.get("alt") for area in varied.tree("html/priorities/reach.html").iter("area")]
    assert linked == ["Acme", "Beta", "Delta"]  # not the page itself


def test_a_priority_that_needs_several_diagrams_has_them_on_its_own_page(site: Site) -> None:
    for number in range(MAX_BOXES):
        add_partner(site, f"p{number}", "  unit: global\n  alignment:\n    reach: Because.\n")
    assert site.build() == []
    pages = {page: site.tree(f"html/priorities/{page}.html") for page in ("index", "reach", "tools")}
    diagrams = {page: tree.xpath("//figure[@class='diagram']//img") for page, tree in pages.items()}
    assert {page: len(images) for page, images in diagrams.items()} == {"index": 1, "reach": 2, "tools": 1}
    assert diagrams["index"][0].get("alt") == diagrams["tools"][0].get("alt")


def test_names_have_the_same_order_in_all_lists_and_files(site: Site) -> None:
    names = ["Acme", "Église ouverte", "Ezra", "Łódź Society", "Lyon"]
    for id, name in zip("edcb", names[1:], strict=True):
        add_partner(site, id, "  unit: global\n  alignment:\n    reach: Because.\n")
        site.rename(f"partners/{id}.md", id.title(), name)
    for id in ("beta", "gamma"):
        (site.source / f"partners/{id}.md").unlink()
    site.edit("partners/acme.md", "beta.md", "acme.md")
    site.build()
    index = site.tree("html/genindex.html")
    shown = {
        "catalog": [
            partner["name"] for partner in json.loads(site.read("html/api/catalog.json"))["partners"]
        ],
        "list": site.tree("html/partners/index.html").xpath("//p[@class='entry-name']//a//text()"),
        "matrix": [name for name in matrices(site)[0] if name in names],
        "index": [name for name in index.xpath("//*[@class='general-index']//a/text()") if name in names],
        "subscriptions": re.findall(
            f'title="({"|".join(names)}) – ', site.read("html/feeds/subscriptions.opml")
        ),
    }
    assert shown == dict.fromkeys(shown, names)
    letters = index.xpath("//h2[starts-with(@id, 'E') or starts-with(@id, 'L')]/text()")
    assert letters == ["E", "L"]


def test_dirhtml_writes_the_page_404_as_a_file_and_encodes_urls(site: Site) -> None:
    site.write("about/Über uns.md", "---\norphan: true\n---\n# Über uns\n")
    site.edit("conf.py", 'extensions = ["', 'extensions = ["notfound.extension", "')
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    for builder, suffix in (("html", ".html"), ("dirhtml", "/")):
        site.build(builder)
        assert f"<loc>https://example.org/en/latest/about/%C3%9Cber%20uns{suffix}</loc>" in site.read(
            f"{builder}/sitemap.xml"
        )
        for _ in range(2):
            assert (site.out / builder / "404.html").is_file()
            assert not (site.out / builder / "404").exists()
            site.build(builder)
    assert 'href="https://example.org/en/latest/about/%C3%9Cber%20uns/"' in site.read(
        "dirhtml/about/Über uns/index.html"
    )


# -- The domain ----------------------------------------------------------------------------------------------


def test_entries_are_in_the_general_index_the_search_and_the_inventory(varied: Site) -> None:
    index = varied.tree("html/genindex.html")
    for name, page in (
        ("Acme", "partners/acme"),
        ("Reach", "priorities/reach"),
        ("Local unit", "team/local"),
        ("The team grows", "announcements/2018-team"),
    ):
        [url] = index.xpath("//a[.=$name]/@href", name=name)
        assert url.startswith(f"{page}.html#")
    assert '"acme"' in varied.read("html/searchindex.js")
    with (varied.out / "html/objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, path: base + path)
    assert inventory["partnerships:region"]["south-asia"].uri == "partners/index.html#region-south-asia"


RST = """\
:orphan:

Other source
============

:partner:`acme`, :partner:`the other one <beta>`, :priority:`reach`, :unit:`global`, :announcement:`2018-team` and
:region:`south-asia`. :partner:`akme` is not there.
"""


def test_roles_work_from_restructuredtext_too(site: Site) -> None:
    site.edit("conf.py", '{".md": "markdown"}', '{".md": "markdown", ".rst": "restructuredtext"}')
    site.edit("conf.py", '"index.md",', '"index.md", "other.rst",')
    site.edit(
        "partners/index.md", "```{partner-list}\n```", "```{partner-list}\n```\n\n```{region-list}\n```"
    )
    site.write("other.rst", RST)
    assert site.build() == [
        "other.rst:6: WARNING: partnerships:partner reference target not found: akme [ref.partner]"
    ]
    [paragraph] = site.tree("html/other.html").xpath("//main//p")
    assert [(link.get("href"), visible_text(link)) for link in paragraph.iter("a")] == [
        ("partners/acme.html", "Acme"),
        ("partners/beta.html", "the other one"),
        ("priorities/reach.html", "Reach"),
        ("team/global.html", "Global unit"),
        ("announcements/2018-team.html", "The team grows"),
        ("partners/index.html#region-south-asia", "South Asia"),
    ]


OTHER = """
extensions = ["myst_parser", "sphinx.ext.intersphinx"{more}]
intersphinx_mapping = {{"directory": ("https://example.org/", {inventory!r})}}
project = "Another site"
source_suffix = {{".md": "markdown"}}
html_theme = "basic"
"""


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("", "<inv:directory:partnerships:partner#acme> [](inv:#reach)"),  # without our extension
        (
            ', "sphinxcontrib.mermaid", "partnerships"]\nhtml_baseurl = "https://example.com/"\n'
            'partnerships_tag_authority = "example.com,2026"\nx = [',
            "{partnerships:partner}`acme` {partnerships:priority}`reach`",
        ),
    ],
)
def test_another_site_links_to_entries_through_intersphinx(
    built: Site, tmp_path: Path, more: str, text: str
) -> None:
    other = Site(tmp_path / "source", tmp_path / "out")
    other.write("conf.py", OTHER.format(more=more, inventory=str(built.out / "html/objects.inv")))
    other.write("index.md", f"# Another site\n\n{text}\n")
    assert other.build() == []
    page = other.tree("html/index.html")
    for path, name in (("partners/acme.html", "Acme"), ("priorities/reach.html", "Reach")):
        assert page.xpath("//a[.=$name]/@href", name=name) == [f"https://example.org/{path}"]


# -- Both ends -----------------------------------------------------------------------------------------------


def links(part: HtmlElement) -> list[str]:
    return [str(url) for url in part.xpath(".//a/@href | .//area/@href")]


def entry_pages(folder: Path, suffix: str) -> dict[Path, str]:
    """Return the docname of each entry of this site by its page in a folder."""
    pages = {}
    for entry_folder in ("partners", "team", "priorities", "announcements"):
        for source in sorted((ROOT / entry_folder).glob("*.md")):
            if source.stem != "index":
                docname = f"{entry_folder}/{source.stem}"
                pages[folder / f"{docname}{suffix}"] = docname
    return pages


@pytest.mark.parametrize(("builder", "suffix"), [("html", ".html"), ("dirhtml", "/index.html")])
def test_links_between_entries_on_this_site_go_both_ways(tmp_path: Path, builder: str, suffix: str) -> None:
    site = Site(ROOT, tmp_path)
    env = {"SITE_URL": "https://example.org/"}
    build = site.sphinx("-q", "-n", "-W", "-b", builder, env=env)
    assert (build.returncode, build.stderr) == (0, "")
    pages = entry_pages(tmp_path / "html", suffix)
    linked = set()
    for path, docname in pages.items():
        [main] = site.tree(str(path)).iter("main")
        for url in links(main):
            target = (path.parent / url.partition("#")[0]).resolve()
            target = target if target.suffix else target / "index.html"
            if target in pages and target != path:
                linked.add((docname, pages[target]))
    assert len(linked) > len(pages)
    catalog = SourceTree.from_folder(ROOT).catalog
    from_partners = {  # news that a priority's page lists, although it does not name the priority
        (priority.docname, announcement.docname)
        for priority in catalog.priorities
        for announcement in catalog.announcements_of_partners(priority)
    }
    units_of_partners = {  # a unit coordinates partners; it does not itself support priorities
        (priority.docname, unit.docname)
        for priority in catalog.priorities
        for unit in catalog.related_via(priority, "unit", via="partner")
    }
    one_way = {(page, other) for page, other in linked if (other, page) not in linked}
    assert one_way == from_partners | units_of_partners


# -- Other formats -------------------------------------------------------------------------------------------


def cells(text: str) -> str:
    """Return the words of a page of plain text, those of each table cell together."""
    rows = re.split(r"\n\+[-+]+\+\n", text)
    columns = (zip(*(line.split("|") for line in row.splitlines()), strict=False) for row in rows)
    return " ".join(
        [*text.split(), *(word for row in columns for cell in row for part in cell for word in part.split())]
    )


@pytest.mark.parametrize(("builder", "file"), [("text", "priorities/index.txt"), ("latex", "smallsite.tex")])
def test_text_and_pdf_contain_the_matrix_and_the_reasons(varied: Site, builder: str, file: str) -> None:
    assert varied.build(builder) == []
    text = varied.read(f"{builder}/{file}")
    for expected in (
        "Partners and the priorities that they support",
        "Our reading, no evidence",
        "Alignments: 4. Partners: 3.",
    ):
        assert expected in cells(text)
    reasons = text if builder == "latex" else varied.read("text/partners/beta.txt")
    assert "Builds tools." in reasons
    assert "No evidence is recorded." in " ".join(reasons.split())


def test_the_manual_names_every_directive_and_option() -> None:
    manual = (ROOT / "about/reference.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `\{([a-z-]+)\}` \|.*\|(.*)\|$", manual, re.MULTILINE))
    assert set(rows) == set(VIEWS)
    for name, row in rows.items():
        assert set(re.findall(r"`([a-z-]+)`", row)) == set(SPECS[name].options), name


# -- Results -------------------------------------------------------------------------------------------------

RESULTS = """\
  results:
    - {figure: 250000, at_least: true, what: people trained, where: Rwanda, source: https://example.org/a}
    - figure: 12
      what: "<b>new</b> articles"
      period: 2019-12-10/2020-01
      source: {url: https://example.org/b, title: A report}
      basis: documented
"""


def test_results_are_on_the_page_of_their_partner_and_in_one_list(site: Site) -> None:
    site.edit("partners/acme.md", "  since: 2018\n", f"  since: 2018\n{RESULTS}")
    site.edit("partners/index.md", "```{partner-list}\n```", "```{result-list}\n```")
    site.edit("priorities/reach.md", "Prose of Reach.", "```{result-list}\n```")
    assert site.build() == []
    rows = [
        ["Partner", "Result", "Number", "Where", "When", "Source"],
        [
            "Acme",
            "people trained",
            "at least 250,000",
            "Rwanda",
            "–",
            "example.org (Reported by the source)",
        ],
        [
            "Acme",
            "<b>new</b> articles",
            "12",
            "–",
            "December 10, 2019 – January 2020",
            "A report (Original record)",
        ],
    ]
    for page in ("partners/acme", "partners/index", "priorities/reach"):
        [table] = site.tree(f"html/{page}.html").xpath("//table[contains(@class, 'sortable')]")
        shown = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
        own = page == "partners/acme"  # its results need no column for the partner
        assert shown == [cells[1:] if own else cells for cells in rows]
    assert "No results are recorded." in visible_text(site.read("html/partners/beta.html"))


def test_statistics_count_dated_facts_by_year_and_undated_ones_apart(site: Site) -> None:
    site.edit("index.md", "# Small site\n", "# Small site\n\n```{directory-statistics}\n```\n")
    assert site.build() == []
    table = HtmlTable(site.read("html/index.html"))
    assert [[text for _, text, _ in row] for row in table.rows] == [
        ["Year", "Partnerships that began", "Their alignments", "Announcements"],
        ["2019", "0", "0", "1"],
        ["2018", "1", "1", "1"],
        ["Without a date", "2", "2", "0"],
    ]
