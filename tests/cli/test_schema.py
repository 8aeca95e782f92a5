"""`python -m partnerships_cli schema`: the JSON Schema of each kind of page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from builders import ROOT, Site, run_command
from partnerships_cli.schema import front_matter_schema, known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.json_schema import REFERENCES, SCHEMA_FOLDER, describe_value
from partnerships_data.page_template import new_page
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS, Announcement
from partnerships_data.releases.sentences import REGIONS


def front_matter(path: Path) -> Any:
    """Return the facts of a page as an editor's YAML reader sees them: with numbers, dates as text."""
    block = path.read_text(encoding="utf-8").split("---\n")[1]
    loader = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {
        first: [resolver for resolver in resolvers if not resolver[0].endswith("timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }})  # fmt: skip
    return yaml.load(block, loader)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_accepts_every_page_and_rejects_unknown_ids(kind: str) -> None:
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


def test_reference_keys_are_those_of_the_model() -> None:
    sources = SourceTree.from_folder(ROOT)
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


def test_schema_writes_one_file_for_each_kind(site: Site, tmp_path: Path) -> None:
    done = run_command(site.source, "schema", "--to", str(tmp_path / SCHEMA_FOLDER))
    assert done.returncode == 0
    assert {path.stem for path in (tmp_path / SCHEMA_FOLDER).iterdir()} == set(KINDS)
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_command(site.source, "schema", "--to", str(tmp_path / "file"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert run_command(site.source, "schema").returncode == 2
    assert run_command(site.source, "schema", "wiki").returncode == 2


def test_schema_describes_keys_like_the_model() -> None:
    ids = known_ids(SourceTree.from_folder(ROOT))
    for kind, model in KINDS.items():
        written = front_matter_schema(kind, ids)["properties"][kind]
        plain = model.model_json_schema()
        assert set(written["properties"]) == set(plain["properties"])
        assert written["required"] == plain["required"]
        for key, value in plain["properties"].items():
            assert written["properties"][key]["description"] == value["description"]
            assert describe_value(value, plain.get("$defs", {}))


def test_schema_knows_pages_with_problems() -> None:
    sources = SourceTree.from_folder(ROOT)
    page = new_page("partner", {"name": "New"}, known_ids(sources)).encode()
    more = SourceTree({**sources.content, "partners/new.md": page}, sources.photos)
    assert [problem for problem in more.problems if problem.path == "partners/new.md"]
    assert "new" in known_ids(more)["partner"]


def test_every_region_has_a_name() -> None:
    definition = front_matter_schema("partner", known_ids(SourceTree.from_folder(ROOT)))["$defs"]["Region"]
    assert dict(zip(definition["enum"], definition["enumDescriptions"], strict=True)) == REGIONS
    assert list(REGIONS) == list(Region)
