"""What all commands have in common, and the Makefile."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from builders import ROOT, Site, run_command


@pytest.mark.parametrize("words", [(), ("check", "partners/delta.md"), ("check", "--wat"), ("wat",)])
def test_incorrect_usage_returns_2(site: Site, words: tuple[str, ...]) -> None:
    done = run_command(site.source, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m partnerships_cli")


@pytest.mark.parametrize(
    "words",
    [
        "check",
        "new partner --name B",
        "schema partner",
        "audit",
        "export",
        "versions",
        "lsp",
        "wiki",
        "wiki --check x",
    ],
)
def test_every_command_needs_a_site(tmp_path: Path, words: str) -> None:
    done = run_command(tmp_path, *words.split())
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert f"there is no site in {tmp_path}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^  make ([a-z-]+)", listed, re.MULTILINE)) == targets
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(
        encoding="utf-8"
    )
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) <= targets


def test_make_refuses_a_build_folder_that_it_cannot_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = ["make", "html", f"VENV={sys.prefix}", f"BUILD={tmp_path / 'file/build'}"]
    done = subprocess.run([*command, "SITE=", "DEV="], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f'Cannot write to "{tmp_path}/file/build"; change its permissions' in done.stderr
    assert "make html BUILD=FOLDER" in done.stderr


@pytest.mark.parametrize(("uv", "installer"), [("", "-m pip install"), ("/bin/uv", "/bin/uv pip install")])
def test_make_installs_with_uv_where_it_is_installed(tmp_path: Path, uv: str, installer: str) -> None:
    command = ["make", "--dry-run", "html", f"VENV={tmp_path}/venv", f"BUILD={tmp_path}", f"UV={uv}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    [install] = [line for line in done.stdout.splitlines() if "requirements/site.txt" in line]
    assert installer in install
    assert install.endswith("--quiet --require-hashes --only-binary :all: -r requirements/site.txt")


def test_the_first_line_of_make_is_a_sentence(tmp_path: Path) -> None:
    command = ["make", "html", f"VENV={tmp_path}/venv", f"BUILD={tmp_path}", "PYTHON=false", "UV="]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"Creating an environment in {tmp_path}/venv\n"
