"""The `audit` command: missing facts, missing photos, and pages that need a review.

Unlike a build, the audit reads the clock.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.pages.models import KINDS, Member
from stable_files.stable_json import json_text

AGE = re.compile(r"([1-9][0-9]{0,3})([dmy])")
DAYS_PER_UNIT = {"d": 1, "m": 30.44, "y": 365.25}


@dataclass(frozen=True)
class Completeness:
    """How many entries of a kind state an optional key."""

    kind: str
    key: str
    stated: int
    of: int


@dataclass(frozen=True)
class Review:
    """The date of a page's last review."""

    page: str
    reviewed: str  # empty if the page was never reviewed


@dataclass(frozen=True)
class Audit:
    """What is missing on a site."""

    completeness: list[Completeness]
    partners_without_reasons: list[str]
    people_without_photos: list[str]
    reviews: list[Review]  # the oldest first
    left_out: list[str]  # pages with problems, which are not counted above

    @classmethod
    def of(cls, sources: SourceTree, before: str = "") -> Audit:
        """Return the audit of a site.

        :param before: list only pages reviewed before this date; if empty, list all pages
        """
        catalog = sources.catalog
        reviews = [
            Review(f"{entry.docname}.md", entry.facts.reviewed or "")
            for entry in find_gaps(catalog).reviewed_longest_ago
        ]
        return cls(
            completeness=list(_completeness(catalog)),
            partners_without_reasons=[
                partner.id for partner in catalog.partners if not partner.facts.alignment
            ],
            people_without_photos=[member.name for member in _members(catalog) if not member.photo],
            reviews=[review for review in reviews if not before or review.reviewed < before],
            left_out=sorted({problem.path for problem in sources.problems}),
        )


def _members(catalog: Catalog) -> list[Member]:
    return [member for unit in catalog.units for member in unit.facts.members if not member.left]


def _completeness(catalog: Catalog) -> Iterator[Completeness]:
    for kind, model in KINDS.items():
        facts = [entry.facts for entry in catalog.by_kind[kind].values()]
        yield from _completeness_of_kind(kind, model, facts)
    yield from _completeness_of_kind("member", Member, _members(catalog))


def _completeness_of_kind(kind: str, model: type[BaseModel], items: Sequence[Any]) -> Iterator[Completeness]:
    for key, field in model.model_fields.items():
        if not field.is_required():
            stated = sum(bool(getattr(item, key)) for item in items)
            yield Completeness(kind, key, stated, len(items))


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--older-than", metavar="AGE", help="list only pages not reviewed for this long: 90d, 12m or 2y"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the audit."""
    before = _date_before_today(arguments.older_than) if arguments.older_than else ""
    audit = Audit.of(SourceTree.from_folder(root), before)
    if arguments.json:
        sys.stdout.write(json_text(asdict(audit)) + "\n")
    else:
        sys.stdout.write(as_text(audit, before))
    return 0


def _date_before_today(age: str) -> str:
    match = AGE.fullmatch(age)
    try:
        if match is None:
            raise ValueError
        days = int(match[1]) * DAYS_PER_UNIT[match[2]]
        return (date.today() - timedelta(days=round(days))).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f'"{age}" is not an age; type 90d, 12m or 2y') from None


def as_text(audit: Audit, before: str) -> str:
    """Return the audit as plain text; `before` is the date that `Audit.of` was given."""
    reviews_heading = f"Not reviewed since {before}" if before else "Pages by last review, the oldest first"
    parts: list[tuple[str, Iterable[str]]] = [
        (
            "Optional facts, and how many entries state each",
            (f"{row.kind:12} {row.key:12} {row.stated} of {row.of}" for row in audit.completeness),
        ),
        ("Partners without an alignment", audit.partners_without_reasons),
        ("People without a photo", audit.people_without_photos),
        (reviews_heading, (f"{review.reviewed or 'never':10} {review.page}" for review in audit.reviews)),
        ('Pages with problems, not counted above; "check" lists the problems', audit.left_out),
    ]
    lines = []
    for heading, items in parts:
        lines += [heading, *([f"  {item}" for item in items] or ["  none"]), ""]
    return "\n".join(lines)
