"""The help for contributors: the steps in CONTRIBUTING.md, the map, the forms, the hook, the links to the editor."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from builders import ROOT, Site, parse_html, run_command
from diagnostics.codes import Code
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree
from partnerships_data.excluded_files import page_names
from partnerships_data.page_template import RENAMING_KEYS
from partnerships_data.pages.models import KIND_BY_FOLDER, KINDS

REPOSITORY = "https://github.com/OWNER/NAME"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's files, as a new contributor has them."""
    folder = tmp_path_factory.mktemp("checkout") / "site"
    ignored = shutil.ignore_patterns(".venv", "_build", ".git", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell command with the packages of this environment."""
    known = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
    env = {**known, "VENV": sys.prefix}
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
    )


# -- The steps in CONTRIBUTING.md -------------------------------------------------------------------------------------------------


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield language and content of the code blocks of the steps."""
    walk = text.split("### On your own computer")[1].split("## Edit the extension")[0]
    yield from re.findall(r"^```(\w+)\n(.*?)^```$", walk, re.MULTILINE | re.DOTALL)


# What the output that CONTRIBUTING.md shows depends on: folder -> ids and facts of its pages.
SHOWN_ENTRIES = {
    "announcements": (
        ("2019-05-01-we-met",),
        "announcement:\n  date: 2019-05-01\n  kind: event\n  summary: We met.",
    ),
    "team": (("regional-partnerships", "strategic-partnerships"), "unit:\n  name: {name}\n  focus: A focus."),
    "priorities": (
        (
            "brand-awareness",
            "global-advocacy",
            "platform-evolution",
            "thriving-movement",
            "worldwide-readership",
        ),
        "priority:\n  name: {name}\n  order: {order}\n  goal: A goal.\n  framework: A plan\n"
        "  source: https://example.org/plan",
    ),
}


@pytest.fixture
def checkout_of_shown_entries(checkout: Path, tmp_path: Path) -> Path:
    """A copy of this repository's files whose entries are those of the output in CONTRIBUTING.md."""
    copy = shutil.copytree(checkout, tmp_path / "site")
    for entry in SourceTree.from_folder(copy).catalog.entries():
        (copy / f"{entry.docname}.md").unlink()
    for folder, (ids, facts) in SHOWN_ENTRIES.items():
        for order, id in enumerate(ids, start=1):
            name = id.replace("-", " ").capitalize()
            front_matter = facts.format(name=name, order=order)
            page = f"---\n{front_matter}\n---\n# {name}\n\nProse.\n"
            (copy / folder / f"{id}.md").write_text(page, encoding="utf-8")
    for problem in find_problems(SourceTree.from_folder(copy), PageChecker(copy)):
        if problem.path.startswith("about/"):
            (copy / problem.path).write_text("# A page that refers to other entries\n", encoding="utf-8")
    return copy


@pytest.mark.long
def test_the_steps_in_contributing_work_as_written(checkout_of_shown_entries: Path) -> None:
    checkout = checkout_of_shown_entries
    printed, steps = "", list(blocks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert [language for language, _content in steps].count("sh") >= 4
    for language, content in steps:
        match language:
            case "sh":
                printed = "".join(shell(checkout, line).stdout for line in content.splitlines())
            case "text":
                pages = len(page_names(checkout))
                content = content.replace("N pages", f"{pages} pages")
                whole = "problem" in content or "written" in content
                assert (printed if whole else printed.splitlines(True)[-1]) == content
            case "diff":
                name, *edits = content.splitlines()
                path = checkout / name.removeprefix("--- ")
                text = path.read_text(encoding="utf-8")
                for old, new in zip(edits[::2], edits[1::2], strict=True):
                    assert (old[0], new[0]) == ("-", "+")
                    assert f"\n{old[1:]}\n" in text
                    text = text.replace(f"\n{old[1:]}\n", f"\n{new[1:]}\n")
                path.write_text(text, encoding="utf-8")
            case _:
                pytest.fail(f"no reader can follow a code block in {language}")
    listed = (checkout / "_build/html/partners/index.html").read_text(encoding="utf-8")
    assert 'href="example-society.html"' in listed
    assert (checkout / "_build/html/partners/example-society.html").is_file()


MAP = (ROOT / "_ext/README.md").read_text(encoding="utf-8")


def test_the_map_names_every_package_and_every_module_of_the_extension() -> None:
    packages = {path.parent.name for path in (ROOT / "_ext").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "_ext/partnerships").rglob("*.py") if path.stem != "__init__"}
    names = set(re.findall(r"`(\w+)(?:/|\.py)?`", MAP))
    assert packages | modules <= names


def test_the_walks_of_the_map_name_files_and_functions_that_exist() -> None:
    stops = re.findall(r"^\d\. `([\w/]+\.py)`: `(\w+)`", MAP, re.MULTILINE)
    assert len(stops) == len(re.findall(r"^\d\. ", MAP, re.MULTILINE)) == 15
    missing = []
    for path, name in stops:
        tree = ast.parse((ROOT / "_ext" / path).read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        if name not in functions:
            missing.append((path, name))
    assert missing == []


def test_links_between_these_files_lead_to_files_and_headings() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
            assert (ROOT / target).exists(), target
        for anchor in re.findall(r"\]\(#([^)]+)\)", text):
            headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
    assert "Policy:Universal_Code_of_Conduct" in (ROOT / "CODE_OF_CONDUCT.md").read_text(encoding="utf-8")


# -- .github and the hook -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["partner", "announcement"])
def test_the_fields_of_a_form_are_those_of_the_model(kind: str) -> None:
    form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{kind}.yml").read_text(encoding="utf-8"))
    fields: dict[str, Any] = {field["id"]: field for field in form["body"]}
    assert fields.pop("title", {"validations": {"required": True}})["validations"]["required"]
    schema = KINDS[kind].model_json_schema()
    keys = [key for key in schema["properties"] if key not in RENAMING_KEYS]
    assert list(fields) == keys
    for key in keys:
        value = schema["properties"][key]
        field = fields[key]
        label = field["attributes"]["label"]
        assert re.match(r"[A-Z][a-z]+", label), "a label is for people, not a key"
        assert field["attributes"]["description"] == " ".join(value["description"].split())
        assert field["validations"]["required"] == (key in schema["required"])
        if "enum" in value:
            assert (field["type"], field["attributes"]["options"]) == ("dropdown", value["enum"])


def test_the_problem_matchers_match_the_messages(site: Site) -> None:
    matchers = json.loads((ROOT / ".github/problem-matcher.json").read_text(encoding="utf-8"))[
        "problemMatcher"
    ]
    site.edit("partners/beta.md", "reach:", "raech:")
    site.edit("partners/acme.md", "company", "firm")
    printed = [run_command(site.source, "check").stdout, site.sphinx("-b", "html").stderr]
    for matcher, output in zip(matchers, printed, strict=True):
        [pattern] = matcher["pattern"]
        found = [match for line in output.splitlines() if (match := re.match(pattern["regexp"], line))]
        names = ("file", "line", "column", "code")
        read = [
            tuple(match[pattern[name]].removeprefix("partnerships.") for name in names) for match in found
        ]
        assert read == [
            ("partners/acme.md", "4", "9", "unknown-value"),
            ("partners/beta.md", "7", "5", "unknown-priority"),
        ]
        assert 'did you mean "reach"?' in found[1][pattern["message"]]


def test_the_hook_checks_all_pages_at_each_commit(checkout: Path) -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [[hook]] = [repository["hooks"] for repository in config["repos"]]
    assert (hook["pass_filenames"], hook["always_run"]) == (False, True)
    entry = hook["entry"].replace(".venv/bin/python", sys.executable)
    assert entry != hook["entry"]
    assert shell(checkout, entry).returncode == 0
    unit = SourceTree.from_folder(checkout).catalog.partners[0].facts.unit
    page = checkout / f"team/{unit}.md"
    text = page.read_text(encoding="utf-8")
    page.unlink()  # a commit that only deletes: other pages refer to this one
    done = shell(checkout, entry)
    page.write_text(text, encoding="utf-8")
    assert (done.returncode, "unknown-unit: " in done.stdout) == (1, True)


def test_templates_and_owners_name_files_and_folders_that_exist() -> None:
    templates = {path.name for path in (ROOT / ".github/PULL_REQUEST_TEMPLATE").glob("*.md")}
    default = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert set(re.findall(r"template=([\w-]+\.md)", default)) == templates
    owners = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8")
    assert set(re.findall(r"^# /(\w+)/", owners, re.MULTILINE)) == {*KIND_BY_FOLDER, "about"}
    assert not re.search(
        r"^[^#\n]", owners, re.MULTILINE
    )  # names of people are for the repository's owner to write


# -- Links to the editor --------------------------------------------------------------------------------------


def test_without_a_repository_there_are_no_links_to_it(checkout: Path) -> None:
    assert 'partnerships_repository = ""' in (ROOT / "conf.py").read_text(encoding="utf-8")
    build(checkout, "without", "")
    pages = list((checkout / "without").rglob("*.html"))
    assert len(pages) > 20
    assert [page.name for page in pages if "suggestions" in page.read_text(encoding="utf-8")] == []


def build(checkout: Path, out: str, repository: str) -> str:
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "html",
        "-D",
        f"partnerships_repository={repository}",
    ]
    done = subprocess.run(
        [*command, str(checkout), str(checkout / out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def links(page: Path) -> dict[str, str]:
    """Return the URL of each suggestion on a page, by its text."""
    [suggestions] = parse_html(page).find_class("suggestions")
    return {link.text: link.get("href") for link in suggestions.iter("a")}


def test_each_page_links_to_the_editor_and_each_list_to_a_new_page(checkout: Path) -> None:
    build(checkout, "with", f"{REPOSITORY}/")
    pages = checkout / "with"
    partner = SourceTree.from_folder(checkout).catalog.partners[0]
    suggest = {"Suggest a change": f"{REPOSITORY}/edit/main/{partner.docname}.md"}
    assert links(pages / f"{partner.docname}.html") == suggest
    assert links(pages / "index.html") == {"Suggest a change": f"{REPOSITORY}/edit/main/index.md"}
    assert "suggestions" not in (pages / "search.html").read_text(encoding="utf-8")
    texts = {
        "partner": "Add a partner",
        "unit": "Add a team unit",
        "priority": "Add a priority",
        "announcement": "Add an announcement",
    }
    for folder, kind in KIND_BY_FOLDER.items():
        url = links(pages / f"{folder}/index.html")[texts[kind]]
        assert len(url) < 7_000  # servers refuse longer URLs
        parts = urlsplit(url)
        assert parts.path == f"/OWNER/NAME/new/main/{folder}"
        query = parse_qs(parts.query, strict_parsing=True)
        name, text = f"{folder}/{query['filename'][0]}", query["value"][0]
        sources = SourceTree.from_folder(ROOT)
        more = SourceTree({**sources.content, name: text.encode()}, sources.photos)
        codes = {problem.code for problem in more.problems if problem.path == name}
        assert codes == {Code.FILL_IN, Code.WRONG_PLACE}  # the template's texts, and its file name


def test_a_repository_that_is_not_a_url_is_reported_and_not_linked(site: Site) -> None:
    warnings = site.build(partnerships_repository="javascript:alert(1)")
    assert len(warnings) == 1
    assert "partnerships_repository in conf.py" in warnings[0]
    assert "[partnerships.repository]" in warnings[0]
