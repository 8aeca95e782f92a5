"""The scripts that the workflows and Read the Docs run, with stand-ins for what they call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builders import BASE_URL, ROOT, Site

# Writes down each call, and prints what a test has prepared for it: a file with the name of the call's first words.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$CALLS/calls"
case "$*" in
  *--paginate*) cat "$CALLS/comments" ;;
  "issue list"*) cat "$CALLS/issues" ;;
esac
"""


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A folder with a stand-in for the command `gh`, and the list of its calls."""
    program = tmp_path / "bin/gh"
    program.parent.mkdir()
    program.write_text(GH)
    program.chmod(0o755)
    for name in ("calls", "comments", "issues"):
        (tmp_path / name).touch()
    return tmp_path


def run_script(script: str, calls: Path, *arguments: str, **env: str) -> list[str]:
    """Run a script; return the calls of `gh`."""
    path = f"{calls / 'bin'}:{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "CALLS": str(calls), "RUNNER_TEMP": str(calls), **env}
    subprocess.run(["bash", "-e", "-c", script, "bash", *arguments], env=variables, check=True)
    return (calls / "calls").read_text(encoding="utf-8").splitlines()


# -- The comment on a pull request ------------------------------------------------------------------------------


def comment_script() -> str:
    workflow = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
    [step] = workflow["jobs"]["comment"]["steps"]
    return str(step["run"])


@pytest.mark.parametrize(("comments", "method"), [("", "POST comments"), ("42\n57\n", "PATCH comment/42")])
def test_one_comment_describes_the_pull_request(calls: Path, comments: str, method: str) -> None:
    (calls / "comments").write_text(comments)
    brief = '**Google**: `$(touch hacked)` "quoted"\n\n- since'
    made = run_script(comment_script(), calls, COMMENTS="comments", COMMENT="comment", BRIEF=brief)
    assert made[-1] == f"api --silent --method {method} --field body=@{calls}/comment.md"
    written = (calls / "comment.md").read_text(encoding="utf-8")
    assert written == f"<!-- changed pages -->\n{brief}\n"


# -- The issue about links --------------------------------------------------------------------------------------

OUTPUT = """partners/b.md:3: [broken] https://example.org/b: 404
partners/a.md:3: [redirected permanently] https://example.org/a to https://example.org/c
partners/a.md:9: [timeout] https://example.net/: read timed out
"""


@pytest.mark.parametrize(
    ("output", "issue", "made"),
    [
        (OUTPUT, "", "issue create --title Links that do not work --body-file"),
        (OUTPUT, "7", "issue edit 7 --body-file"),
        ("", "7", "issue close 7 --comment All links work again."),
        ("", "", "issue list"),
    ],
)
def test_one_issue_lists_the_links_that_do_not_work(calls: Path, output: str, issue: str, made: str) -> None:
    (calls / "issues").write_text(issue)
    (calls / "output.txt").write_text(output)
    script = (ROOT / ".ci/report-links").read_text(encoding="utf-8")
    assert run_script(script, calls, str(calls / "output.txt"))[-1].startswith(made)
    if output:
        lines = (calls / "links.md").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "example" in line] == [
            "partners/a.md:9: [timeout] https://example.net/: read timed out",
            "partners/b.md:3: [broken] https://example.org/b: 404",
        ]


def test_linkcheck_writes_what_the_script_reads(site: Site) -> None:
    site.edit("partners/beta.md", "Builds tools.", "Builds [tools](http://127.0.0.1:9/).")
    site.build("linkcheck")
    lines = site.read("linkcheck/output.txt").splitlines()
    assert [line for line in lines if "127.0.0.1" in line and "[broken]" in line]


# -- Read the Docs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("type", "fails"), [("external", False), ("branch", True), ("tag", True)])
def test_warnings_fail_versions_and_not_previews(site: Site, tmp_path: Path, type: str, fails: bool) -> None:
    config = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    [script] = config["build"]["jobs"]["build"]["html"]
    assert (
        config["sphinx"]["fail_on_warning"] is True
    )  # in the other formats, which are not built for previews
    site.edit("partners/beta.md", "reach:", "raech:")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    variables = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "VIRTUAL_ENV": sys.prefix,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "_ext"), *sys.path]),
        "READTHEDOCS_VERSION_TYPE": type,
        "READTHEDOCS_LANGUAGE": "en",
        "READTHEDOCS_OUTPUT": str(tmp_path / "output"),
        "READTHEDOCS_CANONICAL_URL": BASE_URL,
    }
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=site.source,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == fails, done.stderr
    assert "partners/beta.md:7:5: WARNING" in done.stderr
    assert (tmp_path / "output/html/partners/beta.html").is_file()


def test_the_development_container_has_what_tests_need() -> None:
    text = (ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8")
    container = json.loads("\n".join(line for line in text.splitlines() if not line.startswith("//")))
    assert container["postCreateCommand"] == "make .venv/.dev-installed"
    assert {"chromium", "newsboat"} <= set(container["onCreateCommand"].split())
