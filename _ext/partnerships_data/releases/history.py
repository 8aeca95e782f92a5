"""What changed from version to version, computed once as long as records and pages stay the same."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from diagnostics.problem import Problem
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.releases.snapshot import (
    RELEASES_FOLDER,
    Snapshot,
    VersionChanges,
    changes_by_version,
    read_record,
    read_snapshots,
    snapshot_json,
)

Stamp = tuple[str, int, int]  # path, time of the last change in nanoseconds, size in bytes


def release_history(root: Path, present: Catalog, site: Site) -> list[VersionChanges]:
    """Return what changed with each version and since the last one, newest first.

    :param present: the entries as the pages state them, not translated
    """
    return _history(_stamps(root), present, site)


def record_problems(root: Path) -> list[Problem]:
    """Return what is wrong with the records of versions."""
    return _read(_stamps(root))[1]


def recorded_pages(root: Path) -> dict[str, frozenset[str]]:
    """Return the names of the pages of facts in each recorded version."""
    return _pages(_stamps(root))


def records_digest(root: Path) -> str:
    """Return a digest of all valid records of versions."""
    digest = sha256()
    for record in _read(_stamps(root))[0]:
        digest.update(record.model_dump_json().encode())
    return digest.hexdigest()


def _stamps(root: Path) -> tuple[Stamp, ...]:
    paths = sorted((root / RELEASES_FOLDER).glob("*.json"))
    stats = [path.stat() if path.exists() else path.lstat() for path in paths]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in zip(paths, stats, strict=True))


@lru_cache(maxsize=1)
def _read(stamps: tuple[Stamp, ...]) -> tuple[list[Snapshot], list[Problem]]:
    paths = [Path(path) for path, _time, _size in stamps]
    return read_snapshots({path.name: read_record(path) for path in paths})


@lru_cache(maxsize=1)
def _pages(stamps: tuple[Stamp, ...]) -> dict[str, frozenset[str]]:
    return {record.version: frozenset(record.docnames()) for record in _read(stamps)[0]}


@lru_cache(maxsize=1)
def _history(stamps: tuple[Stamp, ...], present: Catalog, site: Site) -> list[VersionChanges]:
    records, _problems = _read(stamps)
    if not records:
        return []
    now = Snapshot.model_validate_json(snapshot_json(present, site))
    return changes_by_version(records, now)
