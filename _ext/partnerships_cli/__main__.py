"""What people and scripts do with the pages without building them; each command has a room of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from partnerships_cli import UsageError
from partnerships_data.settings import SettingsError
from partnerships_data.source_tree import SiteError

# The commands and their rooms. Only the room of the command that was given is loaded.
COMMANDS = {
    "check": ("check", "say everything that is wrong with the pages"),
    "new": ("new", "write a new page that needs only its facts filled in"),
    "schema": ("schema", "print the JSON Schema of a kind of page"),
    "lsp": ("lsp.server", "speak with an editor while pages are typed in it"),
    "diff": ("diff", "say in Markdown what a change means"),
    "export": ("export", "print all facts as JSON, of today or of a day in the past"),
    "release": ("release", "record a version of the directory, and make its tag"),
    "versions": ("versions", "build all versions side by side, for a host of one's own"),
    "audit": ("audit", "list missing facts and pages that need a review"),
}


class Parser(argparse.ArgumentParser):
    """A parser that refuses a wrong call in one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        self.exit(2, f"{self.prog}: {message}\n")


def main(words: list[str]) -> int:
    """Return 0 if all is well, 1 if there are problems, 2 if the call was wrong."""
    parser = Parser(prog="python -m partnerships_cli", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_room, help) in COMMANDS.items():
        commands.add_parser(name, help=help, add_help=False)
    chosen = parser.parse_known_args(words[:1])[0].command
    room, help = COMMANDS[chosen]
    try:
        command = import_module(f".{room}", __package__)
    except ModuleNotFoundError as missing:
        parser.error(f'the package "{missing.name}" is not installed here; "make check-pages" installs it')
    own = Parser(prog=f"{parser.prog} {chosen}", description=f"{help[0].upper()}{help[1:]}.")
    command.add_arguments(own)
    run: Callable[[argparse.Namespace, Path], int] = command.run
    try:
        return run(own.parse_args(words[1:]), Path.cwd())
    except (UsageError, SettingsError, SiteError) as error:
        own.error(str(error))


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # names come in every script
    sys.exit(main(sys.argv[1:]))
