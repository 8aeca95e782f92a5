"""New pages, and the schemas for editors: both are the model's own words."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from builders import ROOT, Site, run_command
from diagnostics.codes import Code
from partnerships_cli.check import find_problems
from partnerships_cli.new import make_slug
from partnerships_data.catalog.json_schema import REFERENCES, SCHEMA_FOLDER, ids_of, schema, takes
from partnerships_data.page_template import RENAMING_KEYS, escaped, scalar, template
from partnerships_data.pages.models import KINDS, Announcement
from partnerships_data.pages.reader import read
from partnerships_data.source_tree import SourceTree

TODAY = date.today().isoformat()


# -- new ------------------------------------------------------------------------------------------------------


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
            f"announcements/{TODAY}-we-met.md",
            "kind, summary, the text",
        ),
    ],
)
def test_a_new_page_needs_only_what_is_marked(
    site: Site, words: tuple[str, ...], name: str, left: str
) -> None:
    done = run_command(site.source, "new", *words)
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


def test_a_page_that_is_filled_in_passes(site: Site) -> None:
    run_command(site.source, "new", "partner", "--name", "Creative Commons")
    site.edit("partners/creative-commons.md", "kind: FILL IN", "kind: nonprofit")
    site.edit("partners/creative-commons.md", "unit: FILL IN", "unit: global")
    site.edit("partners/creative-commons.md", "FILL IN: what", "It is what")
    done = run_command(site.source, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert site.build() == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_the_model_is_in_the_template_and_can_be_used(kind: str) -> None:
    sources = SourceTree.of_folder(ROOT)
    text = template(kind, {"name": "A name", "title": "A title"}, ids_of(sources))
    keys = re.findall(r"^  (?:# )?([a-z_]+):", text, re.MULTILINE)
    assert sorted(keys) == sorted(KINDS[kind].model_fields.keys() - RENAMING_KEYS)
    for key, value in KINDS[kind].model_json_schema()["properties"].items():
        if key in RENAMING_KEYS:
            continue
        meaning = " ".join(value["description"].replace("`", "").split())
        words = " ".join(text.replace("\n  #", " ").split())
        assert meaning in words or f"{key}: A name" in text
    used = re.sub(r"^  # ([a-z_]+:|  )", r"  \1", text, flags=re.MULTILINE)
    page, _body = read(used, f"{KINDS[kind].folder}/2026-a-name")
    codes = {problem.code for problem in page.problems}
    assert codes <= {
        Code.FILL_IN,
        Code.EMPTY_VALUE,
        Code.WRONG_TYPE,
        Code.WRONG_PLACE,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("partner",), "the page needs a name; add --name"),
        (("announcement", "--date", "2026"), "the page needs a title; add --title"),
        (
            ("partner", "--name", "知识"),
            'no id can be made from "知识"; add --id, in small letters a to z',
        ),
        (("partner", "--name", "Acme"), "partners/acme.md already exists; choose another id with --id"),
        (("partner", "--name", "B", "--unit", "globe"), '"globe" is no unit; did you mean "global"?'),
        (("partner", "--name", "B", "--id", "../b"), '"../b" is not a valid id'),
        (("partner", "--name", "B", "--id", "B"), '"B" is not a valid id'),
        (("partner", "--name", "B" * 201), "at most 200"),
        (("partner", "--name", "B\u202e"), "U+202E"),
        (
            ("partner", "--name", "B", "--date", "2026"),
            '--date does not apply to the kind "partner"',
        ),
        (("announcement", "--title", "B", "--date", "soon"), '"soon" is no date'),
        (("wiki", "--name", "B"), "invalid choice"),
    ],
)
def test_what_cannot_be_a_page_is_not_written(site: Site, words: tuple[str, ...], said: str) -> None:
    before = {path: path.read_bytes() for path in site.source.rglob("*") if path.is_file()}
    done = run_command(site.source, "new", *words)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert said in line
    assert {path: path.read_bytes() for path in site.source.rglob("*") if path.is_file()} == before


def at_a_terminal(folder: Path, answers: list[str], *words: str) -> tuple[int, str]:
    """Call the command at a terminal, and give the answers one by one as it asks."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "partnerships_cli", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    with subprocess.Popen(
        command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=env
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while True:
                assert select.select([ours], [], [], 60)[0], f"nothing was said for a minute: {said!r}"
                try:
                    said += os.read(ours, 4096)
                except OSError:  # the other end is closed
                    break
                if said.endswith(b": ") and answers:
                    os.write(ours, answers.pop(0).encode())
        except AssertionError:
            process.kill()
            raise
    os.close(ours)
    return process.returncode, said.decode()


def test_at_a_terminal_it_asks_for_what_is_missing(site: Site) -> None:
    code, said = at_a_terminal(site.source, ["Creative Commons\n", "nonprofit\n", "\n"], "new", "partner")
    assert code == 0
    assert "The team unit that coordinates the partnership" in said
    text = (site.source / "partners/creative-commons.md").read_text(encoding="utf-8")
    assert "  name: Creative Commons\n  kind: nonprofit\n" in text
    assert "  unit: FILL IN\n" in text
    code, said = at_a_terminal(site.source, ["\x04"], "new", "unit")
    assert (code, "nothing was written" in said) == (2, True)


def test_make_passes_any_name_on_as_it_was_typed(tmp_path: Path) -> None:
    odd = """A "quoted" $(touch x) `name`'s; end"""
    dry = subprocess.run(
        ["make", "-n", "new-partner", f"NAME={odd}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert '--name "$NAME"' in dry.stdout
    shell = subprocess.run(
        ["sh", "-c", 'printf %s "$NAME"'], env={"NAME": odd}, capture_output=True, text=True, check=True
    )
    assert shell.stdout == odd


@given(st.text())
@example("word " * 30)
@example("w" * 100)
@example("’Ǆ ﬁ №1")
def test_an_id_that_is_made_from_a_name_can_be_one(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", make_slug(name))
    assert len(make_slug(name)) <= 60


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1))
def test_a_name_stays_itself_in_yaml_and_markdown(name: str) -> None:
    name = " ".join(name.split()) or "x"
    page = f"---\nunit:\n  name: {scalar(name)}\n  focus: Works.\n---\n# {escaped(name)}\n"
    entry = read(page, "team/x")[0].entry
    assert entry is None or entry.facts.name == name


# -- schema ---------------------------------------------------------------------------------------------------


def front_matter(path: Path) -> Any:
    """Return the facts of a page as an editor's YAML reader sees them: with numbers, dates as text."""
    block = path.read_text(encoding="utf-8").split("---\n")[1]
    loader = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {
        first: [each for each in those if not each[0].endswith("timestamp")]
        for first, those in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }})  # fmt: skip
    return yaml.load(block, loader)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_takes_every_page_of_this_site_and_no_unknown_id(kind: str) -> None:
    printed = json.loads(run_command(ROOT, "schema", kind).stdout)
    validator = jsonschema.Draft7Validator(printed)
    validator.check_schema(printed)
    folder = KINDS[kind].folder
    pages = [path for path in sorted((ROOT / folder).glob("*.md")) if path.stem != "index"]
    assert pages
    for path in pages:
        assert [error.message for error in validator.iter_errors(front_matter(path))] == []
    facts = front_matter(pages[0])
    assert not validator.is_valid({kind: {**facts[kind], "sinse": 2018}})
    assert not validator.is_valid({"myst": {}, **facts})
    for key in REFERENCES.keys() & KINDS[kind].model_fields.keys():
        wrong = {"unit": "nowhere", "alignment": {"nothing": "Why."}}.get(key, ["nothing"])
        messages = [error.message for error in validator.iter_errors({kind: {**facts[kind], key: wrong}})]
        assert len(messages) == 1, (key, messages)


def test_the_keys_that_point_to_pages_are_those_of_the_model() -> None:
    sources = SourceTree.of_folder(ROOT)
    found = {
        (path[0], kind)
        for entries in sources.catalog.by_kind.values()
        for entry in entries.values()
        for kind, _id, path in entry.facts.references()
    }
    assert found <= set(REFERENCES.items())
    of_announcements = Announcement(
        date="2026", kind="event", summary="We met.", partners=("a",), priorities=("b",), units=("c",)
    )
    found |= {(path[0], kind) for kind, _id, path in of_announcements.references()}
    assert found == set(REFERENCES.items())


def test_schemas_are_written_one_for_each_kind(site: Site, tmp_path: Path) -> None:
    done = run_command(site.source, "schema", "--to", str(tmp_path / SCHEMA_FOLDER))
    assert done.returncode == 0
    assert {path.stem for path in (tmp_path / SCHEMA_FOLDER).iterdir()} == set(KINDS)
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_command(site.source, "schema", "--to", str(tmp_path / "file"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert run_command(site.source, "schema").returncode == 2
    assert run_command(site.source, "schema", "wiki").returncode == 2


def test_reference_schema_and_template_say_the_same_of_each_key() -> None:
    ids = ids_of(SourceTree.of_folder(ROOT))
    for kind, model in KINDS.items():
        written = schema(kind, ids)["properties"][kind]
        plain = model.model_json_schema()
        assert set(written["properties"]) == set(plain["properties"])
        assert written["required"] == plain["required"]
        for key, value in plain["properties"].items():
            assert written["properties"][key]["description"] == value["description"]
            assert takes(value, plain.get("$defs", {}))


def test_a_new_page_is_known_to_the_schema_at_once() -> None:
    sources = SourceTree.of_folder(ROOT)
    page = template("partner", {"name": "New"}, ids_of(sources)).encode()
    more = SourceTree({**sources.content, "partners/new.md": page}, sources.photos)
    assert find_problems(more, ["partners/new.md"], {})
    assert "new" in ids_of(more)["partner"]
