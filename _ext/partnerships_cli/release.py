"""The `release` command: records a version, adds its section to the changelog, and creates its tag.

Nothing is pushed. Where the default branch is protected, the record is committed on a branch for a pull
request; after the merge, the command finds the record and only creates the tag.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.git import git, git_text, version_tags
from partnerships_cli.markdown_text import escaped
from partnerships_cli.release_branch import default_branch, require_released_branch, undo_if_git_fails
from partnerships_cli.source_tree import SourceTree
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
from stable_files.atomic_write import write_if_changed

CHANGELOG = "CHANGELOG.md"
AFTER_PULL_REQUEST = """Committed on the branch release-{version}.
To propose it: git push --set-upstream origin release-{version}
To create the tag after the merge: git switch {branch} && git pull && make release VERSION={version}
To undo it: git switch {branch} && git branch --delete --force release-{version}
"""
AFTER_TAG = """Created the tag {version}.
To publish it: git push --atomic origin HEAD {version}
To undo it before that: git tag --delete {version}{more}
"""
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
        parts += [f"- {plain_sentence(escaped(change))}\n" for change in grouped]
    return "".join(parts)


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version", help="year and month, such as 2026.12; for a second version in a month, 2026.12.1"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument(
        "--pull-request", action="store_true", help="commit on a branch of its own, and create no tag yet"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the record and the changelog, commit them and create the tag, after a confirmation."""
    version, today = arguments.version, _today()
    sources = SourceTree.from_folder(root)
    require_released_branch(root)
    earlier = _earlier_versions(root, sources, version)
    if sources.problems:
        sys.stderr.writelines(f"{problem}\n" for problem in sources.problems)
        return 1
    is_recorded = f"{version}.json" in sources.records
    if not is_recorded:
        _require_month(version, today)
    record = snapshot_json(sources.catalog, site_of(root, base_url=""), version, today.isoformat())
    changes = compare(earlier[-1], Snapshot.model_validate_json(record)) if earlier else ()
    if is_recorded:
        sys.stdout.write(f"Version {version} has a record. This only creates its tag, and pushes nothing.\n")
    else:
        news = f"changes since {earlier[-1].version}: {len(changes)}" if earlier else "the first version"
        sys.stdout.write(f"Version {version}, {today}: {news}.\n")
        _describe(changes, arguments.pull_request)
    if arguments.dry_run:
        return 0
    if not arguments.yes and not _is_confirmed(version):
        sys.stdout.write("Nothing was written.\n")
        return 1
    if not is_recorded:
        with undo_if_git_fails(root):
            if arguments.pull_request:
                git(root, "switch", "--quiet", "--create", f"release-{version}")
            _commit_record(root, version, record, today.isoformat(), changes)
    if arguments.pull_request and not is_recorded:
        sys.stdout.write(AFTER_PULL_REQUEST.format(version=version, branch=default_branch(root)))
    else:
        _create_tag(root, version)
        more = "" if is_recorded else " && git reset --hard HEAD~1"
        sys.stdout.write(AFTER_TAG.format(version=version, more=more))
    return 0


def _describe(changes: Sequence[Change], pull_request: bool) -> None:
    """Print what changed and what the release does."""
    then = "commits both on a new branch" if pull_request else "commits both and creates the tag"
    sys.stdout.writelines(f"- {plain_sentence(change)}\n" for change in changes)
    sys.stdout.write(f"This writes the record and its section of {CHANGELOG}, {then}. It pushes nothing.\n")


def _commit_record(root: Path, version: str, record: bytes, today: str, changes: Sequence[Change]) -> None:
    path = root / CHANGELOG
    changelog = path.read_text(encoding="utf-8") if path.is_file() else "# Changelog\n"
    changelog = add_version_to_changelog(changelog, version, today, changes)
    write_if_changed(root / RELEASES_FOLDER / f"{version}.json", record)
    write_if_changed(path, changelog.encode())
    git(root, "add", f"{RELEASES_FOLDER}/{version}.json", CHANGELOG)
    git(root, "commit", "--quiet", "--message", f"Release {version}")


def _create_tag(root: Path, version: str) -> None:
    """Tag the commit that added the record, even if others came after it."""
    commit = git_text(root, "log", "--max-count=1", "--format=%H", "--", f"{RELEASES_FOLDER}/{version}.json")
    git(root, "tag", "--annotate", version, commit, "--message", f"Version {version}")


def _earlier_versions(root: Path, sources: SourceTree, version: str) -> list[Snapshot]:
    """Return the records of earlier versions, the oldest first.

    :raises UsageError: if the version cannot be released
    """
    if not VERSION_PATTERN.fullmatch(version):
        raise UsageError(f'"{version}" is not a version; type year and month, such as 2026.12 or 2026.12.1')
    records, problems = read_snapshots(sources.records)
    if problems:
        raise UsageError(str(problems[0]))
    tags = version_tags(root)
    if version in tags:
        raise UsageError(f"version {version} exists; for another one in its month, type {version[:7]}.1")
    earlier = [record for record in records if record.version != version]
    newest = max([*tags, *(record.version for record in earlier)], key=version_key, default=version)
    if version_key(newest) > version_key(version):
        raise UsageError(f"version {version} is older than {newest}, which exists")
    return earlier


def _require_month(version: str, today: date) -> None:
    """Refuse a version that is not of this month or the next one."""
    next_month = today.replace(day=1) + timedelta(days=31)
    months = f"{today:%Y.%m}", f"{next_month:%Y.%m}"
    if not version.startswith(months):
        raise UsageError(f"version {version} is not of this month or the next; type {' or '.join(months)}")


def _today() -> date:
    """Return the date in UTC, or that of the variable SOURCE_DATE_EPOCH, as other build tools do."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds) if seconds.isdigit() else time.time(), UTC).date()


def _is_confirmed(version: str) -> bool:
    """Ask at the terminal whether to release.

    :raises UsageError: if the input is not a terminal
    """
    if not sys.stdin.isatty():
        raise UsageError("a release needs a confirmation; add --yes to release without one")
    return input(f"Release version {version}? [y/N] ").strip().lower() in ("y", "yes")
