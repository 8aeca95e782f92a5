"""The dependencies and workflows of the project: locks that match pyproject.toml, workflows without permissions."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from builders import ROOT

GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def wanted(group: str) -> Iterator[Requirement]:
    """Yield the requirements of a group, and of the groups that it includes."""
    for item in GROUPS[group]:
        if isinstance(item, dict):
            yield from wanted(item["include-group"])
        else:
            yield Requirement(item)


def locked(group: str) -> dict[str, list[Requirement]]:
    """Return the pins of a lock by name; a package can have one for each version of Python."""
    text = (ROOT / f"requirements/{group}.txt").read_text(encoding="utf-8")
    pins: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([a-z0-9][^\\\n]*)", text, re.MULTILINE):
        pin = Requirement(line)
        pins.setdefault(name_of(pin), []).append(pin)
    return pins


def name_of(requirement: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", requirement.name).lower()


def version_of(pin: Requirement) -> Version:
    [specifier] = pin.specifier
    assert specifier.operator == "=="
    return Version(specifier.version)


@pytest.mark.parametrize("group", ["site", "dev"])
def test_the_lock_satisfies_pyproject(group: str) -> None:
    pins = locked(group)
    for requirement in wanted(group):
        found = pins.get(name_of(requirement), [])
        assert found, f"{requirement} is not in the lock: run make lock"
        for pin in found:
            assert requirement.specifier.contains(version_of(pin), prereleases=True), f"{pin}: run make lock"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("group", ["site", "dev"])
def test_the_lock_has_one_version_of_each_package_for_each_python(group: str, python: str) -> None:
    machine = {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
    }
    environment = {"python_version": python, "python_full_version": f"{python}.0", **machine}
    for name, pins in locked(group).items():
        fitting = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(environment)]
        assert len(fitting) <= 1, name
    for requirement in wanted(group):
        pins = locked(group)[name_of(requirement)]
        assert any(pin.marker is None or pin.marker.evaluate(environment) for pin in pins), requirement


def test_both_locks_have_the_same_packages_for_the_site() -> None:
    site, dev = locked("site"), locked("dev")
    assert {name: {version_of(pin) for pin in pins} for name, pins in site.items()} == {
        name: {version_of(pin) for pin in dev[name]} for name in site
    }


def test_packages_are_installed_only_as_wheels_with_hashes() -> None:
    for name in ("Makefile", ".readthedocs.yaml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        [install] = re.findall(r"-m pip install .*", text)
        assert "--require-hashes" in install
        assert "--only-binary :all:" in install


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_can_only_read_the_repository(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    events = workflow[True]  # YAML 1.1 reads `on` as true
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(events)
    assert "secrets." not in text
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")  # no text from strangers in a script
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[0-9.]+", action) for action in used)


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
