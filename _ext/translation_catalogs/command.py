"""The `translations` command: brings the catalogs of translations up to date with the pages."""

import argparse
import sys
from pathlib import Path

from translation_catalogs.catalog_files import update_languages
from translation_catalogs.languages import language_code
from translation_catalogs.texts import TranslationError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("language", nargs="?", default="", help="the code of a language (default: all)")
    parser.add_argument("--keep", default="", metavar="PAGE:LINE", help="a translation that still holds")
    parser.add_argument("--new", action="store_true", help="begin a language that the site does not have yet")
    add_work_folder(parser)


def add_work_folder(parser: argparse.ArgumentParser) -> None:
    """Add the option for the folder in which Sphinx stores what it reads."""
    parser.add_argument("--work", type=Path, default=Path("_build/translations"), help="a folder of its own")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the catalogs, and print which of them changed."""
    if arguments.new and not arguments.language:
        raise TranslationError("name a language: make new-language LANGUAGE=sw")
    typed = (arguments.language, arguments.keep, arguments.new)
    sys.stdout.writelines(f"{path}\n" for path in update_languages(root, arguments.work, *typed))
    if arguments.new:
        code = language_code(arguments.language)
        sys.stdout.write(f'Now add "{code}" to partnerships_languages in conf.py.\n')
    return 0
