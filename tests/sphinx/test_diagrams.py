"""The diagrams of the catalog, drawn and compared with its facts."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from sphinx.config import Config

from builders import ROOT
from catalog_builders import build_catalog, partner_page, priority_page, sample_catalog, unit_page
from large_site import write_large_site
from mermaid_svg.flowchart import MAX_BOXES, Flowchart
from mermaid_svg.renderer import draw
from partnerships.alignment.diagram import MAX_PARTS, alignment_flowchart, priority_flowcharts
from partnerships.nodes.context import ViewContext
from partnerships.pages.team import team_flowchart
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.reader import read_page
from random_catalogs import World, worlds

SVG = "{http://www.w3.org/2000/svg}"
CONFIG = json.dumps({"config": runpy.run_path(str(ROOT / "conf.py"))["mermaid_config"]})
PARTNERS_OF_LARGE_SITE = 200


def view_context(catalog: Catalog) -> ViewContext:
    """Return the context of a view on a page that is no entry."""
    builder = SimpleNamespace(name="html", get_relative_uri=lambda _page, target: f"{target}.html")
    domain: Any = SimpleNamespace(
        catalog=catalog, page=lambda _docname: SimpleNamespace(entry=None), builder=builder
    )
    return ViewContext(domain, Config(), "index", {})


def drawn(flowchart: Flowchart) -> ET.Element:
    """Draw a flowchart as the site does; check that it is small and states what it shows."""
    assert len(list(flowchart.boxes)) <= MAX_BOXES
    root = ET.fromstring(draw(f"---\n{CONFIG}\n---\n{flowchart.code}"))
    assert squeezed(root.findtext(f"{SVG}title")) == squeezed(flowchart.title)
    assert squeezed(root.findtext(f"{SVG}desc")) == squeezed(flowchart.description)
    return root


def squeezed(text: Any) -> str:
    """Return a text without white space, and without what keeps Mermaid from reading it as markup."""
    return re.sub(r"[\s\u2060]", "", str(text or "")).replace("”", '"')


def drawn_edges(svg: ET.Element) -> set[str]:
    paths = svg.iter(f"{SVG}path")
    return {path.attrib["data-id"] for path in paths if "edge-thickness-normal" in path.get("class", "")}


def drawn_texts(svg: ET.Element) -> list[str]:
    return [squeezed("".join(text.itertext())) for text in svg.iter(f"{SVG}text")]


def large_catalog(folder: Path, announcements: int = 100) -> Catalog:
    write_large_site(folder, PARTNERS_OF_LARGE_SITE, announcements)
    pages = [
        read_page(path.read_text(encoding="utf-8"), path.relative_to(folder).with_suffix("").as_posix())[0]
        for path in sorted(folder.rglob("*.md"))
    ]
    catalog, problems = Catalog.from_pages(pages, ())
    assert problems == []
    return catalog


def expected_edges(catalog: Catalog) -> set[str]:
    """Return the names that the alignments have as arrows."""
    return {
        f"L_partner_{partner.id}_priority_{priority.id}_0".replace("-", "_")
        for partner in catalog.partners
        for priority in catalog.related(partner, "priority")
    }


@given(worlds())
@settings(max_examples=30)
def test_diagrams_and_catalog_name_exactly_the_same_edges(world: World) -> None:
    context = view_context(world.catalog())
    whole = alignment_flowchart(context)
    assert whole is not None
    svg = drawn(whole)
    assert drawn_edges(svg) == expected_edges(context.catalog)
    charts = [chart for entry in context.catalog.priorities for chart in priority_flowcharts(context, entry)]
    assert set().union(*(drawn_edges(drawn(chart)) for chart in charts)) == expected_edges(context.catalog)
    for entry in [*context.catalog.partners, *context.catalog.priorities]:
        assert entry.name in drawn_texts(svg)


def test_a_large_site_has_diagrams_for_each_priority_instead_of_one(tmp_path: Path) -> None:
    context = view_context(large_catalog(tmp_path))
    assert len(context.catalog.partners) == PARTNERS_OF_LARGE_SITE
    assert sum(partner.facts.ended for partner in context.catalog.partners) == PARTNERS_OF_LARGE_SITE / 5
    assert alignment_flowchart(context) is None
    all_edges: set[str] = set()
    for entry in context.catalog.priorities:
        parts = list(priority_flowcharts(context, entry))
        edges = [drawn_edges(drawn(part)) for part in parts]
        assert sum(map(len, edges)) == len(context.catalog.related(entry, "partner"))  # none is drawn twice
        assert len({part.title for part in parts}) == len(parts)
        all_edges = all_edges.union(*edges)
    assert all_edges == expected_edges(context.catalog)


def test_as_many_boxes_as_allowed_are_one_diagram_and_one_more_are_two() -> None:
    for number, expected in ((MAX_BOXES - 1, 1), (MAX_BOXES, 2)):
        pages = [partner_page(f"p{index}", "reach") for index in range(number)]
        context = view_context(build_catalog(unit_page(), priority_page("reach"), *pages)[0])
        [reach] = context.catalog.priorities
        assert len(list(priority_flowcharts(context, reach))) == expected
        assert (alignment_flowchart(context) is not None) == (expected == 1)


def test_a_priority_with_too_many_partners_for_diagrams_has_none() -> None:
    most = MAX_PARTS * (MAX_BOXES - 1)
    for number, expected in ((most, MAX_PARTS), (most + 1, 0)):
        pages = [partner_page(f"p{index}", "reach") for index in range(number)]
        context = view_context(build_catalog(unit_page(), priority_page("reach"), *pages)[0])
        assert len(list(priority_flowcharts(context, context.catalog.priorities[0]))) == expected


@given(worlds())
@settings(max_examples=30)
def test_the_teams_diagram_names_its_units_and_current_people(world: World) -> None:
    catalog = world.catalog()
    people = [member for entry in catalog.units for member in entry.facts.members if not member.left]
    flowchart = team_flowchart(view_context(catalog))
    assert flowchart is not None
    svg = drawn(flowchart)
    assert len(drawn_edges(svg)) == len(catalog.units) + len(people)
    assert drawn_texts(svg).count("N") == len(people)


def test_people_of_units_with_similar_ids_have_boxes_of_their_own() -> None:
    people = [{"name": name, "role": "R"} for name in ("Ada", "Bo")]
    units = {id: {"name": id.upper(), "focus": "F.", "members": people} for id in ("x", "x-0", "x-1")}
    flowchart = team_flowchart(view_context(World({}, units, {}, {}).catalog()))
    assert flowchart is not None
    ids = [box.id for box in flowchart.boxes]
    assert len(set(ids)) == len(ids) == 10
    svg = drawn(flowchart)
    assert sorted(drawn_texts(svg))[:6] == ["Ada", "Ada", "Ada", "Bo", "Bo", "Bo"]
    assert len(drawn_edges(svg)) == 9


def test_a_team_too_large_for_a_diagram_has_none() -> None:
    for number, expected in ((MAX_BOXES - 2, True), (MAX_BOXES - 1, False)):
        people = [{"name": f"Person {index}", "role": "R"} for index in range(number)]
        world = World({}, {"u": {"name": "Unit", "focus": "F.", "members": people}}, {}, {})
        assert (team_flowchart(view_context(world.catalog())) is not None) == expected


def test_a_diagram_groups_partners_by_unit_also_if_the_units_page_is_left_out() -> None:
    whole = alignment_flowchart(view_context(sample_catalog()))
    assert whole is not None
    assert 'subgraph unit_global["Global"]' in whole.code.splitlines()
    broken = unit_page()[0], unit_page()[1].replace("focus", "fokus")
    without_unit, _ = build_catalog(broken, priority_page("reach"), partner_page("acme", "reach"))
    whole = alignment_flowchart(view_context(without_unit))
    assert whole is not None
    assert 'partner_acme["Acme"]' in whole.code.splitlines()
    assert "unit_global" not in whole.code
