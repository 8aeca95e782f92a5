"""The `schema` command: prints or writes the JSON Schema of each kind of page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from partnerships_cli import UsageError
from partnerships_cli.front_matter_schema import front_matter_schema, known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.models import KINDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("kind", nargs="?", choices=KINDS, help="the kind of page (with --to: default all)")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write KIND.json into a folder instead of printing it"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print one schema, or write schemas."""
    kinds: Sequence[str] = [arguments.kind] if arguments.kind else list(KINDS)
    if not arguments.kind and not arguments.to:
        raise UsageError(f"name a kind of page: {', '.join(KINDS)}")
    ids = known_ids(SourceTree.from_folder(root))
    # The keys stay in the order of the model, which editors show.
    texts = {
        kind: json.dumps(front_matter_schema(kind, ids), ensure_ascii=False, indent=2) + "\n"
        for kind in kinds
    }
    if not arguments.to:
        sys.stdout.write(texts[arguments.kind])
        return 0
    try:
        arguments.to.mkdir(parents=True, exist_ok=True)
        for kind, text in texts.items():
            (arguments.to / f"{kind}.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{arguments.to} cannot be written to: {error.strerror}") from None
    return 0
