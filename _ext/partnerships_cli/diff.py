"""The `diff` command: how two states of the site differ, for reviewers, in Markdown, as text or as JSON.

Facts are compared by the code that shows readers what changed between versions. A terminal gets plain text.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from partnerships_cli.compared_catalog import ComparedCatalog, read_side
from partnerships_cli.diff_report import markdown
from partnerships_cli.git import changed_files
from partnerships_cli.markdown_text import plain_text
from partnerships_cli.source_tree import is_content
from partnerships_data.releases.comparison import CatalogComparison, compare
from stable_files.stable_json import json_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "base", help="the earlier state: a git revision, a folder with conf.py, or a catalog.json"
    )
    parser.add_argument("head", help="the later state, named in the same way")
    parser.add_argument("--json", action="store_true", help="print the changes of facts as JSON")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the changes from one state to the other."""
    base, head = read_side(root, arguments.base), read_side(root, arguments.head)
    # A page that one side cannot read has neither come nor gone.
    broken = base.broken | head.broken
    old, new = base.without(broken), head.without(broken)
    changes = compare(old, new)
    left_out = sorted(f"{kind} {id}" for kind, id in broken)
    if arguments.json:
        document = {"changes": [change.as_json() for change in changes], "left_out": left_out}
        sys.stdout.write(json_text(document) + "\n")
        return 0
    program = program_files(root, base, head)
    text = markdown(base, head, CatalogComparison(old, new), changes, program, left_out)
    sys.stdout.write(plain_text(text) if sys.stdout.isatty() else text)
    return 0


def program_files(root: Path, base: ComparedCatalog, head: ComparedCatalog) -> list[str]:
    """Return the files that differ and are no content; none if a side is not in git."""
    revisions = [side.revision for side in (base, head) if side.revision is not None]
    if len(revisions) < 2 or not any(revisions):
        return []
    return [name for name in changed_files(root, *filter(None, revisions)) if not is_content(name)]
