"""The `translations` command: brings the catalogs of translations up to date with the pages."""

import argparse
import sys
from pathlib import Path

from translation_catalogs.catalog_files import update_languages


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("language", nargs="?", default="", help="the code of a language (default: all)")
    parser.add_argument("--keep", default="", metavar="PAGE:LINE", help="a translation that still holds")
    parser.add_argument("--work", type=Path, default=Path("_build/translations"), help="a folder of its own")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the catalogs, and print which of them changed."""
    for path in update_languages(root, arguments.work, arguments.language, arguments.keep):
        sys.stdout.write(f"{path}\n")
    return 0
