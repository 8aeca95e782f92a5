"""Check, write, compare and release the pages of the site, without building it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SiteError
from partnerships_data.settings import SettingsError
from translation_catalogs.texts import TranslationError
from wiki_page import WikiPageError

# The module and the help text of each command. Only the module of the chosen command is imported.
COMMANDS = {
    "check": (".check", "report every problem in the pages"),
    "new": (".new", "write a new page, with marks where its facts are to be filled in"),
    "rename": (".rename", "give a page another name, and change the pages that refer to it"),
    "schema": (".schema", "print the JSON Schema of a kind of page"),
    "lsp": ("language_server.server", "check and complete pages in an editor (Language Server Protocol)"),
    "diff": (".diff", "describe in Markdown how the facts of two states of the site differ"),
    "export": (".export", "print all facts as JSON, as they are now or were on a date"),
    "release": (".release", "record a version of the directory and create its tag"),
    "forget": (".forget", "remove a person from the pages, and list where the name still is"),
    "versions": (".versions", "build all versions side by side, for your own web server"),
    "translations": ("translation_catalogs.command", "write the texts of all pages into catalogs"),
    "wiki": (".wiki", "write the directory as a page for Meta-Wiki, or list what was edited there"),
    "translation-status": (".translation_status", "count the texts that are translated, older or missing"),
    "audit": (".audit", "list missing facts and pages that need a review"),
}


class ArgumentParser(argparse.ArgumentParser):
    """A parser that reports incorrect usage in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(words: list[str]) -> int:
    """Run a command; return 0 if all is well, 1 if there are problems, 2 if the usage was incorrect."""
    parser = ArgumentParser(prog="python -m partnerships_cli", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_module, help) in COMMANDS.items():
        commands.add_parser(name, help=help, add_help=False)
    command = parser.parse_known_args(words[:1])[0].command
    module_name, help = COMMANDS[command]
    try:
        module = import_module(module_name, __package__)
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        parser.error(f'the package "{package}" is not installed; run "make check-pages" to install it')
    command_parser = ArgumentParser(
        prog=f"{parser.prog} {command}", description=f"{help[0].upper()}{help[1:]}."
    )
    module.add_arguments(command_parser)
    run: Callable[[argparse.Namespace, Path], int] = module.run
    try:
        return run(command_parser.parse_args(words[1:]), Path.cwd())
    except (UsageError, SettingsError, SiteError, WikiPageError, TranslationError) as error:
        command_parser.error(str(error))


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # pages have names in any script
    sys.exit(main(sys.argv[1:]))
