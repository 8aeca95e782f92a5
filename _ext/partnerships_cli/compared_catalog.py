"""One side of a comparison: a folder, a catalog file or a git revision."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from page_source.front_matter import split
from partnerships_cli import UsageError
from partnerships_cli.export import site_of
from partnerships_cli.future_dates import future_dates
from partnerships_cli.git import commit_of, source_tree_of_revision
from partnerships_cli.schema import known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.export import catalog_json
from partnerships_data.catalog.export_models import SCHEMA_VERSION, CatalogFile
from partnerships_data.releases.comparison import PLURALS

TITLE = re.compile(r"^# .*$", re.MULTILINE)


@dataclass(frozen=True)
class ComparedCatalog:
    """One side of a comparison."""

    catalog: CatalogFile
    broken: frozenset[tuple[str, str]] = frozenset()  # kind and id of pages that have problems
    texts: Mapping[str, str] = field(default_factory=dict)  # of the pages by path; none for a catalog file
    prose: Mapping[str, str] = field(default_factory=dict)  # the same without front matter and title
    future_dates: frozenset[str] = frozenset()  # each with its page
    revision: str | None = None  # the hash of a commit; empty for the files of the site; None for others

    def without(self, broken: frozenset[tuple[str, str]]) -> CatalogFile:
        """Return the catalog without some pages."""
        kept = {
            plural: [entry for entry in getattr(self.catalog, plural) if (kind, entry.id) not in broken]
            for kind, plural in PLURALS.items()
        }
        return self.catalog.model_copy(update=kept)


def read_side(root: Path, typed: str) -> ComparedCatalog:
    """Return the catalog of a folder, a catalog file or a revision."""
    path = root / typed
    if path.is_dir() and (path / "conf.py").is_file():
        revision = "" if path.resolve() == root.resolve() else None
        return compared_catalog(SourceTree.from_folder(path), root, revision)
    if path.is_file():
        return ComparedCatalog(_read_catalog_file(path, typed))
    return compared_catalog(source_tree_of_revision(root, typed), root, commit_of(root, typed))


def compared_catalog(sources: SourceTree, root: Path, revision: str | None = None) -> ComparedCatalog:
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
    prose = {name: TITLE.sub("", split(text)[1], count=1) for name, text in sources.texts.items()}
    problems = future_dates(sources.catalog.published.entries(), date.today())
    future = frozenset(f"{problem.path}: {problem.text}" for problem in problems)
    return ComparedCatalog(catalog, frozenset(broken), sources.texts, prose, future, revision)


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
