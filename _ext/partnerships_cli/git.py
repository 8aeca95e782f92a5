"""Runs git, and reads versions and revisions of a site from it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.releases.snapshot import VERSION_PATTERN, version_key


class GitError(UsageError):
    """Raised if git fails; the message quotes git."""


def git(root: Path, *words: str) -> bytes:
    """Run git in a folder and return its output.

    :raises UsageError: if git is not installed
    :raises GitError: if git fails
    """
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    except OSError:
        raise UsageError("git is not installed") from None
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise GitError(f"git {words[0]} failed: {reason or f'exit code {done.returncode}'}")
    return done.stdout


def git_text(root: Path, *words: str) -> str:
    """Run git in a folder and return its output as text, without surrounding space."""
    return git(root, *words).decode("utf-8", "replace").strip()


def is_shallow(root: Path) -> bool:
    """Return whether a clone lacks a part of its history, and perhaps tags."""
    return git_text(root, "rev-parse", "--is-shallow-repository") == "true"


def version_tags(root: Path) -> list[str]:
    """Return the tags that name versions, the oldest version first."""
    return sorted(filter(VERSION_PATTERN.fullmatch, git_text(root, "tag", "--list").split()), key=version_key)


def commit_of(root: Path, revision: str) -> str:
    """Return the hash of the commit that a revision names.

    :raises GitError: if there is no such revision
    """
    return git_text(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def changed_files(root: Path, commit: str, other_commit: str = "") -> list[str]:
    """Return the files that differ between two commits, or between a commit and the files in the folder."""
    commits = [commit, other_commit] if other_commit else [commit]
    changed = git_text(root, "diff", "--name-only", "-z", "--no-renames", "--relative", *commits, "--")
    new = "" if other_commit else git_text(root, "ls-files", "-z", "--others", "--exclude-standard")
    return sorted({*changed.split("\0"), *new.split("\0")} - {""})


@contextmanager
def open_archive(root: Path, commit: str) -> Iterator[tarfile.TarFile]:
    """Open the files of a commit as a tar archive."""
    with tarfile.open(fileobj=io.BytesIO(git(root, "archive", "--format=tar", commit))) as archive:
        yield archive


def source_tree_of_revision(root: Path, revision: str) -> SourceTree:
    """Return the site as it is in a revision of the git repository around `root`.

    :raises UsageError: if there is no such revision, or no site in it
    """
    try:
        commit = commit_of(root, revision)
    except GitError:
        raise UsageError(
            f'"{revision}" is not a git revision, a folder with conf.py or a catalog file'
        ) from None
    files = files_of_commit(root, commit)
    if "conf.py" not in files:
        raise UsageError(f'there is no site in the revision "{revision}"')
    return SourceTree.from_files(files)


def files_of_commit(root: Path, commit: str) -> dict[str, bytes]:
    """Return the files of a commit by their paths."""
    if not git(root, "ls-tree", commit):
        return {}  # tarfile cannot open an archive without files
    with open_archive(root, commit) as archive:
        opened = ((member.name, archive.extractfile(member)) for member in archive if member.isfile())
        return {name: file.read() for name, file in opened if file}
