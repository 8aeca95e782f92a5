"""The `wiki` command: writes the directory as a page for Meta-Wiki, which a person pastes there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from stable_files.atomic_write import write_if_changed
from wiki_page.directory import wiki_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", default=Path("_build/wiki"), help="for the page")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the page, and print its path."""
    sources, path = SourceTree.from_folder(root), arguments.to / "directory.wikitext"
    if sources.problems:
        raise UsageError('the pages have problems; run "make check-pages" to see them')
    try:
        write_if_changed(path, wiki_page(sources.catalog.published).encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    sys.stdout.write(f"Wrote {path}. Ask on the talk page of the wiki page before you paste it there.\n")
    return 0
