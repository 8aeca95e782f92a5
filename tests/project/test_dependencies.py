"""The dependencies and workflows of the project: locks that match pyproject.toml, workflows without permissions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import ROOT
from lock_problems import lock_problems, normalized_name, read_lock, requirements_of

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_the_locks_satisfy_pyproject() -> None:
    assert list(lock_problems(ROOT)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("pyproject.toml", '"pytest>=9"', '"pytest>=9",\n  "nothing>=1"', 'dev.txt: "nothing>=1" of pyproject.toml is missing'),
        ("pyproject.toml", '"sphinx>=9,<10"', '"sphinx>=99"', 'does not satisfy "sphinx>=99" of pyproject.toml'),
        ("pyproject.toml", '  "hypothesis', '  # "hypothesis', 'dev.txt: "hypothesis" is no longer in pyproject.toml'),
        ("requirements/site.txt", "\npygments==", "\npygments==0.", 'dev.txt: "pygments" has another version'),
    ],
)  # fmt: skip
def test_differences_from_pyproject_are_found(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = list(lock_problems(tmp_path))
    assert problem in "\n".join(found)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("group", ["site", "dev"])
def test_the_lock_has_one_version_of_each_package_for_each_python(group: str, python: str) -> None:
    machine = {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
    }
    environment = {"python_version": python, "python_full_version": f"{python}.0", **machine}
    markers = {
        name: [pin.requirement.marker for pin in pins] for name, pins in read_lock(ROOT, group).items()
    }
    fitting = {
        name: [marker for marker in found if marker is None or marker.evaluate(environment)]
        for name, found in markers.items()
    }
    assert [name for name, found in fitting.items() if len(found) > 1] == []
    assert all(fitting[normalized_name(requirement)] for requirement in requirements_of(ROOT, group))


def test_packages_are_installed_only_as_wheels_with_hashes() -> None:
    options = "--require-hashes --only-binary :all:"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM_LOCK = --quiet (.*)$", makefile, re.MULTILINE) == [options]
    installs = re.findall(r"^.* pip install .*FROM_LOCK.*$", makefile, re.MULTILINE)
    assert len(installs) == 2  # by uv, and by pip
    [install] = re.findall(r"-m pip install .*", (ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    assert options in install


# The jobs that may do more than read the repository. They run no code of a pull request.
WRITING_JOBS = {
    ("checks.yml", "comment"): {"pull-requests": "write"},
    ("links.yml", "links"): {"contents": "read", "issues": "write"},
    ("publish.yml", "publish"): {"pages": "write", "id-token": "write"},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_runs_code_of_a_pull_request_can_only_read_the_repository(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    events = workflow[True]  # YAML 1.1 reads `on` as true
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(events)
    assert "secrets." not in text
    for name, job in workflow["jobs"].items():
        permissions = WRITING_JOBS.get((path.name, name), {"contents": "read"})
        assert job["permissions"] == permissions
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")  # no text from strangers in a script
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
                # Where there are pull requests, a job that may write does not even have their files.
                assert "write" not in permissions.values() or "pull_request" not in events
    used = re.findall(r"uses: (.*)", text)
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[0-9.]+", action) for action in used)


def test_an_action_has_one_version_in_all_workflows() -> None:
    used: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, commit in re.findall(r"uses: ([\w./-]+)@([0-9a-f]+)", path.read_text(encoding="utf-8")):
            used.setdefault(action, set()).add(commit)
    assert {action: commits for action, commits in used.items() if len(commits) > 1} == {}


def test_zizmor_finds_no_problem() -> None:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--persona", "pedantic", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "completed ./.github/workflows/checks.yml" in done.stderr


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}"
    r"|\bxox[abpr]-\w|\bpypi-AgEI|(?i:password|secret|token)\s*[:=]\s*['\"][A-Za-z0-9+/_-]{16,}"
)


def test_the_repository_contains_no_secret() -> None:
    installed = {".venv", "node_modules"}  # created by `make`, not in git
    skipped = installed | {".git", "_build", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache"}
    paths = [
        path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    ]
    assert len(paths) > 100
    found = [path for path in paths if SECRETS.search(path.read_bytes().decode("utf-8", "replace"))]
    assert found == []
    for example in ("-----BEGIN " + "RSA PRIVATE KEY-----", "token" + ' = "abcdefghijklmnopqrst"'):
        assert SECRETS.search(example)


def test_locks_have_hashes_and_no_index() -> None:
    for lock in ("site", "dev"):
        text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, re.MULTILINE)
        assert len(pinned) > 20
        assert all("--hash=sha256:" in requirement and "==" in requirement for requirement in pinned)
