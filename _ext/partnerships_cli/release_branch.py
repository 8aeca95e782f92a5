"""The branch that versions are released from: clean, and the same as at its origin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.git import GitError, commit_of, git, git_text, is_shallow

ORIGIN = "origin"


def default_branch(root: Path) -> str:
    """Return the default branch of the origin, as the clone knows it; "main" if it does not."""
    try:
        reference = git_text(root, "symbolic-ref", "--quiet", f"refs/remotes/{ORIGIN}/HEAD")
    except GitError:
        return "main"
    return reference.removeprefix(f"refs/remotes/{ORIGIN}/")


def require_released_branch(root: Path) -> None:
    """Require the default branch, without uncommitted changes, as it is at its origin.

    :raises UsageError: if something else is checked out; the message says what to do
    """
    if git(root, "status", "--porcelain"):
        raise UsageError("there are uncommitted changes; commit or stash them first")
    if is_shallow(root):
        raise UsageError("this clone is shallow and may lack tags; run: git fetch --unshallow --tags")
    branch, current = default_branch(root), git_text(root, "branch", "--show-current")
    if current != branch:
        raise UsageError(f'versions are released from the branch "{branch}"; run: git switch {branch}')
    if ORIGIN in git_text(root, "remote").split():
        _require_same_as_origin(root, branch)


def _require_same_as_origin(root: Path, branch: str) -> None:
    try:
        git(root, "fetch", "--quiet", "--tags", ORIGIN)
    except GitError:
        sys.stderr.write(f"{ORIGIN} cannot be reached; its state at the last fetch counts\n")
    try:
        counts = git_text(root, "rev-list", "--left-right", "--count", f"{ORIGIN}/{branch}...HEAD")
    except GitError:
        raise UsageError(f'{ORIGIN} has no branch "{branch}"; run: git push {ORIGIN} {branch}') from None
    behind, ahead = map(int, counts.split())
    if behind:
        raise UsageError(f'"{branch}" lacks commits of {ORIGIN}: {behind}; run: git pull --rebase')
    if ahead:
        raise UsageError(f'"{branch}" has commits that {ORIGIN} lacks: {ahead}; run: git push')


@contextmanager
def undo_if_git_fails(root: Path) -> Iterator[None]:
    """Restore the branch and the files if git fails, for example because a hook refuses the commit."""
    branch, commit = git_text(root, "branch", "--show-current"), commit_of(root, "HEAD")
    try:
        yield
    except GitError:
        git(root, "add", "--all")  # so that new files are removed, too
        git(root, "reset", "--quiet", "--hard", commit)
        git(root, "switch", "--quiet", branch)
        raise
