"""The `diff` command: how the facts of two states of the site differ, in Markdown or as JSON.

The comparison is the same that shows readers what changed between versions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.front_matter_schema import known_ids
from partnerships_cli.git import source_tree_of_revision
from partnerships_cli.markdown_text import escaped, markdown_text
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import PLURALS, compare
from partnerships_data.releases.sentences import SENTENCES, group_changes, plain_sentence
from partnerships_data.stable_json import json_text


def markdown(changes: Sequence[Change], left_out: Sequence[str]) -> str:
    """Return changes as a Markdown document.

    :param left_out: pages that have problems and were not compared
    """
    lines = ["# What this change does", ""]
    for heading, grouped in group_changes(changes).items():
        lines += [f"## {heading}", "", *(f"- {sentence(change)}" for change in grouped), ""]
    if not changes:
        lines += ["No fact of the directory changes.", ""]
    if left_out:
        lines += ["These pages have problems and were left out of the comparison:", ""]
        lines += [*(f"- {markdown_text(page)}" for page in left_out), ""]
    return "\n".join(lines)


def sentence(change: Change) -> str:
    """Return a change as a Markdown sentence, followed by the values that the sentence leaves out."""
    change = escaped(change)
    text = plain_sentence(change)
    if change.kind.endswith("-removed"):
        text += " Links to its page are now broken, unless another page lists its id under “formerly”."
    details = _details(change)
    return f"{text} ({details})" if details else text


def _details(change: Change) -> str:
    """Return the old and the new value of a change, where its sentence does not have them."""
    template = SENTENCES[change.kind]
    names = {entry.name for entry in change.about}
    before = "" if "{before}" in template or change.before in names else change.before
    after = "" if "{after}" in template or change.after in names else change.after
    if before and after:
        return f"{before} → {after}"
    return f"before: {before}" if before else after


# -- The command ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedCatalog:
    """One side of a comparison."""

    catalog: CatalogFile
    broken: frozenset[tuple[str, str]] = frozenset()  # kind and id of pages that have problems

    def without(self, broken: frozenset[tuple[str, str]]) -> CatalogFile:
        """Return the catalog without some pages."""
        kept = {
            plural: [entry for entry in getattr(self.catalog, plural) if (kind, entry.id) not in broken]
            for kind, plural in PLURALS.items()
        }
        return self.catalog.model_copy(update=kept)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "base", help="the earlier state: a git revision, a folder with conf.py, or a catalog.json"
    )
    parser.add_argument("head", help="the later state, named in the same way")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the changes from one state to the other."""
    base, head = read_side(root, arguments.base), read_side(root, arguments.head)
    # A page that one side cannot read has neither come nor gone.
    broken = base.broken | head.broken
    changes = compare(base.without(broken), head.without(broken))
    left_out = sorted(f"{kind} {id}" for kind, id in broken)
    if arguments.json:
        document = {"changes": [change.as_json() for change in changes], "left_out": left_out}
        sys.stdout.write(json_text(document) + "\n")
    else:
        sys.stdout.write(markdown(changes, left_out))
    return 0


def read_side(root: Path, typed: str) -> ComparedCatalog:
    """Return the catalog of a folder, a catalog file or a revision."""
    path = root / typed
    if path.is_dir() and (path / "conf.py").is_file():
        return compared_catalog(SourceTree.from_folder(path), root)
    if path.is_file():
        return ComparedCatalog(_read_catalog_file(path, typed))
    return compared_catalog(source_tree_of_revision(root, typed), root)


def compared_catalog(sources: SourceTree, root: Path) -> ComparedCatalog:
    """Return the pages of a site in the form of the exports, with relative URLs."""
    catalog = CatalogFile.model_validate_json(
        catalog_json(sources.catalog.published, site_of(root, base_url=""))
    )
    broken = {
        (kind, id)
        for kind, ids in known_ids(sources).items()
        for id in ids
        if sources.catalog.get(kind, id) is None
    }
    return ComparedCatalog(catalog, frozenset(broken))


def _read_catalog_file(path: Path, typed: str) -> CatalogFile:
    try:
        record = json.loads(path.read_bytes())
        version = record["schema_version"]
        if version != SCHEMA_VERSION:
            raise UsageError(f"{typed} has schema_version {version}; only {SCHEMA_VERSION} is supported")
        if "released" in record:
            raise UsageError(f"{typed} is the record of a version, without names; type its tag")
        return CatalogFile.model_validate(record)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, ValidationError):
        raise UsageError(f"{typed} is not a catalog file of a partnerships site") from None
