"""Print how the locks in `requirements/` differ from the dependency groups in pyproject.toml; exit with 1 if they do.

It uses no network. A lock says of each package why it is there, so a package that pyproject.toml no longer needs
is found, too.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKED_GROUPS = ("site", "dev")


class Pin(NamedTuple):
    """A package in a lock; a package can have one pin for each version of Python."""

    requirement: Requirement
    is_direct: bool  # whether pyproject.toml names the package

    @property
    def version(self) -> Version:
        [specifier] = self.requirement.specifier
        return Version(specifier.version)


def requirements_of(root: Path, group: str) -> Iterator[Requirement]:
    """Yield the requirements of a dependency group, and of the groups that it includes."""
    groups = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    for item in groups[group]:
        if isinstance(item, dict):
            yield from requirements_of(root, item["include-group"])
        else:
            yield Requirement(item)


def read_lock(root: Path, group: str) -> dict[str, list[Pin]]:
    """Return the pins of a lock by the normalized name of the package."""
    text = (root / f"requirements/{group}.txt").read_text(encoding="utf-8")
    pins: dict[str, list[Pin]] = {}
    for pinned in re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, re.MULTILINE):
        requirement = Requirement(pinned.partition("\\")[0])
        is_direct = f"(pyproject.toml:{group})" in pinned
        pins.setdefault(normalized_name(requirement), []).append(Pin(requirement, is_direct))
    return pins


def normalized_name(requirement: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", requirement.name).lower()


def lock_problems(root: Path) -> Iterator[str]:
    """Yield each difference between the locks and pyproject.toml, and between the two locks."""
    locks = {group: read_lock(root, group) for group in LOCKED_GROUPS}
    for group, lock in locks.items():
        path = f"requirements/{group}.txt"
        wanted = list(requirements_of(root, group))
        for requirement in wanted:
            pins = lock.get(normalized_name(requirement), [])
            if not any(pin.is_direct for pin in pins):
                yield f'{path}: "{requirement}" of pyproject.toml is missing'
            for pin in pins:
                if not requirement.specifier.contains(pin.version, prereleases=True):
                    yield f'{path}: "{pin.requirement}" does not satisfy "{requirement}" of pyproject.toml'
        direct = {name for name, pins in lock.items() if any(pin.is_direct for pin in pins)}
        for name in sorted(direct - set(map(normalized_name, wanted))):
            yield f'{path}: "{name}" is no longer in pyproject.toml'
    for name, pins in locks["site"].items():
        if {pin.version for pin in pins} != {pin.version for pin in locks["dev"].get(name, [])}:
            yield f'requirements/dev.txt: "{name}" has another version than in requirements/site.txt'


if __name__ == "__main__":
    problems = list(lock_problems(ROOT))
    sys.stderr.writelines(f"{problem}; run make lock\n" for problem in problems)
    sys.exit(bool(problems))
