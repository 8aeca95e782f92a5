"""What changed in the directory from version to version, as the pages of this build state it."""

from __future__ import annotations

from pathlib import Path

from partnerships.domain import PartnershipsDomain
from partnerships_data.releases import history
from partnerships_data.releases.snapshot import VersionChanges


def release_history(domain: PartnershipsDomain) -> list[VersionChanges]:
    """Return what changed with each version and since the last one, newest first."""
    return history.release_history(Path(domain.env.srcdir), domain.stated, domain.site)
