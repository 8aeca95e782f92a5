"""The `wiki` command: writes the directory as a page for Meta-Wiki, or lists what was edited there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from stable_files.atomic_write import write_if_changed
from wiki_page.current_page import NEW_PAGE, edit_report, read_page, write_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("current", nargs="?", type=Path, metavar="CURRENT", help="the page on the wiki")
    parser.add_argument("--to", type=Path, metavar="FOLDER", default=Path("_build/wiki"), help="for the page")
    parser.add_argument("--check", action="store_true", help="list in Markdown what was edited in CURRENT")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the page and print its path, or print the edits."""
    if arguments.check and not arguments.current:
        raise UsageError("name the page as it is on the wiki: make wiki-check CURRENT=page.wikitext")
    sources = SourceTree.from_folder(root)
    if sources.problems:
        raise UsageError('the pages have problems; run "make check-pages" to see them')
    catalog = sources.catalog.published
    current = read_page(arguments.current) if arguments.current else NEW_PAGE
    if arguments.check:
        sys.stdout.write(edit_report(catalog, current))
        return 0
    page, path = write_page(catalog, current), arguments.to / "directory.wikitext"
    try:
        write_if_changed(path, page.encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    sys.stdout.write(f"Wrote {path}. Ask on the talk page of the wiki page before you paste it there.\n")
    return 0
