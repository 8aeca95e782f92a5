"""The settings that conf.py and the commands share: the table `[tool.partnerships]` in pyproject.toml."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from diagnostics.problem import did_you_mean

SETTINGS_FILE = "pyproject.toml"
BASE_URL_VARIABLE = "READTHEDOCS_CANONICAL_URL"  # set by Read the Docs; anybody may set it


class SettingsError(Exception):
    """Raised for settings that cannot be used; the message is one line that names the file and the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site is called, and where readers find it.

    A site without a pyproject.toml, or without the table in it, gets the defaults. In the file, the names of
    the keys have hyphens: `base-url`.
    """

    title: str = ""
    author: str = ""
    language: str = "en"
    base_url: str = ""  # absolute, with a final slash; empty if the site has none


def read_settings(root: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the site in the folder `root`.

    :param environment: may override the base URL
    :raises SettingsError: if the file is not TOML, or has an unknown key or an invalid value
    """
    values = {key.replace("-", "_"): value for key, value in _table(root).items()}
    base_url = environment.get(BASE_URL_VARIABLE) or values.get("base_url", "")
    if base_url:
        values["base_url"] = f"{base_url.rstrip('/')}/"
    return Settings(**values)


def _table(root: Path) -> Mapping[str, str]:
    """Return the keys of the table and their valid values; none if there is no table."""
    match _document(root):
        case {"tool": {"partnerships": dict(table)}}:
            pass
        case {"tool": {"partnerships": _}}:
            raise SettingsError(f'{SETTINGS_FILE}: "partnerships" is not a table; write [tool.partnerships]')
        case _:
            return {}
    known = {field.name.replace("_", "-") for field in fields(Settings)}
    for key, value in table.items():
        if key not in known:
            raise _error(f'unknown key "{key}"{did_you_mean(key, known)}')
        if not isinstance(value, str):
            raise _error(f'"{key}" is not a string; write {key} = "…"')
    url = urlsplit(table.get("base-url", ""))
    if url.geturl() and not (url.scheme in ("http", "https") and url.netloc):
        raise _error(f'"{url.geturl()}" is not a "base-url"; write one that begins with "https://"')
    return table


def _document(root: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads((root / SETTINGS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{SETTINGS_FILE} cannot be read: {error}") from None


def _error(text: str) -> SettingsError:
    return SettingsError(f"{SETTINGS_FILE}, [tool.partnerships]: {text}")
