"""`check` and a build report the same problems, in one run: path, line, column, code and text."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from builders import BROKEN_PAGES, SMALL_SITE, Site, attack_files, hostile_site
from catalog_builders import SITE_FACTS
from message_examples import MANUAL, MISSPELLINGS, read_examples
from odd_pages import ODD
from page_checks.checker import PageChecker
from page_checks.directives import SPECS
from page_checks.references import ADDED_ANCHORS, published_paths
from partnerships.domain import PartnershipsDomain
from partnerships.outputs.published_files import file_makers
from partnerships.pages.entry_page import SECTIONS
from partnerships.placeholders import VIEWS
from partnerships_cli.check import find_problems
from partnerships_cli.problem_formats import FORMATS
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.filters import ANNOUNCEMENT_OPTIONS, PARTNER_OPTIONS
from partnerships_data.pages.models import KINDS
from safe_markdown.allowed import ALLOWED_DIRECTIVES


def checked(site: Site) -> list[str]:
    return [
        str(problem)
        for problem in find_problems(SourceTree.from_folder(site.source), PageChecker(site.source))
    ]


def built(site: Site) -> list[str]:
    """Return the warnings of a build in the format of `check`; a warning of Sphinx itself has another one."""
    pattern = r" WARNING: (.*) \[partnerships\.([a-z-]+)\]$"
    return [re.sub(pattern, r" \2: \1", line) for line in site.build()]


def check_doors(site: Site, expected_count: int) -> None:
    messages = built(site)
    assert messages == checked(site)
    assert len(messages) >= expected_count


def test_attacks(tmp_path: Path) -> None:
    check_doors(hostile_site(tmp_path, attack_files()), len(attack_files()))


def test_odd_pages(tmp_path: Path) -> None:
    site = hostile_site(tmp_path, [])
    for name, text in ODD.items():
        site.write(f"about/{name}.md", f"# {name}\n\n{text}" if text else "")
    check_doors(site, len(ODD))


def test_broken_front_matter(tmp_path: Path) -> None:
    shutil.copytree(SMALL_SITE, tmp_path / "source")
    shutil.copytree(BROKEN_PAGES, tmp_path / "source", dirs_exist_ok=True)
    site = Site(tmp_path / "source", tmp_path / "out")
    site.edit("conf.py", '"index.md",', '"index.md", "about/**",')
    check_doors(site, 150)


def test_examples_of_the_manual(tmp_path: Path) -> None:
    """All examples in one site, each in a file of its own."""
    site = hostile_site(tmp_path, [])
    examples = list(read_examples(MANUAL.read_text(encoding="utf-8")))
    for number, example in enumerate(examples):
        folder, _, name = example.path.rpartition("/")
        prefix = re.match(r"[0-9-]+-", name)
        stem = f"{prefix[0] if prefix else ''}example-{number}.md"
        path = example.path if example.path.startswith("releases") else f"{folder}/{stem}"
        (site.source / path).parent.mkdir(parents=True, exist_ok=True)
        (site.source / path).write_bytes(
            example.page.encode("latin-1" if "not-text" in example.code else "utf-8")
        )
    check_doors(site, len(examples))


MISTAKES = {
    "unknown page": "[x y](nowhere.md)",
    "unknown heading": "[x y](../partners/acme.md#nowhere), [x y](#nowhere), [x y](../index.md#small-site)",
    "unknown file": "[x y](../conf.py) ![x](nowhere.png) ![x](https://example.org/x.png)",
    "unknown names": "{partner}`acmee` {foo}`bar` {doc}`nowhere` {published}`feeds/x.xml` {region}`europe`",
    "prefixed roles": "{partnerships:partner}`acmee` {partnerships:doc}`../index` {partnerships:unit}`x`",
    "bare address": "[x y](www.example.org)",
    "markup": "Some <b>bold</b> and a \x07 bell. &#x202e;",
    "draft": "{announcement}`2026-draft` [x y](../announcements/2026-draft.md)",
    "footnotes": "One.[^a] Two.[^b]\n\n[^a]: A.\n[^c]: C.\n[^a]: Again.",
    "blocks": "```{nte}\nx\n```\n\n```{note}\n:clas: x\nWe recieve it [here](https://example.org/a).\n```",
    "figures": ":::{figure} picture.png\n:::\n\n```{figure} picture.png\n:alt: x\n\n- a\n```",
    "languages": "```pyhton\nx\n```\n\n```{code-block} json\n{\n```\n\n```json\n{\n```",
    "lists": "```{announcement-list}\n:limit: many\n:partner: acmee\n```\n\n```{partner-list} x\n```",
    "diagram": "```{mermaid}\nflowchart LR\n  a[\n```",
    "headings": "## Two\n\n#### Four\n\n# One",
    "titles": "[a]: https://example.org/a\n[a]: https://example.org/b\n\n[x y][a]",
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_in_prose(tmp_path: Path, name: str) -> None:
    site = hostile_site(tmp_path, [])
    draft = "announcement:\n  date: 2026\n  kind: event\n  summary: S.\n  draft: true"
    site.write("announcements/2026-draft.md", f"---\n{draft}\n---\n# Draft\n\n[x y](nowhere.md)\n")
    site.write("about/mistakes.md", f"# Mistakes\n\n{MISTAKES[name]}\n")
    site.write("about/nested.md", f"# Nested\n\n:::{{note}}\n{MISTAKES[name]}\n:::\n")
    check_doors(site, 3)


def test_wrong_values_ids_and_references_come_in_one_run(site: Site) -> None:
    site.edit("partners/acme.md", "company", "firm")
    site.edit("partners/acme.md", "    reach:", "    raech:")
    site.edit("partners/acme.md", "Prose of Acme.", "See {partner}`beat` and [x y](nowhere.md).")
    messages = built(site)
    codes = [message.split(": ")[1] for message in messages]
    assert codes == ["unknown-value", "unknown-priority", "unknown-partner", "unknown-target"]
    assert messages == checked(site)


def test_correct_links_pass_both_doors(site: Site) -> None:
    site.edit(
        "partners/beta.md",
        "# Beta\n",
        "# Beta\n\n[x y](acme.md#announcements), [x y](#alignment), [x y](#a-part), [x y](../index.md), {doc}`acme`,\n"
        "[x y](/team/global.md#people), [x y](acme.md#the-part-1)\n\n## A *part*\n\nText.\n",
    )
    site.edit("partners/acme.md", "Prose of Acme.", "## The part\n\nText.\n\n## The `part`\n\nText.")
    assert (built(site), checked(site)) == ([], [])
    links = site.tree("html/partners/beta.html").xpath("//a[text()='x y' or .//text()='x y']/@href")
    assert len(links) == 6
    for link in links:
        page, _, anchor = link.partition("#")
        target = site.tree(f"html/partners/{page or 'beta.html'}")
        assert not anchor or target.xpath("//*[@id=$id]", id=anchor), link


def test_a_renamed_id_is_named(site: Site) -> None:
    site.edit("partners/acme.md", "  kind: company", "  kind: company\n  formerly: [acme-world]")
    site.edit("partners/beta.md", "# Beta\n", "# Beta\n\nLike {partner}`acme-world`.\n")
    [message] = built(site)
    assert message.endswith('unknown-partner: "acme-world" is now "acme"; type that')
    assert checked(site) == [message]


def test_files_that_no_build_reads_are_named(site: Site) -> None:
    page = (site.source / "partners/acme.md").read_text(encoding="utf-8")
    for name in (
        "Partners/one.md",
        "partner/two.md",
        "partners/three.MD",
        "partners/four.markdown",
        "five.md",
    ):
        site.write(name, page)
    site.write("team/aux.md", page)
    messages = built(site)
    text = "1:1: wrong-place: this file is not part of the site; move it to partners"
    assert f"Partners/one.md:{text}/one.md" in messages
    assert f"partner/two.md:{text}/two.md" in messages
    assert f"partners/three.MD:{text}/three.md" in messages
    assert f"partners/four.markdown:{text}/four.md" in messages
    assert f"five.md:{text}/five.md" in messages
    assert 'team/aux.md:1:1: wrong-place: Windows does not allow the name "aux.md"; rename it' in messages
    assert checked(site) == messages


def test_a_page_whose_name_has_separate_accents_is_not_read(site: Site) -> None:
    """Sphinx would look for a file whose name has composed letters, and say so in its own words."""
    for folder in ("about", "partners"):
        site.write(
            f"{folder}/caf\N{LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT}.md", "# Café\n\n[x](no.md)\n"
        )
    messages = built(site)
    assert [message.partition(": ")[2].partition(";")[0] for message in messages] == [
        "wrong-place: this name has invisible characters or separate accents"
    ] * 2
    assert messages == checked(site)


# -- What the rules know about the extension -------------------------------------------------------------------


def test_the_rules_know_the_directives_and_files_of_the_extension(site: Site) -> None:
    site.build()
    known = {*PartnershipsDomain.directives, *VIEWS} & SPECS.keys()
    assert SPECS.keys() - known - {"front-matter-reference"} == ALLOWED_DIRECTIVES
    for name, facets in {"partner-list": PARTNER_OPTIONS, "announcement-list": ANNOUNCEMENT_OPTIONS}.items():
        assert SPECS[name].options.keys() - {"limit"} == set(facets), name
    added = {
        KINDS[kind].folder: {id for id, _title, _view in sections} for kind, sections in SECTIONS.items()
    }
    assert {folder: set(anchors) for folder, anchors in ADDED_ANCHORS.items()} == added
    sources = SourceTree.from_folder(site.source)
    assert set(file_makers(sources.catalog, SITE_FACTS)) == set(published_paths(sources.catalog))


# -- Time ------------------------------------------------------------------------------------------------------

LONG = {
    "one line": "The partnership brings free knowledge to more people. " * 950,
    "one link many times": "[x y](nowhere.md) " * 3_000,
    "many lines": "word\n" * 10_000,
    "title": "# a" + " " * 50_000 + "b",
    "marks": "*a " * 16_000,
    "spaces": "a" + " " * 50_000 + "<b>",
    "toctree": "```{toctree}\n" + "x <" * 16_000 + ">\n```",
    "options": "```{note}\n" + ":a: b\n" * 8_000 + "```",
    "footnotes": "[^" * 25_000,
    "named footnotes": "[^a" * 16_000 + " [^" * 16_000,
    "entry": "```{toctree}\n" + "a" + " " * 50_000 + "<b>\n```",
}


@pytest.mark.parametrize("name", LONG)
def test_long_lines_take_no_long_time(tmp_path: Path, name: str) -> None:
    (tmp_path / "conf.py").write_text("", encoding="utf-8")

    def seconds(text: str) -> float:
        sources = SourceTree({"index.md": f"# T\n\n{text}\n\nrecieve".encode()}, frozenset())
        checker = PageChecker(tmp_path)
        checker.misspellings = MISSPELLINGS | {"recieve": "receive"}
        start = time.process_time()
        problems = find_problems(sources, checker)
        for format_problems in FORMATS.values():
            format_problems(problems, sources.texts, "https://example.org/")
        return time.process_time() - start

    assert seconds(LONG[name]) < 1.5
