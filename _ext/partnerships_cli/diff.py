"""`diff`: what a change means, in Markdown for the people who review it, or as JSON.

The comparison is the one that tells readers what changed between versions.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.git import source_tree_of_revision
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile
from partnerships_data.catalog.json_schema import ids_of
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import PLURALS, compare
from partnerships_data.releases.sentences import SENTENCES, group_changes, plain_sentence
from partnerships_data.source_tree import SourceTree
from partnerships_data.stable_json import json_text

MAX_QUOTE_LENGTH = 300  # characters of a fact that is quoted


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
    before, after = markdown_text(change.before), markdown_text(change.after)
    about = tuple(replace(entry, name=markdown_text(entry.name)) for entry in change.about)
    escaped = replace(change, about=about, before=before, after=after)
    text = plain_sentence(escaped)
    if change.kind.endswith("-removed"):
        text += " Links to its page are now broken, unless another page lists its id under “formerly”."
    details = _details(escaped)
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


def markdown_text(text: str) -> str:
    """Return a text of which Markdown, on GitHub too, makes no link, no mention and no HTML."""
    text = " ".join(text.split())
    text = text if len(text) <= MAX_QUOTE_LENGTH else f"{text[:MAX_QUOTE_LENGTH]}…"
    text = re.sub(r"([\\`*_{}\[\]()#!|~$+>-])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    # A word joiner keeps addresses, mentions and numbers of other changes from becoming links.
    return re.sub(r"(@|://|www\.|GH\\-)", "\\1\N{WORD JOINER}", text)


# -- The command ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedCatalog:
    """One side of a comparison."""

    catalog: CatalogFile
    broken: frozenset[tuple[str, str]] = frozenset()  # kind and id of pages that could not be read

    def without(self, broken: frozenset[tuple[str, str]]) -> CatalogFile:
        """Return the catalog without pages that the other side, or this one, cannot read."""
        kept = {
            plural: [each for each in getattr(self.catalog, plural) if (kind, each.id) not in broken]
            for kind, plural in PLURALS.items()
        }
        return self.catalog.model_copy(update=kept)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    side = "a revision of git, a folder with conf.py, or a catalog.json"
    parser.add_argument("base", help=f"what was: {side}")
    parser.add_argument("head", help="what is: likewise")
    parser.add_argument("--json", action="store_true", help="for tools")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print what changed."""
    base, head = side(root, arguments.base), side(root, arguments.head)
    broken = base.broken | head.broken
    changes = compare(base.without(broken), head.without(broken))
    left_out = sorted(f"{kind} {id}" for kind, id in broken)
    if arguments.json:
        told = {"changes": [change.as_json() for change in changes], "left_out": left_out}
        sys.stdout.write(json_text(told) + "\n")
    else:
        sys.stdout.write(markdown(changes, left_out))
    return 0


def side(root: Path, typed: str) -> ComparedCatalog:
    """Return what somebody named: a folder, a catalog file or a revision."""
    path = root / typed
    if path.is_dir() and (path / "conf.py").is_file():
        return of_sources(SourceTree.of_folder(path), root)
    if path.is_file():
        return ComparedCatalog(catalog_file(path, typed))
    return of_sources(source_tree_of_revision(root, typed), root)


def of_sources(sources: SourceTree, root: Path) -> ComparedCatalog:
    """Return the pages of a site in the form of the exports; addresses are those below its root."""
    catalog = CatalogFile.model_validate_json(catalog_json(sources.catalog.published, site_of(root, "")))
    broken = {
        (kind, id)
        for kind, ids in ids_of(sources).items()
        for id in ids
        if sources.catalog.get(kind, id) is None
    }
    return ComparedCatalog(catalog, frozenset(broken))


def catalog_file(path: Path, typed: str) -> CatalogFile:
    """Read a catalog as a site publishes it.

    :raises UsageError: if it is none
    """
    try:
        record = json.loads(path.read_bytes())
        version = record["schema_version"]
        if version != SCHEMA_VERSION:
            raise UsageError(f"{typed} has schema_version {version}; known is {SCHEMA_VERSION}")
        if "released" in record:
            raise UsageError(
                f"{typed} is the record of a version, without names; type the version's tag instead"
            )
        return CatalogFile.model_validate(record)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, ValidationError):
        raise UsageError(f"{typed} is no catalog file of such a site") from None
