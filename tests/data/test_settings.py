"""The table `[tool.partnerships]` in pyproject.toml, for conf.py and for the commands."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from builders import ROOT, Site, run_command
from partnerships_data.settings import Settings, SettingsError, read_settings


def write_settings(folder: Path, table: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.partnerships]\n{table}\n", encoding="utf-8")


def test_all_keys_are_read(tmp_path: Path) -> None:
    write_settings(
        tmp_path, 'title = "T"\nauthor = "A"\nlanguage = "pt_BR"\nbase-url = "https://example.org/x"'
    )
    assert read_settings(tmp_path, {}) == Settings("T", "A", "pt_BR", "https://example.org/x/")


@pytest.mark.parametrize("document", [None, "", '[project]\nname = "x"\n', "[tool.ruff]\n"])
def test_a_site_without_the_table_has_the_defaults(tmp_path: Path, document: str | None) -> None:
    if document is not None:
        (tmp_path / "pyproject.toml").write_text(document, encoding="utf-8")
    assert read_settings(tmp_path, {}) == Settings(title="", author="", language="en", base_url="")


@pytest.mark.parametrize("table", ["", 'base-url = "https://example.org/"'])
def test_the_variable_of_read_the_docs_overrides_the_base_url(tmp_path: Path, table: str) -> None:
    write_settings(tmp_path, table)
    environment = {"READTHEDOCS_CANONICAL_URL": "https://example.net/en/latest"}
    assert read_settings(tmp_path, environment).base_url == "https://example.net/en/latest/"
    assert read_settings(tmp_path, {"READTHEDOCS_CANONICAL_URL": ""}) == read_settings(tmp_path, {})


WRONG = {
    'titel = "T"': 'unknown key "titel"; did you mean "title"?',
    'base_url = "https://example.org/"': 'unknown key "base_url"; did you mean "base-url"?',
    "title = 1": '"title" is not a string; write title = "…"',
    'base-url = "example.org"': '"example.org" is not a "base-url"; write one that begins with "https://"',
    'base-url = "https://"': '"https://" is not a "base-url"; write one that begins with "https://"',
}


@pytest.mark.parametrize(("table", "message"), WRONG.items())
def test_errors_name_the_file_the_key_and_what_to_type(tmp_path: Path, table: str, message: str) -> None:
    write_settings(tmp_path, table)
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path, {})
    assert str(error.value) == f"pyproject.toml, [tool.partnerships]: {message}"


@pytest.mark.parametrize("content", [b"title =\n", b"title = '\xe9'\n"])
def test_a_file_that_is_not_toml_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"^pyproject\.toml cannot be read: "):
        read_settings(tmp_path, {})


def test_a_table_that_is_not_a_table_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\npartnerships = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^pyproject\.toml: "):
        read_settings(tmp_path, {})


def test_commands_end_with_the_error_in_one_line(site: Site) -> None:
    site.edit("pyproject.toml", "title", "titel")
    done = run_command(site.source, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "python -m partnerships_cli check: pyproject.toml, [tool.partnerships]: "
        'unknown key "titel"; did you mean "title"?\n'
    )


def test_a_build_ends_with_the_error_alone(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_bytes((ROOT / "conf.py").read_bytes())
    write_settings(tmp_path, "language = true")
    (tmp_path / "_ext").symlink_to(ROOT / "_ext")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", ".", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert '[tool.partnerships]: "language" is not a string; write language = "…"' in done.stderr
    assert "programmable error" not in done.stderr  # how Sphinx introduces a traceback of conf.py


def test_conf_py_takes_its_values_from_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    settings, conf = read_settings(ROOT, {}), runpy.run_path(str(ROOT / "conf.py"))
    names = ("project", "author", "language", "html_baseurl")
    expected = (settings.title, settings.author, settings.language, settings.base_url)
    assert tuple(conf[name] for name in names) == expected
    assert all(expected)
