"""`audit`: how complete the facts are, who has no photo, what nobody has reviewed, which links are dead.

This is no build: it may ask the clock, and with `--links` the network, for which each address is opened once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.gaps import Gaps
from partnerships_data.pages.models import KINDS, Member
from partnerships_data.source_tree import SourceTree, UsageError

AGE = re.compile(r"([1-9][0-9]{0,3})([dmy])")
DAYS = {"d": 1, "m": 30.44, "y": 365.25}
PATIENCE = 20  # seconds for one address
AT_ONCE = 8  # addresses that are asked at the same time
ADDRESS = re.compile(r"https?://[^\s<>\"'`\])}]+")


@dataclass(frozen=True)
class Filled:
    """How many of a kind state a key."""

    kind: str
    key: str
    stated: int
    of: int


@dataclass(frozen=True)
class Reviewed:
    """A page and when somebody last checked it."""

    page: str
    reviewed: str  # nothing, if nobody ever did


@dataclass(frozen=True)
class Dead:
    """An address that does not answer."""

    address: str
    why: str
    pages: tuple[str, ...]  # where it stands, as path:line


@dataclass(frozen=True)
class Audit:
    """What there is to be done."""

    completeness: list[Filled]
    partners_without_reasons: list[str]
    people_without_photos: list[str]
    reviews: list[Reviewed]  # the oldest first
    left_out: list[str]  # pages with problems, which nothing else here counts
    dead_links: list[Dead] | None  # nothing, if nobody asked

    @classmethod
    def of(cls, sources: SourceTree, before: str = "", dead: list[Dead] | None = None) -> Audit:
        """Return the audit of a site.

        :param before: the date since which a review counts; without one, all pages are listed
        :param dead: what did not answer, if it was asked
        """
        catalog = sources.catalog
        reviews = [
            Reviewed(f"{each.docname}.md", each.facts.reviewed or "")
            for each in Gaps.of(catalog).reviewed_longest_ago
        ]
        return cls(
            completeness=[*_completeness(catalog)],
            partners_without_reasons=[each.id for each in catalog.partners if not each.facts.alignment],
            people_without_photos=[each.name for each in _people(catalog) if not each.photo],
            reviews=[each for each in reviews if not before or each.reviewed < before],
            left_out=sorted({problem.path for problem in sources.problems}),
            dead_links=dead,
        )


def _people(catalog: Catalog) -> list[Member]:
    return [member for unit in catalog.units for member in unit.facts.members if not member.left]


def _completeness(catalog: Catalog) -> Iterable[Filled]:
    """Yield for each optional key how many state it."""
    facts: Mapping[str, tuple[Any, Sequence[Any]]] = {
        **{
            kind: (model, [each.facts for each in catalog.by_kind[kind].values()])
            for kind, model in KINDS.items()
        },
        "member": (Member, _people(catalog)),
    }
    for kind, (model, items) in facts.items():
        for key, field in model.model_fields.items():
            if not field.is_required():
                yield Filled(kind, key, sum(bool(getattr(each, key)) for each in items), len(items))


# -- Links ---------------------------------------------------------------------------------------------------


def addresses(sources: SourceTree) -> Mapping[str, tuple[str, ...]]:
    """Return all addresses of other sites, each with the places where it stands."""
    positions: dict[str, list[str]] = {}
    for name, text in sources.texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            for match in ADDRESS.finditer(line):
                positions.setdefault(match[0].rstrip(".,;:!?"), []).append(f"{name}:{number}")
    return {address: tuple(found) for address, found in sorted(positions.items())}


def dead_links(found: Mapping[str, tuple[str, ...]]) -> list[Dead]:
    """Ask each address; return those that do not answer."""
    with ThreadPoolExecutor(AT_ONCE) as asking:
        answers = asking.map(_why_dead, found)
        return [
            Dead(address, why, found[address]) for address, why in zip(found, answers, strict=True) if why
        ]


def _why_dead(address: str) -> str:
    """Open an address; return why it does not answer, or nothing if it does."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    request = Request(address.partition("#")[0], headers={"User-Agent": "partnerships-audit"})
    try:
        with urlopen(request, timeout=PATIENCE):
            return ""
    except HTTPError as error:
        # Whoever refuses scripts, or too many of them, is there.
        return "" if error.code in (401, 403, 429) else f"{error.code} {error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return str(getattr(error, "reason", "") or error or type(error).__name__)


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--older-than", metavar="AGE", help="list pages not reviewed for: 90d, 12m, 2y")
    parser.add_argument("--links", action="store_true", help="ask all linked addresses (uses the network)")
    parser.add_argument("--json", action="store_true", help="for tools")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Print the audit; return 1 if a link is dead."""
    before = _day(arguments.older_than) if arguments.older_than else ""
    sources = SourceTree.of_folder(root)
    dead = dead_links(addresses(sources)) if arguments.links else None
    audit = Audit.of(sources, before, dead)
    if arguments.json:
        sys.stdout.write(json.dumps(asdict(audit), ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    else:
        sys.stdout.write(in_words(audit, before))
    return 1 if dead else 0


def _day(age: str) -> str:
    """Return the day that lies this long before today."""
    match = AGE.fullmatch(age)
    try:
        if match is None:
            raise ValueError
        return (date.today() - timedelta(days=round(int(match[1]) * DAYS[match[2]]))).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f'"{age}" is no age; type 90d, 12m or 2y') from None


def in_words(audit: Audit, before: str) -> str:
    """Return the audit as text."""
    since = f"Not reviewed since {before}" if before else "By last review, the oldest first"
    parts: list[tuple[str, Iterable[str]]] = [
        ("Optional facts that are stated", _table(audit.completeness)),
        ("Partners without a priority and its reason", audit.partners_without_reasons),
        ("People without a photo", audit.people_without_photos),
        (since, (f"{each.reviewed or 'never':10} {each.page}" for each in audit.reviews)),
        ("Pages with problems, left out above: run check", audit.left_out),
    ]
    if audit.dead_links is not None:
        dead = (f"{each.address}: {each.why} ({', '.join(each.pages)})" for each in audit.dead_links)
        parts.append(("Links that do not answer", dead))
    lines = []
    for heading, items in parts:
        lines += [heading, *([f"  {each}" for each in items] or ["  none"]), ""]
    return "\n".join(lines)


def _table(completeness: Iterable[Filled]) -> Iterable[str]:
    for each in completeness:
        yield f"{each.kind:12} {each.key:12} {each.stated} of {each.of}"
