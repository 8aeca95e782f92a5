"""The table `[tool.partnerships]` in pyproject.toml, for conf.py and for the commands."""

from __future__ import annotations

import dataclasses
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
    write_settings(tmp_path, 'title = "T"\nlanguage = "pt_BR"')
    assert read_settings(tmp_path, {}) == Settings("T", "pt_BR", "", "")


@pytest.mark.parametrize("document", [None, "", '[project]\nname = "x"\n', "[tool.ruff]\n"])
def test_a_site_without_the_table_has_the_defaults(tmp_path: Path, document: str | None) -> None:
    if document is not None:
        (tmp_path / "pyproject.toml").write_text(document, encoding="utf-8")
    assert read_settings(tmp_path, {}) == Settings(title="", language="en", base_url="", canonical_url="")


def urls(tmp_path: Path, **environment: str) -> tuple[str, str]:
    settings = read_settings(tmp_path, environment)
    return settings.base_url, settings.canonical_url


def test_the_variable_site_url_is_the_url_of_the_site(tmp_path: Path) -> None:
    assert urls(tmp_path) == urls(tmp_path, SITE_URL="", READTHEDOCS_CANONICAL_URL=" ") == ("", "")
    for url in ("https://example.org/x", "https://example.org/x/", " https://example.org/x// "):
        assert urls(tmp_path, SITE_URL=url) == ("https://example.org/x/", "https://example.org/x/")


READ_THE_DOCS = {
    "latest": ("https://example.org/en/latest/", "https://example.org/en/latest/"),
    "2026.12": ("https://example.org/en/2026.12/", "https://example.org/en/latest/"),
    "en": ("https://example.org/en/en/", "https://example.org/en/latest/"),
    "no translations": ("https://example.org/v1/", "https://example.org/latest/"),
    "a single version": ("https://example.org/", "https://example.org/"),
    "a preview": ("https://p--7.org.readthedocs.build/en/7/", "https://p.readthedocs.io/en/latest/"),
    "a preview of a single version": ("https://p--7.org.readthedocs.build/", "https://p.readthedocs.io/"),
    "a preview on Business": ("https://p--7.com.readthedocs.build/en/7/", "https://p.readthedocs-hosted.com/en/latest/"),
}  # fmt: skip


@pytest.mark.parametrize("situation", READ_THE_DOCS)
def test_on_read_the_docs_the_latest_version_has_the_feeds(tmp_path: Path, situation: str) -> None:
    url, canonical = READ_THE_DOCS[situation]
    version = url.rstrip("/").rpartition("/")[2]
    variables = {
        "READTHEDOCS_CANONICAL_URL": url,
        "READTHEDOCS_VERSION": "latest" if situation == "a single version" else version,
        "READTHEDOCS_PROJECT": "p",
    }
    assert urls(tmp_path, **variables) == (url, canonical)
    # A project with a domain of its own sets SITE_URL, because a preview cannot know it.
    assert urls(tmp_path, **variables, SITE_URL="https://own.org/") == (url, "https://own.org/")


@pytest.mark.parametrize("name", ["SITE_URL", "READTHEDOCS_CANONICAL_URL"])
@pytest.mark.parametrize("value", ["example.org", "https://", "javascript:alert(1)"])
def test_a_variable_that_is_not_a_url_is_an_error(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path, {name: value})
    assert str(error.value) == f'{name} is "{value}"; write a URL that begins with "https://"'


WRONG = {
    'titel = "T"': 'unknown key "titel"; did you mean "title"?',
    "title = 1": '"title" is not a string; write title = "…"',
    'base-url = "https://example.org/"': 'unknown key "base-url"; use one of: language, title',
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


def test_conf_py_takes_its_values_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://example.org/en/2026.12/")
    settings, conf = read_settings(ROOT), runpy.run_path(str(ROOT / "conf.py"))
    names = ("project", "language", "html_baseurl", "partnerships_canonical_url")
    expected = dataclasses.astuple(settings)
    assert tuple(conf[name] for name in names) == expected
    assert all(expected)
