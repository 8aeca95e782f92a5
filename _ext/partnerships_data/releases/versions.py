"""The versions of the site that are published side by side, for the version menu."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partnerships_data.pages.models import KIND_BY_FOLDER
from partnerships_data.releases.history import recorded_pages
from partnerships_data.releases.snapshot import VERSION_PATTERN, version_key

LATEST = "latest"
VERSIONS = "PARTNERSHIPS_VERSIONS"  # releases separated by spaces; the command `versions` sets it
# Every version has these pages.
PAGES_OF_ALL = frozenset({"index", *(f"{folder}/index" for folder in KIND_BY_FOLDER)})


@dataclass(frozen=True)
class VersionLink:
    """A link to a page in a version."""

    name: str
    path: str  # relative to the root of the version that is built
    is_current: bool
    is_newer: bool  # the newest release, if the version that is built is an older one


def published_versions(root: Path, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the names of the versions that are published beside the one that is built.

    The command `versions` names the releases among them. On Read the Docs, each release is a version, and so
    is "latest". A preview is on another host, so it has none beside it.
    """
    if VERSIONS in environment:
        return [*environment[VERSIONS].split(), LATEST]
    if environment.get("READTHEDOCS_VERSION_TYPE") in ("branch", "tag"):
        return [*recorded_pages(root), LATEST]
    return []


def version_links(
    root: Path, others: Sequence[str], current: str, docname: str, path: str
) -> list[VersionLink]:
    """Return a link for each version: to the page if it exists there, else to the home page.

    The newest release is the first one. Without other versions, there are no links.

    :param others: the versions beside the current one
    :param docname: the page
    :param path: the path of the page from the root of each version
    """
    names = {*others, current} if others else set()
    releases = sorted(filter(VERSION_PATTERN.fullmatch, names), key=version_key, reverse=True)
    is_older = current in releases[1:]
    pages = recorded_pages(root)
    links = []
    for name in [*releases, *sorted(names.difference(releases))]:
        exists = name == current or docname in PAGES_OF_ALL | pages.get(name, frozenset())
        target = f"../{name}/{path if exists else ''}"
        links.append(VersionLink(name, target, name == current, is_older and name == releases[0]))
    return links
