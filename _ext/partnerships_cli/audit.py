"""The `audit` command: missing facts, missing photos, and pages that need a review.

Unlike a build, the audit reads the clock.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from partnerships_cli import UsageError
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.gaps import find_gaps
from partnerships_data.pages.models import KINDS, Member

AGE = re.compile(r"([1-9][0-9]{0,2})([dmy])")
DAYS_PER_UNIT = {"d": 1, "m": 30.44, "y": 365.25}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--older-than", metavar="AGE", help="list only pages not reviewed for this long: 90d, 12m or 2y"
    )


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the audit."""
    before = _date_before_today(arguments.older_than) if arguments.older_than else ""
    sources = SourceTree.from_folder(root)
    catalog = sources.catalog
    members = [member for unit in catalog.units for member in unit.facts.members if not member.left]
    oldest = find_gaps(catalog).reviewed_longest_ago
    reviews = [(entry.facts.reviewed or "", entry.docname) for entry in oldest]
    unaligned = [partner.id for partner in catalog.partners if not partner.facts.alignment]
    broken = sorted({problem.path for problem in sources.problems})
    sections = {
        "Optional facts, and how many entries state each": list(_completeness(catalog, members)),
        "Partners without an alignment": unaligned,
        "People without a photo": [member.name for member in members if not member.photo],
        f"Not reviewed since {before}" if before else "Pages by last review, the oldest first": [
            f"{day or 'never':10} {page}.md" for day, page in reviews if not before or day < before
        ],
        'Pages with problems, not counted above; "check" lists the problems': broken,
    }
    for heading, lines in sections.items():
        sys.stdout.writelines([f"{heading}\n", *(f"  {line}\n" for line in lines or ["none"]), "\n"])
    return 0


def _completeness(catalog: Catalog, members: Sequence[Member]) -> Iterator[str]:
    """Yield for each optional key how many entries, or people, state it."""
    facts: dict[str, Sequence[Any]] = {
        kind: [entry.facts for entry in entries.values()] for kind, entries in catalog.by_kind.items()
    }
    facts["member"] = members
    for kind in facts:
        model = KINDS.get(kind, Member)
        for key, field in model.model_fields.items():
            if not field.is_required():
                stated = sum(bool(getattr(item, key)) for item in facts[kind])
                yield f"{kind:12} {key:12} {stated} of {len(facts[kind])}"


def _date_before_today(age: str) -> str:
    match = AGE.fullmatch(age)
    if match is None:
        raise UsageError(f'"{age}" is not an age; type 90d, 12m or 2y')
    days = int(match[1]) * DAYS_PER_UNIT[match[2]]
    return (date.today() - timedelta(days=round(days))).isoformat()
