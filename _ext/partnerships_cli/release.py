"""The `release` command: records a version, adds its section to the changelog, and creates its tag."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.git import git, is_shallow, version_tags
from partnerships_cli.source_tree import SourceTree
from partnerships_data.atomic_write import write_if_changed
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import compare
from partnerships_data.releases.sentences import group_changes, plain_sentence
from partnerships_data.releases.snapshot import (
    RELEASES_FOLDER,
    VERSION_PATTERN,
    Snapshot,
    read_snapshots,
    snapshot_json,
    version_key,
)

CHANGELOG = "CHANGELOG.md"
UNRELEASED_HEADING = re.compile(r"^## .*, not yet released$", re.MULTILINE)


def add_version_to_changelog(text: str, version: str, today: str, changes: Sequence[Change]) -> str:
    """Return the changelog with the section of a version.

    The section "not yet released" becomes that of the version; the changes of the directory are added to it.
    """
    heading = f"## {version} ({today})"
    if UNRELEASED_HEADING.search(text):
        text = UNRELEASED_HEADING.sub(heading, text, count=1)
    else:
        title, _, rest = text.partition("\n")
        text = f"{title}\n\n{heading}\n{rest}"
    if not changes:
        return text
    start = text.index(heading) + len(heading)
    end = text.find("\n## ", start)
    if end < 0:
        end = len(text)
    section, later = text[:end].rstrip(), text[end:]
    return f"{section}\n\n### In the directory\n{_list_of_changes(changes)}{later}"


def _list_of_changes(changes: Sequence[Change]) -> str:
    parts = []
    for heading, grouped in group_changes(changes).items():
        parts.append(f"\n{heading}:\n\n")
        parts += [f"- {plain_sentence(change)}\n" for change in grouped]
    return "".join(parts)


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version", help="year and month, such as 2026.12; for a second version in a month, 2026.12.1"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the record and the changelog, commit them and create the tag, after a confirmation."""
    version = arguments.version
    sources = SourceTree.from_folder(root)
    earlier = _earlier_versions(root, sources, version)
    if sources.problems:
        sys.stderr.writelines(f"{problem}\n" for problem in sources.problems)
        return 1
    today = datetime.now(UTC).date().isoformat()
    record = snapshot_json(sources.catalog, site_of(root, base_url=""), version, today)
    changes = compare(earlier[-1], Snapshot.model_validate_json(record)) if earlier else ()
    sys.stdout.write(f"Version {version}, {today}: {len(changes)} changes since the last version.\n")
    sys.stdout.writelines(f"- {plain_sentence(change)}\n" for change in changes)
    if not arguments.yes and not _is_confirmed(version):
        sys.stdout.write("Nothing was written.\n")
        return 1
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    changelog = add_version_to_changelog(changelog, version, today, changes)
    write_if_changed(root / RELEASES_FOLDER / f"{version}.json", record)
    write_if_changed(root / CHANGELOG, changelog.encode())
    git(root, "add", f"{RELEASES_FOLDER}/{version}.json", CHANGELOG)
    git(root, "commit", "--quiet", "--message", f"Release {version}")
    git(root, "tag", "--annotate", version, "--message", f"Version {version}")
    sys.stdout.write(f"Created the tag {version}. To publish it: git push --follow-tags\n")
    return 0


def _earlier_versions(root: Path, sources: SourceTree, version: str) -> list[Snapshot]:
    """Return the records of earlier versions, the oldest first.

    :raises UsageError: if the version cannot be released now
    """
    if not VERSION_PATTERN.fullmatch(version):
        raise UsageError(f'"{version}" is not a version; type year and month, such as 2026.12 or 2026.12.1')
    if git(root, "status", "--porcelain"):
        raise UsageError("there are uncommitted changes; commit or stash them first")
    if is_shallow(root):
        raise UsageError("this clone is shallow and may lack tags; run: git fetch --unshallow --tags")
    earlier, problems = read_snapshots(sources.records)
    if problems:
        raise UsageError(str(problems[0]))
    existing = {record.version for record in earlier} | set(version_tags(root))
    if version in existing:
        raise UsageError(f"version {version} exists; the next version of this month is {version}.1")
    newest = max(existing, key=version_key, default=version)
    if version_key(newest) > version_key(version):
        raise UsageError(f"version {version} is older than {newest}, which exists")
    return earlier


def _is_confirmed(version: str) -> bool:
    """Ask at the terminal whether to release.

    :raises UsageError: if the input is not a terminal
    """
    if not sys.stdin.isatty():
        raise UsageError("a release needs a confirmation; add --yes to release without one")
    answer = input(f"Release {version}, commit it and create its tag? [y/N] ")
    return answer.strip().lower() in ("y", "yes")
