"""The `translation-status` command: how much of the site is translated into each language."""

import argparse
import sys
from pathlib import Path

from page_checks.translations import slip_of
from translation_catalogs.command import add_work_folder
from translation_catalogs.status import status_lines

add_arguments = add_work_folder


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print a table."""
    sys.stdout.writelines(f"{line}\n" for line in status_lines(root, arguments.work, slip_of))
    return 0
