"""`python -m partnerships_cli new`: pages that are written from the model."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import ROOT, Site, run_command
from diagnostics.codes import Code
from page_source.letters import MAX_SLUG_LENGTH, slug
from partnerships_cli.schema import known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.page_template import RENAMING_KEYS, escape_markdown, new_page, yaml_scalar
from partnerships_data.pages.models import KINDS, Member
from partnerships_data.pages.reader import read_page


@pytest.mark.parametrize(
    ("words", "name", "left"),
    [
        (("partner", "--name", "Creative Commons"), "partners/creative-commons.md", "kind, unit, the text"),
        (("partner", "--name", "Ça & là", "--unit", "global"), "partners/ca-la.md", "kind, the text"),
        (("partner", "--name", "知识", "--id", "zhishi"), "partners/zhishi.md", "kind, unit, the text"),
        (
            ("announcement", "--title", "知识", "--date", "2026", "--id", "zhishi"),
            "announcements/2026-zhishi.md",
            "kind, summary, the text",
        ),
        (("partner", "--name=-x"), "partners/x.md", "kind, unit, the text"),
        (("partner", "--name", "Łódź Museum", "--id="), "partners/lodz-museum.md", "kind, unit, the text"),
        (("unit", "--name", "New unit"), "team/new-unit.md", "focus, the text"),
        (
            ("priority", "--name", "Policy: more"),
            "priorities/policy-more.md",
            "goal, framework, source, the text",
        ),
        (
            ("announcement", "--title", "We met", "--date", "2026-03"),
            "announcements/2026-03-we-met.md",
            "kind, summary, the text",
        ),
        (
            ("announcement", "--title", "We met"),
            "announcements/{today}-we-met.md",
            "kind, summary, the text",
        ),
    ],
)
def test_new_page_has_only_fill_in_problems(site: Site, words: tuple[str, ...], name: str, left: str) -> None:
    before = date.today()
    done = run_command(site.source, "new", *words)
    names = (name.format(today=day) for day in (before, date.today()))  # of two days if it is midnight
    name = next(name for name in names if (site.source / name).is_file())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Wrote {name}. Fill in: {left}.\n"
    checked = json.loads(run_command(site.source, "check", "--format", "json").stdout)
    assert {problem["code"] for problem in checked} == {"fill-in"}
    assert {problem["path"] for problem in checked} == {name}
    lines = (site.source / name).read_text(encoding="utf-8").splitlines()
    for problem in checked:
        assert lines[problem["line"] - 1][problem["column"] - 1 :].startswith("FILL IN")
    kind = words[0]
    assert lines[1] == f"# yaml-language-server: $schema=../_build/schema/{kind}.json"


def test_filled_in_page_has_no_problems(site: Site) -> None:
    run_command(site.source, "new", "partner", "--name", "Creative Commons")
    site.edit("partners/creative-commons.md", "kind: FILL IN", "kind: nonprofit")
    site.edit("partners/creative-commons.md", "unit: FILL IN", "unit: global")
    site.edit("partners/creative-commons.md", "FILL IN: what", "It is what")
    done = run_command(site.source, "check")
    assert done.returncode == 0, done.stdout
    assert site.build() == []


@pytest.mark.parametrize("kind", KINDS)
def test_template_has_every_key(kind: str) -> None:
    sources = SourceTree.from_folder(ROOT)
    text = new_page(kind, {"name": "A name", "title": "A title"}, known_ids(sources))
    keys = re.findall(r"^  (?:# )?([a-z_]+):", text, re.MULTILINE)
    assert sorted(keys) == sorted(KINDS[kind].model_fields.keys() - RENAMING_KEYS)
    for key, value in KINDS[kind].model_json_schema()["properties"].items():
        if key in RENAMING_KEYS:
            continue
        meaning = " ".join(value["description"].replace("`", "").split())
        words = " ".join(text.replace("\n  #", " ").split())
        assert meaning in words or f"{key}: A name" in text
    used = re.sub(r"^  # ([a-z_]+:|  )", r"  \1", text, flags=re.MULTILINE)
    page, _body = read_page(used, f"{KINDS[kind].folder}/2026-a-name")
    codes = {problem.code for problem in page.problems}
    assert codes <= {
        Code.FILL_IN,
        Code.EMPTY_VALUE,
        Code.WRONG_TYPE,
        Code.WRONG_PLACE,
    }


def test_template_shows_lists_in_brackets_and_all_keys_of_a_part() -> None:
    ids = known_ids(SourceTree.from_folder(ROOT))
    lines = new_page("unit", {"name": "A name"}, ids).splitlines()
    start = lines.index("  # members:")
    shown = [line.removeprefix("  #   ") for line in lines[start + 1 : start + 1 + len(Member.model_fields)]]
    assert shown[0] == "- name:"
    assert "  regions: []" in shown
    assert [line[2:].partition(":")[0] for line in shown] == list(Member.model_fields)
    assert "  # regions: []" in new_page("partner", {}, ids).splitlines()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("partner",), "the page needs a name; add --name"),
        (("announcement", "--date", "2026"), "the page needs a title; add --title"),
        (
            ("partner", "--name", "知识"),
            'no id can be made from "知识"; add ID=… (or --id …), in small letters a to z',
        ),
        (
            ("partner", "--name", "Acme"),
            "partners/acme.md already exists; choose another id with ID=… (or --id …)",
        ),
        (
            ("partner", "--name", "B", "--unit", "globe"),
            '"globe" is not the id of a unit; did you mean "global"?',
        ),
        (("partner", "--name", "B", "--id", "../b"), '"../b" is not a valid id'),
        (("partner", "--name", "B", "--id", "B"), '"B" is not a valid id'),
        (("partner", "--name", "B" * 201), "at most 200"),
        (("partner", "--name", "B\u202e"), "U+202E"),
        (
            ("partner", "--name", "B", "--date", "2026"),
            '--date does not apply to the kind "partner"',
        ),
        (("announcement", "--title", "B", "--date", "soon"), '"soon" is not a date'),
        (("wiki", "--name", "B"), "invalid choice"),
    ],
)
def test_new_rejects_invalid_values_and_writes_nothing(
    site: Site, words: tuple[str, ...], message: str
) -> None:
    before = {path: path.read_bytes() for path in site.source.rglob("*") if path.is_file()}
    done = run_command(site.source, "new", *words)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert message in line
    assert {path: path.read_bytes() for path in site.source.rglob("*") if path.is_file()} == before


def test_make_passes_names_unchanged(tmp_path: Path) -> None:
    odd = """A "quoted" $(touch x) `name`'s; end"""
    dry = subprocess.run(
        ["make", "-n", "new-partner", f"NAME={odd}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert '--name="$NAME" --id="$ID"' in dry.stdout
    shell = subprocess.run(
        ["sh", "-c", 'printf %s "$NAME"'], env={"NAME": odd}, capture_output=True, text=True, check=True
    )
    assert shell.stdout == odd


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1))
def test_name_survives_yaml_and_markdown(name: str) -> None:
    name = " ".join(name.split()) or "x"
    page = f"---\nunit:\n  name: {yaml_scalar(name)}\n  focus: Works.\n---\n# {escape_markdown(name)}\n"
    entry = read_page(page, "team/x")[0].entry
    assert entry is None or entry.facts.name == name


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Łódź Museum", "lodz-museum"),
        ("Ørsted Society", "orsted-society"),
        ("Straße e.V.", "strasse-e-v"),
        ("STRASSE", "strasse"),
        ("Đà Nẵng", "da-nang"),
        ("Þjóðminjasafn", "thjodminjasafn"),
        ("Ærø & Œuvre", "aero-oeuvre"),
        ("İstanbul, Iğdır", "istanbul-igdir"),
        ("Ħal Qormi, Ŋgoma", "hal-qormi-ngoma"),
        ("Hawaiʻi's O’Brien", "hawaiis-obrien"),
        ("Åse Çelik É Ž", "ase-celik-e-z"),
        ("E\u0301cole", "ecole"),
        ("1. FC Kiwi", "1-fc-kiwi"),
        ("維基媒體", ""),
        ("Wikimedia 維基媒體", ""),
        ("Азбука 24", ""),
        ("!?", ""),
    ],
)
def test_slug_keeps_every_letter(name: str, id: str) -> None:
    assert slug(name) == id


@given(st.text())
@example("word " * 30)
@example("w" * 100)
@example("’Ǆ ﬁ №1")
def test_slug_is_a_valid_id(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(name))
    assert len(slug(name)) <= MAX_SLUG_LENGTH
