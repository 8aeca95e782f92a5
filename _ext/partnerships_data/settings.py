"""The settings that conf.py and the commands share: the table `[tool.partnerships]`, and `SITE_URL`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from diagnostics.problem import did_you_mean

SETTINGS_FILE = "pyproject.toml"
TABLE_KEYS = ("title", "language")
SITE_URL = "SITE_URL"  # of the published site; if it has several versions, of the newest state
# The URL of the version that is built; Read the Docs and the command `versions` set it.
VERSION_URL = "READTHEDOCS_CANONICAL_URL"
# Hosts of previews of pull requests on Read the Docs, and the hosts of the projects that they belong to.
PREVIEW_HOSTS = {
    ".org.readthedocs.build": ".readthedocs.io",
    ".com.readthedocs.build": ".readthedocs-hosted.com",
}


class SettingsError(Exception):
    """Raised for settings that cannot be used; the message is one line that names the file and the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site is called, and where readers find it.

    A site without a pyproject.toml, or without the table in it, gets the defaults. URLs are absolute, with a
    final slash, or empty if they are not known.
    """

    title: str = ""
    language: str = "en"
    base_url: str = ""  # of the version that is built
    canonical_url: str = ""  # of the version that has the feeds, and that search engines should show


def read_settings(root: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the site in the folder `root`.

    :param environment: the variables that contain URLs
    :raises SettingsError: if the file is not TOML, or has an unknown key, or if a value is invalid
    """
    site_url, version_url = _url(environment, SITE_URL), _url(environment, VERSION_URL)
    return Settings(
        **_table(root),
        base_url=version_url or site_url,
        canonical_url=site_url or _latest_url(version_url, environment),
    )


def _url(environment: Mapping[str, str], name: str) -> str:
    """Return the value of a variable with a final slash; empty if it is not set."""
    value = environment.get(name, "").strip()
    if not value:
        return ""
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.netloc:
        raise SettingsError(f'{name} is "{value}"; write a URL that begins with "https://"')
    return f"{value.rstrip('/')}/"


def _latest_url(version_url: str, environment: Mapping[str, str]) -> str:
    """Return the URL of the version "latest" on Read the Docs.

    Versions are the last part of the path; a project with a single version has none. A preview cannot know
    the domain of a project that has one of its own: set `SITE_URL` there.
    """
    url = urlsplit(version_url)
    host, path = url.netloc, url.path.rstrip("/")
    for preview_host, project_host in PREVIEW_HOSTS.items():
        if host.endswith(preview_host):
            host = f"{environment.get('READTHEDOCS_PROJECT', '')}{project_host}"
    parent, _, last = path.rpartition("/")
    if last and last == environment.get("READTHEDOCS_VERSION"):
        path = f"{parent}/latest"
    return url._replace(netloc=host, path=f"{path}/").geturl() if version_url else ""


def _table(root: Path) -> Mapping[str, str]:
    """Return the keys of the table and their valid values; none if there is no table."""
    match _document(root):
        case {"tool": {"partnerships": dict(table)}}:
            pass
        case {"tool": {"partnerships": _}}:
            raise SettingsError(f'{SETTINGS_FILE}: "partnerships" is not a table; write [tool.partnerships]')
        case _:
            return {}
    place = f"{SETTINGS_FILE}, [tool.partnerships]"
    for key, value in table.items():
        if key not in TABLE_KEYS:
            raise SettingsError(f'{place}: unknown key "{key}"{did_you_mean(key, TABLE_KEYS)}')
        if not isinstance(value, str):
            raise SettingsError(f'{place}: "{key}" is not a string; write {key} = "…"')
    return table


def _document(root: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads((root / SETTINGS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{SETTINGS_FILE} cannot be read: {error}") from None
