"""`release`: the record of a version, its section in the changelog, and its tag."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.git import git, is_shallow, version_tags
from partnerships_data.atomic_write import write_if_changed
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import compare
from partnerships_data.releases.sentences import group_changes, plain_sentence
from partnerships_data.releases.snapshot import RELEASES_FOLDER, VERSION, Snapshot, order, read, snapshot
from partnerships_data.source_tree import SourceTree

CHANGELOG = "CHANGELOG.md"
NOT_YET = re.compile(r"^## .*, not yet released$", re.MULTILINE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "version", help="year and month, such as 2026.12; the second one of a month: 2026.12.1"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the record and the changelog, commit both, and make the tag, after a yes."""
    version = arguments.version
    before = _ready(root, version)
    sources = SourceTree.of_folder(root)
    if sources.problems:
        for problem in sources.problems:
            sys.stderr.write(f"{problem}\n")
        return 1
    today = datetime.now(UTC).date().isoformat()
    record = snapshot(sources.catalog, site_of(root, base=""), version, today)
    present = Snapshot.model_validate_json(record)
    changes = compare(before[-1], present) if before else ()
    log = changelog((root / CHANGELOG).read_text(encoding="utf-8"), version, today, changes)
    sys.stdout.write(f"Version {version}, {today}: {len(changes)} changes since the last one.\n")
    sys.stdout.writelines(f"- {plain_sentence(each)}\n" for each in changes)
    if not arguments.yes and not _agreed(version):
        sys.stdout.write("Nothing was written.\n")
        return 1
    write_if_changed(root / RELEASES_FOLDER / f"{version}.json", record)
    write_if_changed(root / CHANGELOG, log.encode())
    git(root, "add", f"{RELEASES_FOLDER}/{version}.json", CHANGELOG)
    git(root, "commit", "--quiet", "--message", f"Release {version}")
    git(root, "tag", "--annotate", version, "--message", f"Version {version}")
    sys.stdout.write(f"Made the tag {version}. To publish it: git push --follow-tags\n")
    return 0


def _ready(root: Path, version: str) -> list[Snapshot]:
    """Return the records of the versions before.

    :raises UsageError: if this version cannot be made now
    """
    if not VERSION.fullmatch(version):
        raise UsageError(f'"{version}" is no version; type year and month, such as 2026.12, or 2026.12.1')
    if git(root, "status", "--porcelain"):
        raise UsageError(
            "there are changes that are not committed; commit them or put them away, then release"
        )
    if is_shallow(root):
        raise UsageError("this clone is shallow and may lack tags; type: git fetch --unshallow --tags")
    before, problems = read(SourceTree.of_folder(root).records)
    if problems:
        raise UsageError(str(problems[0]))
    known = {each.version for each in before} | set(version_tags(root))
    if version in known:
        raise UsageError(f"version {version} exists; the next one of the month is {version}.1")
    newest = max(known, key=order, default=version)
    if order(newest) > order(version):
        raise UsageError(f"version {version} would come before {newest}, which exists")
    return before


def changelog(log: str, version: str, today: str, changes: tuple[Change, ...]) -> str:
    """Return the changelog with a version's section: what stood under "not yet released", and the changes."""
    heading = f"## {version} ({today})"
    if NOT_YET.search(log):
        log = NOT_YET.sub(heading, log, count=1)
    else:
        title, _, rest = log.partition("\n")
        log = f"{title}\n\n{heading}\n{rest}"
    if not changes:
        return log
    told = "".join(
        f"\n{title}:\n\n" + "".join(f"- {plain_sentence(each)}\n" for each in found)
        for title, found in group_changes(changes).items()
    )
    start = log.index(heading) + len(heading)
    end = log.find("\n## ", start)
    head, tail = (log, "") if end < 0 else (log[:end], log[end:])
    return f"{head.rstrip()}\n\n### In the directory\n{told}{tail}"


def _agreed(version: str) -> bool:
    """Ask; only people at a terminal can answer."""
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to say yes; add --yes to release without asking")
    return input(f"Release {version}, commit it and make its tag? [y/N] ").strip().lower() in ("y", "yes")
