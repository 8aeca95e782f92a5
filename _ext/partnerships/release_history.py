"""What changed in the directory from version to version, from the records in `releases/`."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from diagnostics.problem import Problem
from partnerships.domain import PartnershipsDomain
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from partnerships_data.releases import snapshot

Stamp = tuple[str, int, int]  # path, time of the last change in nanoseconds, size in bytes
Records = tuple[list[snapshot.Snapshot], list[Problem]]


def release_history(domain: PartnershipsDomain) -> list[snapshot.VersionChanges]:
    """Return what changed with each version and since the last one, newest first.

    The present is compared as the pages state it, not as it is translated.
    """
    return _compared(_stamps(domain), domain.stated, domain.site)


def record_problems(domain: PartnershipsDomain) -> list[Problem]:
    """Return what is wrong with the records."""
    return _records(_stamps(domain))[1]


def records_digest(domain: PartnershipsDomain) -> str:
    """Return a digest of all valid records."""
    digest = sha256()
    for record in _records(_stamps(domain))[0]:
        digest.update(record.model_dump_json().encode())
    return digest.hexdigest()


def _stamps(domain: PartnershipsDomain) -> tuple[Stamp, ...]:
    paths = sorted((domain.env.srcdir / snapshot.RELEASES_FOLDER).glob("*.json"))
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


@lru_cache(maxsize=1)
def _records(stamps: tuple[Stamp, ...]) -> Records:
    paths = [Path(path) for path, _time, _size in stamps]
    return snapshot.read_snapshots({path.name: path.read_bytes() for path in paths})


@lru_cache(maxsize=1)
def _compared(stamps: tuple[Stamp, ...], stated: Catalog, site: Site) -> list[snapshot.VersionChanges]:
    records, _problems = _records(stamps)
    if not records:
        return []
    present = snapshot.Snapshot.model_validate_json(snapshot.snapshot_json(stated, site))
    return snapshot.changes_by_version(records, present)
