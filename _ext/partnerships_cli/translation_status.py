"""The `translation-status` command: how much of the site is translated into each language."""

import argparse
import sys
from pathlib import Path

from page_checks.translations import slip_of
from translation_catalogs.status import status_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--work", type=Path, default=Path("_build/translations"), help="a folder of its own")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print a table."""
    for line in status_lines(root, arguments.work, slip_of):
        sys.stdout.write(f"{line}\n")
    return 0
