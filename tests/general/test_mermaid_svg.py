"""Flowcharts, their SVG, and the directive `{mermaid}` on a site without partnerships."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docutils import nodes
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from sphinx.config import Config

from builders import ROOT, Site, published_files
from large_site import SCRIPTS
from mermaid_svg import flowchart, renderer
from mermaid_svg.flowchart import MAX_BOXES, MAX_HEADING_WIDTH, Box, Flowchart, Group
from mermaid_svg.nodes import _areas, box_link, diagram_node

SVG = "{http://www.w3.org/2000/svg}"
CONFIG = json.dumps({"config": runpy.run_path(str(ROOT / "conf.py"))["mermaid_config"]})
ODD_LABELS = [
    "A",
    "a " * 100,
    "x" * 200,
    "語" * 200,
    "日本 " * 60,
    'say "this"; #35; %% `md` \\n <b>&amp;',
    "$$Save$$ the Web",
    "a $x$ and $$",
    "end",
    "--> graph subgraph",
    *(name.format("7") for name in SCRIPTS),
]
CONF = """
extensions = ["myst_parser", "mermaid_svg"]
mermaid_output_format = "svg"
mermaid_config = {"htmlLabels": False, "flowchart": {"htmlLabels": False}}
"""


def draw(chart: Flowchart) -> bytes:
    return renderer.draw(f"---\n{CONFIG}\n---\n{chart.code}")


def test_an_image_has_all_of_its_colors_again_for_dark_pages() -> None:
    colors = runpy.run_path(str(ROOT / "conf.py"))["mermaid_dark_colors"]
    image = draw(Flowchart("T", "D", [Group("g", "Group", [Box("a", "A"), Box("b", "B")])], [("a", "b")]))
    [style] = ET.fromstring(renderer.with_dark_colors(image, colors)).iter(f"{SVG}style")
    light, _, dark = (style.text or "").partition("@media (prefers-color-scheme:dark){")
    assert "fill:#e8eeff;stroke:#36c" in light
    assert "fill:#1b223d;stroke:#88a3e8" in dark
    assert ".edgePaths .path{stroke:#a2a9b1" in dark
    assert not {"#e8eeff", "#36c", "#f8f9fa"} & set(re.findall("#[0-9a-f]{3,6}", dark))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060]", "", text).replace("”", '"')


@pytest.mark.parametrize("label", ODD_LABELS)
@pytest.mark.parametrize("number", [1, 12])
def test_an_image_shows_every_label_as_text(label: str, number: int) -> None:
    boxes = [Box(f"partner_{index}", label) for index in range(number)]
    groups = [Group("unit", label, boxes), Group("priorities", "", [Box("p", "P"), Box("q", "Q")])]
    for edges in ([(box.id, end) for box in boxes for end in ("p", "q")], [("unit", "p")]):
        svg = ET.fromstring(draw(Flowchart(label, label, groups, edges)))
        texts = [squeezed("".join(text.itertext())) for text in svg.iter(f"{SVG}text")]
        start = squeezed(label.removesuffix(label[90:]))
        assert sum(text.startswith(start) for text in texts) == number + 1


LONG_NAME = "International Association for the Free Exchange of Knowledge, Culture and Education number {}"


def draw_largest_chart(names: tuple[str, ...]) -> bytes:
    """Return a chart with as many boxes as allowed, and two arrows from each of the names."""
    targets = [Box(f"t{index}", "Worldwide Readership", rounded=True) for index in range(5)]
    boxes = [
        Box(f"b{index}", names[index % len(names)].format(index)) for index in range(MAX_BOXES - len(targets))
    ]
    edges = [(box.id, targets[(index + of) % 5].id) for index, box in enumerate(boxes) for of in range(2)]
    groups = [Group("u", "A group", boxes), Group("t", "Targets", targets)]
    return draw(Flowchart("T", "D", groups, edges))


@pytest.mark.parametrize("names", [SCRIPTS, ("Foundation", "Institute for Free Knowledge"), (LONG_NAME,)])
def test_as_many_boxes_as_allowed_stay_below_40_kilobytes(names: tuple[str, ...]) -> None:
    assert len(draw_largest_chart(names)) < 40_000


def test_the_limit_of_boxes_is_not_needlessly_low() -> None:
    assert len(draw_largest_chart(("Foundation", "Institute for Free Knowledge"))) > 20_000


SIGNS = st.text("$#%&*_~`\\\"'<>()[]{}|@:;=-+.,!?/ ab1", min_size=1, max_size=30)


@given(SIGNS.filter(str.strip))
@settings(max_examples=100)
def test_a_label_is_plain_text_whatever_signs_it_has(label: str) -> None:
    svg = ET.fromstring(draw(Flowchart("T", "D", [Group("g", label, [Box("a", label), Box("b", label)])])))
    texts = [squeezed("".join(text.itertext())) for text in svg.iter(f"{SVG}text")]
    assert texts == [squeezed(label.replace('"', "”"))] * 3


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
@example('say "this"')
@example("a <b> \\n c")
def test_a_label_cannot_end_early(text: str) -> None:
    label = flowchart._plain(text)
    assert '"' not in label
    assert "<" not in label
    assert "\\n" not in label


def test_a_label_is_cut_between_words_if_it_has_several() -> None:
    assert Box("a", "word " * 30).code == f'a["{" ".join(["word"] * 20)}…"]'
    assert Box("a", "x" * 101, rounded=True).code == f'a("{"x" * 99}…")'
    assert Box("a", f"Of {'x' * 200}").code == f'a["Of {"x" * 96}…"]'
    assert Box("a", "x" * 100).code == f'a["{"x" * 100}"]'


@pytest.mark.parametrize(
    "label", ["x" * 95, "Partnerships with international organizations in all parts of the world", "語" * 60]
)
def test_the_heading_of_a_frame_is_broken_into_lines(label: str) -> None:
    svg = ET.fromstring(draw(Flowchart("T", "D", [Group("g", label, [Box("a", "A")])])))
    [frame] = svg.iterfind(f".//{SVG}g[@class='cluster']")
    lines = ["".join(line.itertext()) for line in frame.iter(f"{SVG}tspan") if "row" in line.get("class", "")]
    assert len(lines) > 2
    assert max(len(line) for line in lines) <= MAX_HEADING_WIDTH
    assert squeezed("".join(lines)) == squeezed(label)
    [box] = svg.iterfind(f".//{SVG}g[@class='nodes']/{SVG}g")
    top = float(box.attrib["transform"].rstrip(")").split(",")[1]) - float(box[0].attrib["height"]) / 2
    assert top - float(frame[0].attrib["y"]) > 15 * len(lines)  # the lines are above the box


def site_with(folder: Path, text: str, conf: str = CONF) -> Site:
    site = Site(folder / "source", folder / "out")
    site.write("conf.py", conf)
    site.write("index.md", f"# A page\n\n{text}\n\nWords below it.\n")
    return site


def figure(site: Site) -> Any:
    """Return the figure of the page."""
    [shown] = html.fromstring(site.read("html/index.html")).iter("figure")
    return shown


def test_the_directive_shows_an_image_with_its_options(tmp_path: Path) -> None:
    options = ":alt: From A to B & back\n:caption: A caption\n:name: a-name"
    site = site_with(tmp_path, f"```{{mermaid}}\n{options}\n\nflowchart LR\n  a --> b\n```\n\n[](#a-name)\n")
    site.build()
    shown, image = figure(site), figure(site).find("img")
    assert (shown.get("id"), shown.findtext("figcaption")) == ("a-name", "A caption")
    assert image.get("alt") == "From A to B & back"
    svg = ET.parse(site.out / "html" / image.get("src")).getroot()
    size = [round(float(number)) for number in svg.attrib["viewBox"].split()[2:]]
    assert [int(image.get("width")), int(image.get("height"))] == size
    assert b"mermaid.esm" not in b"".join(published_files(site.out / "html").values())


@pytest.mark.parametrize("builder", ["latex", "man", "texinfo", "text"])
def test_formats_of_words_leave_diagrams_out(tmp_path: Path, builder: str) -> None:
    site = site_with(tmp_path, "```{mermaid}\n:caption: A caption\n\nflowchart LR\n  a --> b\n```\n")
    site.build(builder)
    text = b"".join(path.read_bytes() for path in (site.out / builder).rglob("*.*") if path.is_file())
    assert b"Words below it." in text
    assert b"A caption" not in text
    assert not list(site.out.rglob("mermaid-*.svg"))


def test_a_caption_is_translated_like_other_texts(tmp_path: Path) -> None:
    site = site_with(tmp_path, "```{mermaid}\n:caption: A caption\n\nflowchart LR\n  a --> b\n```\n")
    site.build("gettext")
    assert 'msgid "A caption"' in site.read("translations/gettext/index.pot")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nonsense", "index.md:3: WARNING: No Mermaid diagram type detected"),
        (
            "",
            'index.md:3: ERROR: Content block expected for the "mermaid" directive',
        ),
    ],
)
def test_a_diagram_that_cannot_be_drawn_is_reported_at_its_line(
    tmp_path: Path, content: str, message: str
) -> None:
    site = site_with(tmp_path, f"```{{mermaid}}\n{content}\n```\n")
    warnings = site.build()
    assert [warning[: len(message)] for warning in warnings] == [message]
    assert "<img" not in site.read("html/index.html")


@pytest.mark.parametrize("unsupported", [" chart.mmd\n", "\n:zoom:\n\n"])
def test_a_file_or_an_option_without_effect_is_an_error(tmp_path: Path, unsupported: str) -> None:
    name = unsupported.strip().strip(":")
    site = site_with(tmp_path, f"```{{mermaid}}{unsupported}flowchart LR\n  a --> b\n```\n")
    [message] = site.build()
    assert f'index.md:3: ERROR: "{name}" is not supported; write the code as content' in message


def test_a_command_that_draws_otherwise_is_reported(tmp_path: Path) -> None:
    site = site_with(tmp_path, "Text.\n", f'{CONF}mermaid_cmd = "npx mmdc"\n')
    assert site.build() == [
        'WARNING: mermaid_cmd is "npx mmdc", but merman draws the diagrams; delete the setting from conf.py '
        "[mermaid_svg.command]"
    ]


def test_without_merman_a_diagram_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mermaid_svg.renderer.CAN_DRAW", False)
    site = site_with(tmp_path, "```{mermaid}\nflowchart LR\n  a --> b\n```\n")
    assert site.build() == []
    assert "<img" not in site.read("html/index.html")


def test_a_box_whose_reference_was_not_resolved_is_no_link(tmp_path: Path) -> None:
    chart = Flowchart("T", "D", [Group("", "", [Box("a", "A"), Box("b", "B")])])
    config = Config()
    config.add("mermaid_config", None, "env", ())
    node = diagram_node(config, chart.code, "", "")
    node += box_link("", "", nodes.reference("", "A", refuri="a.html"), box="a")
    node += box_link("", "", nodes.inline("", "B"), box="b")
    svg = ET.fromstring(renderer.draw(node["code"]))
    assert [area["href"] for area in _areas(svg, node)] == ["a.html"]
