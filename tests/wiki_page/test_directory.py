"""The page for Meta-Wiki, as MediaWiki and its extension Translate read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import mwparserfromhell
import pytest
from hypothesis import given
from mwparserfromhell.nodes import HTMLEntity, Node, Tag, Text

from builders import ROOT
from catalog_builders import (
    MORE_ODD_TEXTS,
    ODD_TEXTS,
    SITE_FACTS,
    announcement_page,
    build_catalog,
    partner_page,
    priority_page,
    unit_page,
)
from diagnostics.unsafe_text import FORBIDDEN
from odd_pages import ODD
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.entry import Page
from partnerships_data.pages.models import Options
from partnerships_data.pages.reader import read_page
from random_catalogs import World, worlds
from translate_parser import parse_page
from wiki_page.current_page import write_page as wiki_page
from wiki_page.directory import PROSE, matrix_wikitext
from wiki_page.wikitext import date, escaped, link, sentence, unit_text

WIKI_MARKUP = [
    "[[File:x.png|thumb]] [[Category:X]] [https://example.org x] [[a|b",
    "{{Delete}} {{{1|}}} {{#if:1|{{x}}",
    "{| class=x\n| a || b\n|}",
    "|- || !! |+ |}",
    "</translate> <translate> <!--T:1--> --> <!-- </tvar> <tvar name=1>x</tvar> <tvar|x>y</>",
    "<languages/> <noinclude> </noinclude> <onlyinclude>x</onlyinclude> <nowiki> </nowiki> <pre>",
    "'''bold''' ''italic'' '''''both'''''",
    "* item",
    "# item",
    ": item",
    "; item : x",
    "== heading ==",
    "---- rule",
    "  preformatted",
    "#REDIRECT [[x]]",
    "~~~~ ~~~ ~~~~~",
    "__TOC__ __NOTOC__ ＿＿目次＿＿",
    "https://example.org mailto:x@example.org ftp://x news:x",
    "ISBN 9783161484100 RFC 2119 PMID 123",
    "-{R|x}- -{zh-hans:a;zh-hant:b}-",
    "$1 $2 $url {{TRANSLATIONLANGUAGE}}",
    "<b>b</b> <script>x</script> <ref>x</ref> <br/> &lt;b&gt; &#91;&#91;x]]",
    "a\u0338 \u0338 <\u0338 >\u0338 =\u0338",
    "e\u0301 \u212b \u037e \uac00\u11a8",
    "tel:12 '12' ~3~~ 100% _1__",
    "a\nb\n\nc\n* d\n{{e",
]
PAGES = [
    *(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("tests/corpora/attacks/*.md"))),
    *ODD.values(),
]
HOSTILE = [text for text in (*ODD_TEXTS, *MORE_ODD_TEXTS, *WIKI_MARKUP, *PAGES) if text.strip()]


def site_catalog() -> Catalog:
    return SourceTree.from_folder(ROOT).catalog.published


def catalog_with_text(text: str) -> Catalog:
    """Return a catalog in which each text except sentences in Markdown is this one."""
    more = """
  until: 2020
  page: {url: https://meta.wikimedia.org/wiki/Acme, title: T}
  alignment:
    reach: {reason: R., basis: stated, sources: [{url: https://example.org/source, title: S}]}"""
    news = "\n  partners: [acme]\n  priorities: [reach]\n  link: https://example.org/it"
    named = [
        ("team/global", unit_page()[1].replace("Works.", "Works.\n  members: [{name: A, role: B, base: C}]")),
        priority_page("reach"),
        partner_page("acme", more=more),
        announcement_page("it", more=news),
    ]
    pages = []
    for docname, page_text in named:
        page = read_page(page_text, docname)[0]
        assert page.entry
        paths = [path for path, _ in page.entry.facts.texts() if path[-1] not in ("reason", "focus")]
        paths += [("members", 0, "name")] if page.entry.kind == "unit" else []
        paths += [("alignment", "reach", "sources", 0, "title")] if page.entry.kind == "partner" else []
        pages.append(page.translated(text, dict.fromkeys(paths, text)))
    catalog, problems = Catalog.from_pages(pages, ())
    assert problems == []
    return catalog


def markup(nodes: list[Node]) -> Iterator[str]:
    """Yield the markup of parsed wikitext in its order, without texts."""
    for node in nodes:
        if not isinstance(node, Text | HTMLEntity):
            names = (getattr(node, name, None) for name in ("tag", "level", "name"))
            yield " ".join([type(node).__name__, *(str(name) for name in names if name)])
        if isinstance(node, Tag) and node.contents:
            yield from markup(node.contents.nodes)


def structure(wikitext: str) -> list[str]:
    return list(markup(mwparserfromhell.parse(wikitext).nodes))


def as_shown(text: str) -> str:
    """Return a text as a wiki shows it."""
    return " ".join(unicodedata.normalize("NFC", FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)).split())


def check_rules(page: str) -> None:
    """Check what a page must be for Translate, for each fact and for saving."""
    units = parse_page(page).units
    assert parse_page(page).saved == page  # to mark the page for translation changes nothing
    assert "-1" not in [unit.marker for unit in units]
    assert PROSE.keys() <= {unit.marker for unit in units}
    assert page.count("<translate>") == page.count("</translate>") == len(units)
    for unit in units:
        assert "\n" not in unit.text  # a heading and its paragraph are different units
        assert unit.is_heading == unit.text.startswith("=")
        assert unit.text_for_translators.count("$") == len(unit.variables)
        assert "tvar" not in unit.text_for_translators.replace("&#60;tvar", "").replace("&#60;/tvar", "")
    assert unicodedata.is_normalized("NFC", page)
    assert not re.search(r"~~~|\{\{subst:|[ \t]$", page, re.MULTILINE)


# -- This site ----------------------------------------------------------------------------------------------


def test_translate_accepts_the_page_of_this_site() -> None:
    check_rules(wiki_page(site_catalog()))


def test_the_page_of_this_site_has_a_unit_for_each_fact() -> None:
    catalog, page = site_catalog(), parse_page(wiki_page(site_catalog()))
    units = {unit.marker: unit.text for unit in page.units}
    for edge in catalog.alignments:
        id = f"{edge.partner.first_id}-{edge.priority.first_id}"
        assert units[id].startswith(f"{edge.priority.name}: ")
        for source in edge.facts.sources:
            assert escaped(source.name) in units[f"{id}-evidence"]
    for partner in catalog.partners:
        assert units[f"{partner.first_id}-name"] == f"=== {partner.name} ==="
    for entry in catalog.announcements:
        assert escaped(entry.title) in units[f"announcement-{entry.first_id}"]
    members = [member.name for unit in catalog.units for member in unit.facts.members]
    assert all(any(text.startswith(member) for text in units.values()) for member in members)


def test_the_page_of_this_site_is_valid_wikitext() -> None:
    catalog = site_catalog()
    rendered = parse_page(wiki_page(catalog)).rendered
    parsed = mwparserfromhell.parse(rendered)
    assert {str(template.name) for template in parsed.filter_templates()} <= {
        "#translation:", "TRANSLATIONLANGUAGE", *(f"#time:{style}" for style in ("Y", "F Y", "j F Y"))
    }  # fmt: skip
    links = [str(found.title) for found in parsed.filter_wikilinks()]
    assert all(found.startswith(("Special:MyLanguage/", "Category:")) for found in links)
    assert "https://meta.wikimedia.org" not in rendered
    [table] = parsed.filter_tags(matches=lambda node: node.tag == "table")
    rows = table.contents.filter_tags(matches=lambda node: node.tag == "tr", recursive=False)
    assert [str(row.contents.filter_tags()[0].contents).strip() for row in rows] == [
        partner.name + (" †" if partner.facts.ended else "") for partner in catalog.partners
    ]
    headings = [str(heading.title).strip() for heading in parsed.filter_headings()]
    names = [entry.name for entry in (*catalog.units, *catalog.partners)]
    fixed = ["Our team", "Our partners", "Priorities", "Announcements"]
    assert sorted(headings) == sorted([*fixed, *names])
    assert "Who are we" not in rendered


def test_the_matrix_of_this_site_is_one_table_with_source_and_date() -> None:
    catalog = site_catalog()
    text = matrix_wikitext(catalog, SITE_FACTS).decode()
    assert "translate" not in text
    assert "tvar" not in text
    table = mwparserfromhell.parse(text).nodes[0]
    assert isinstance(table, Tag)
    assert table.tag == "table"
    assert "[https://example.org/en/latest/priorities/index.html Partnerships]" in text
    assert max(entry.last_changed or "" for entry in catalog.entries()) in text
    cells = [
        str(cell.contents).strip()
        for cell in table.contents.filter_tags(matches=lambda node: node.tag == "td")
    ]
    assert len(cells) - 1 == len(catalog.partners) * len(catalog.priorities)  # one is the caption
    assert sum("✓" in cell for cell in cells[1:]) == len(catalog.alignments)


# -- Hostile texts ------------------------------------------------------------------------------------------


# What MediaWiki replaces in a text, beyond what mwparserfromhell knows.
REPLACED = re.compile(r"~~~|__|＿＿|\'\'|://|[a-z]:\S|-\{|\{\{|!!|(?:RFC|PMID|ISBN) |[<>|=$\u0338\ufffd]")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_is_text_wherever_it_is(text: str) -> None:
    for before in ("", "* ", "'", "<em>", "[https://example.org ", "! ", "<tvar>1</tvar>"):
        assert structure(f"x{before}{escaped(text)}") == structure(f"x{before}")
    assert not REPLACED.search(escaped(text))
    assert as_shown(str(mwparserfromhell.parse(unit_text(escaped(text))).strip_code())) == as_shown(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_changes_the_structure_of_no_page(text: str) -> None:
    plain, page = wiki_page(catalog_with_text("x")), wiki_page(catalog_with_text(text))
    check_rules(page)
    assert structure(parse_page(page).rendered) == structure(parse_page(plain).rendered)
    hostile, harmless = (
        matrix_wikitext(catalog_with_text(name), SITE_FACTS).decode() for name in (text, "x")
    )
    assert structure(hostile) == structure(harmless)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_sentence_in_markdown_becomes_links_only(text: str) -> None:
    wikitext = unit_text(sentence(text, build_catalog()[0]))
    assert [
        tag
        for tag in structure(wikitext.replace("<tvar", "<span").replace("</tvar", "</span"))
        if tag not in ("Tag span", "ExternalLink", "Wikilink")
    ] == []
    [unit] = parse_page(f"<translate><!--T:x--> {wikitext}</translate>").units
    assert unit.text == wikitext


@pytest.mark.parametrize(
    ("markdown", "wikitext"),
    [
        ("A *b* **c** `d`.", "A b c d."),
        (
            "[Plan](https://meta.wikimedia.org/wiki/Kiwix/Plan_2020-2021#Part_1)",
            "[[<tvar>Special:MyLanguage/Kiwix/Plan 2020-2021#Part 1</tvar>|Plan]]",
        ),
        (
            "[a | b](https://meta.m.wikimedia.org/wiki/Help:It%27s_%26)",
            "[[<tvar>Special:MyLanguage/Help:It's &#38;</tvar>|a &#124; b]]",
        ),
        ("[q](https://meta.wikimedia.org/w/index.php?title=X)", "[<tvar>https://meta.wikimedia.org/w/index.php?title=X</tvar> q]"),
        ("<https://example.org/a?b=''c~~~~__TOC__>", "[<tvar>https://example.org/a?b=%27%27c%7E%7E%7E%7E%5F%5FTOC%5F%5F</tvar> https&#58;//example.org/a?b&#61;'&#39;c~&#126;&#126;&#126;&#95;&#95;TOC_&#95;]"),
        ("[page](../team/index.md) [x](#y)", "page x"),
        ("{partner}`acme`, {unit}`nobody`, {region}`x`", "Acme, nobody, x"),
        ("12 of 1,500 (2.5%) since 2019-05", "<tvar>12</tvar> of <tvar>1,500</tvar> (<tvar>2.5</tvar>%) since <tvar>2019-05</tvar>"),
        ("US$1.1 COVID-19 2G 4th", "US&#36;<tvar>1.1</tvar> COVID-19 2G 4th"),
        ("![alt](x.png) a\\\nb", "alt a b"),
        ("*'*'a' **RFC** 12 `~`~`~`", "&#39;&#39;a' RF&#67; <tvar>12</tvar> &#126;&#126;&#126;"),
    ],
)  # fmt: skip
def test_markdown_becomes_wikitext(markdown: str, wikitext: str) -> None:
    catalog, _problems = build_catalog(unit_page(), partner_page("acme"))
    assert sentence(markdown, catalog) == wikitext


@pytest.mark.parametrize(
    "title",
    ["~~~", "./A", "A/../B", "A%00B", "A%AD", "A%E2%80%AEB", "A%26amp%3BB", "A%2541", "A%5BB", "A%7CB"],
)
def test_a_url_without_a_title_for_a_wiki_is_a_link_to_the_web(title: str) -> None:
    url = f"https://meta.wikimedia.org/wiki/{title}"
    assert link(url, "a") == f"[<tvar>{url.replace('~~', '%7E%7E')}</tvar> a]"


def test_a_url_is_not_read_as_an_html_entity() -> None:
    url = "https://example.org/?b&lt;c&#60;d&e"
    assert link(url, "a") == f"[<tvar>{url.replace('&lt', '&amp;lt').replace('&#', '&amp;#')}</tvar> a]"


def test_dates_are_in_the_language_of_the_page() -> None:
    assert date("2019-08-16") == "<tvar>{{#time:j F Y|2019-08-16|{{TRANSLATIONLANGUAGE}}}}</tvar>"
    assert date("2019-08") == "<tvar>{{#time:F Y|2019-08-01|{{TRANSLATIONLANGUAGE}}}}</tvar>"
    assert date("2019") == "<tvar>{{#time:Y|2019-01-01|{{TRANSLATIONLANGUAGE}}}}</tvar>"
    assert link(None, "a") == link("javascript:x", "a") == "a"


# -- Markers ------------------------------------------------------------------------------------------------


@given(worlds())
def test_random_directories_obey_the_rules(world: World) -> None:
    check_rules(wiki_page(world.catalog()))


def units_of(catalog: Catalog) -> dict[str, str]:
    return {unit.marker: unit.text for unit in parse_page(wiki_page(catalog)).units}


def test_a_change_of_a_reason_changes_one_unit() -> None:
    catalog = site_catalog()
    for edge in catalog.alignments:
        changed = with_reason(catalog, edge.partner.id, edge.priority.id, "Another reason.")
        before, after = units_of(catalog), units_of(changed)
        assert before.keys() == after.keys()
        [marker] = [marker for marker in before if before[marker] != after[marker]]
        assert marker == f"{edge.partner.first_id}-{edge.priority.first_id}"


def with_reason(catalog: Catalog, partner: str, priority: str, reason: str) -> Catalog:
    entries = []
    for entry in catalog.entries():
        if (entry.kind, entry.id) == ("partner", partner):
            page = Page(entry.docname, entry, Options(), ())
            entry = page.translated(entry.title, {("alignment", priority, "reason"): reason}).entry or entry
        entries.append(entry)
    return Catalog.from_entries(entries)


def test_a_variable_changes_no_text_for_translators() -> None:
    def text(more: str) -> str:
        news = announcement_page("news", more=more)
        units = parse_page(wiki_page(build_catalog(news)[0])).units
        [found] = [unit for unit in units if unit.marker == "announcement-2019-news"]
        return found.text_for_translators

    link = "\n  link: https://example.org/"
    assert text(f"{link}a") == text(f"{link}b") == "[$1 news] ($2)"


def test_different_facts_have_different_markers() -> None:
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("c", 1),
        priority_page("b-c", 2),
        partner_page("a-b", "c"),
        partner_page("a", "b-c"),
        partner_page("z" * 150, "c"),
    )
    assert problems == []
    markers = list(units_of(catalog))
    assert {"a-b-c", "a-b-c-2", "a-b-c-evidence", "a-b-c-evidence-2"} <= set(markers)
    assert [marker for marker in markers if marker.startswith("zz")] == [
        "z" * 100, f"{'z' * 100}-2", f"{'z' * 100}-2-2"
    ]  # fmt: skip


def test_markers_stay_when_a_page_is_renamed() -> None:
    former = "\n  formerly: [acme]"
    pages = unit_page(), priority_page("reach")
    before, after = (
        build_catalog(*pages, partner_page(id, "reach", more=more))[0]
        for id, more in (("acme", ""), ("acme-group", former))
    )
    assert units_of(before).keys() == units_of(after).keys()


def test_people_who_left_and_drafts_are_not_on_the_page() -> None:
    people = "\n  members: [{name: Ann, role: R}, {name: Bob, role: R, left: 2020}, {name: 王, role: R}]"
    docname, text = unit_page()
    catalog, _problems = build_catalog(
        (docname, text.replace("Works.", f"Works.{people}")),
        announcement_page("secret", more="\n  draft: true"),
    )
    page = wiki_page(catalog.published)
    assert "Ann – R" in page
    assert "王 – R" in page
    assert "Bob" not in page
    assert "secret" not in page
