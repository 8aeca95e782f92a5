"""`schema`: print or write the JSON Schema of each kind of page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_data.catalog.json_schema import ids_of, schema
from partnerships_data.pages.models import KINDS
from partnerships_data.source_tree import SourceTree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("kind", nargs="?", choices=KINDS, help="the kind of page (all, with --to)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write KIND.json there instead of printing")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print one schema, or write them."""
    kinds: Sequence[str] = [arguments.kind] if arguments.kind else list(KINDS)
    if not arguments.kind and not arguments.to:
        raise UsageError(f"name a kind of page: {', '.join(KINDS)}")
    ids = ids_of(SourceTree.of_folder(root))
    for kind in kinds:
        text = json.dumps(schema(kind, ids), ensure_ascii=False, indent=2) + "\n"
        if arguments.to:
            try:
                arguments.to.mkdir(parents=True, exist_ok=True)
                (arguments.to / f"{kind}.json").write_text(text, encoding="utf-8")
            except OSError as error:
                raise UsageError(f"{arguments.to} cannot be written to: {error.strerror}") from None
        else:
            sys.stdout.write(text)
    return 0
