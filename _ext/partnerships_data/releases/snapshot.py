"""The directory as it was: the record of each version in `releases/`, and what changed between them. Pure.

A record is the catalog's export of its day, in which people stand without names: history needs no one's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel, ValidationError

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile, UnitItem
from partnerships_data.catalog.site import Site
from partnerships_data.pages.field_types import PartialDate, Region
from partnerships_data.pages.models import Facts
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import compare
from partnerships_data.stable_json import json_bytes

RELEASES_FOLDER = "releases"
VERSION_PATTERN = re.compile(r"20[0-9]{2}\.(0[1-9]|1[0-2])(\.[1-9][0-9]*)?")


class Person(BaseModel):
    """Somebody in a team unit, without name."""

    model_config = Facts.model_config

    role: str
    base: str | None = None
    regions: tuple[Region, ...] = ()
    joined: PartialDate | None = None
    left: PartialDate | None = None


class UnitRecord(UnitItem):
    """A team unit whose people have no names."""

    members: tuple[Person, ...] = ()  # type: ignore[assignment]


class Snapshot(CatalogFile):
    """The directory as it was when a version was released."""

    units: list[UnitRecord]  # type: ignore[assignment]
    version: str
    released: PartialDate


@dataclass(frozen=True)
class VersionChanges:
    """What changed on the way to a version, or since the last one."""

    version: str  # empty for what is not released yet
    released: str  # a date, or empty
    changes: tuple[Change, ...]


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are sorted by: as numbers, not as text."""
    return tuple(map(int, version.split(".")))


def snapshot_json(catalog: Catalog, site: Site, version: str = "", released: str = "1970") -> bytes:
    """Return the record of a catalog.

    :param site: with an empty base, so that addresses are those below the root of the site
    """
    record = json.loads(catalog_json(catalog.published, site))
    for unit in record["units"]:
        people = unit.get("members", ())
        unit["members"] = [{key: each[key] for key in Person.model_fields if key in each} for each in people]
        unit["members"].sort(key=lambda each: json.dumps(each, sort_keys=True))
    record |= {"version": version, "released": released}
    return json_bytes(record, indent=1)


def read_snapshots(files: Mapping[str, bytes]) -> tuple[list[Snapshot], list[Problem]]:
    """Return the records of versions, the oldest first, and what is wrong with them.

    :param files: the contents of the files in `releases/` by their names
    """
    found: list[Snapshot] = []
    problems: list[Problem] = []
    for name, content in sorted(files.items()):
        try:
            found.append(_read(name, content))
        except _Unreadable as unreadable:
            path = f"{RELEASES_FOLDER}/{name}"
            text = f"{unreadable}; restore the file from its tag: git checkout {name[:-5]} -- {path}"
            problems.append(Problem(path, unreadable.line, 1, Code.BAD_SNAPSHOT, text))
    return sorted(found, key=lambda each: version_key(each.version)), problems


class _Unreadable(Exception):
    """Why a record cannot be used."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.line = line


def _read(name: str, content: bytes) -> Snapshot:
    version = name.removesuffix(".json")
    if not VERSION_PATTERN.fullmatch(version):
        raise _Unreadable('a record is named after its version, as in "2026.12.json"')
    try:
        record = json.loads(content)
    except json.JSONDecodeError as error:
        raise _Unreadable(f"this is no JSON: {error.msg}", error.lineno) from None
    except (UnicodeDecodeError, RecursionError):
        raise _Unreadable("this is no JSON") from None
    schema = record.get("schema_version") if isinstance(record, dict) else None
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        raise _Unreadable(f"this record has schema_version {schema}, which is newer than this site's code")
    try:
        read = Snapshot.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise _Unreadable(f'this is no record of a version: at "{where}": {first["msg"]}') from None
    if read.version != version:
        raise _Unreadable(f'this is the record of version "{read.version}", which has a file of its own name')
    return read


def changes_by_version(snapshots: list[Snapshot], present: Snapshot) -> list[VersionChanges]:
    """Return what changed from each version to the next, and since the last one; the newest first."""
    found = [
        VersionChanges(after.version, after.released, compare(before, after))
        for before, after in pairwise(snapshots)
    ]
    if snapshots:
        found.append(VersionChanges("", "", compare(snapshots[-1], present)))
    return found[::-1]
