"""The records of versions in `releases/`, and the changes between them.

A record is the catalog's export on the day of the release. The people in it have no names, because history
does not need them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from diagnostics.codes import Code
from diagnostics.problem import Problem
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile, UnitItem
from partnerships_data.catalog.site import Site
from partnerships_data.pages.evidence import StrictModel
from partnerships_data.pages.field_types import PartialDate, Region
from partnerships_data.pages.models import KINDS
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import PLURALS, compare
from stable_files.stable_json import json_bytes

RELEASES_FOLDER = "releases"
VERSION_PATTERN = re.compile(r"20[0-9]{2}\.(0[1-9]|1[0-2])(\.[1-9][0-9]*)?")


class Person(StrictModel):
    """A person in a team unit, without a name."""

    role: str
    base: str | None = None
    regions: tuple[Region, ...] = ()
    joined: PartialDate | None = None
    left: PartialDate | None = None


class UnitRecord(UnitItem):
    """A team unit whose people have no names."""

    members: tuple[Person, ...] = ()  # type: ignore[assignment]


class Snapshot(CatalogFile):
    """The catalog at the release of a version."""

    schema_version: Literal[1, 2]  # type: ignore[assignment]  # 1 has no results, and no sources of alignments
    units: list[UnitRecord]  # type: ignore[assignment]
    gaps: Any = None  # of version 1; it follows from the rest
    statistics: Any = None
    version: str
    released: PartialDate

    def docnames(self) -> Iterator[str]:
        """Yield the name of the page of each entry."""
        for kind, plural in PLURALS.items():
            for item in getattr(self, plural):
                yield f"{KINDS[kind].folder}/{item.id}"


@dataclass(frozen=True)
class VersionChanges:
    """The changes of a version, or those since the last one."""

    version: str  # empty if it is not released yet
    released: str  # a date, or empty
    changes: tuple[Change, ...]
    is_first: bool = False  # the first version has no changes


def version_key(version: str) -> tuple[int, ...]:
    """Return a key by which versions are sorted as numbers, not as text."""
    return tuple(map(int, version.split(".")))


def snapshot_json(catalog: Catalog, site: Site, version: str = "", released: str = "1970") -> bytes:
    """Return the record of a catalog.

    :param site: with an empty base, so that URLs are relative to the root of the site
    """
    record = json.loads(catalog_json(catalog.published, site))
    for unit in record["units"]:
        people = [
            {key: member[key] for key in Person.model_fields if key in member}
            for member in unit.get("members", ())
        ]
        unit["members"] = sorted(people, key=lambda person: json.dumps(person, sort_keys=True))
    del record["gaps"], record["statistics"]
    record |= {"version": version, "released": released}
    return json_bytes(record, indent=1)


def read_snapshots(files: Mapping[str, bytes]) -> tuple[list[Snapshot], list[Problem]]:
    """Return the records of versions, oldest first, and the problems in them.

    :param files: the contents of the files in `releases/` by their names
    """
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    for name, content in sorted(files.items()):
        try:
            snapshots.append(_read_snapshot(name, content))
        except _SnapshotError as error:
            path = f"{RELEASES_FOLDER}/{name}"
            tag = name.removesuffix(".json")
            text = f"{error}; restore the file from its tag: git checkout {tag} -- {path}"
            problems.append(Problem(path, error.line, 1, Code.BAD_SNAPSHOT, text))
    return sorted(snapshots, key=lambda snapshot: version_key(snapshot.version)), problems


def read_record(path: Path) -> bytes:
    """Return the content of a record; nothing if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


class _SnapshotError(Exception):
    """Raised for a record that cannot be used."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.line = line


def _read_snapshot(name: str, content: bytes) -> Snapshot:
    version = name.removesuffix(".json")
    if not VERSION_PATTERN.fullmatch(version):
        raise _SnapshotError('the file name is not a version, as in "2026.12.json"')
    if not content:
        raise _SnapshotError("the file is empty, or cannot be read")
    try:
        record = json.loads(content)
    except json.JSONDecodeError as error:
        raise _SnapshotError(f"invalid JSON: {error.msg}", error.lineno) from None
    except (UnicodeDecodeError, RecursionError):
        raise _SnapshotError("invalid JSON") from None
    schema = record.get("schema_version") if isinstance(record, dict) else None
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        raise _SnapshotError(f"schema_version {schema} is newer than this site's code")
    try:
        snapshot = Snapshot.model_validate(record)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        key = "/".join(map(str, first["loc"]))
        raise _SnapshotError(f'invalid record: at "{key}": {first["msg"]}') from None
    if snapshot.version != version:
        raise _SnapshotError(f'this is the record of version "{snapshot.version}", not of "{version}"')
    return snapshot


def changes_by_version(snapshots: list[Snapshot], present: Snapshot) -> list[VersionChanges]:
    """Return what changed from each version to the next, and since the last one; newest first."""
    if not snapshots:
        return []
    changes = [VersionChanges(snapshots[0].version, snapshots[0].released, (), is_first=True)]
    changes += [
        VersionChanges(new.version, new.released, compare(old, new)) for old, new in pairwise(snapshots)
    ]
    changes.append(VersionChanges("", "", compare(snapshots[-1], present)))
    return changes[::-1]
