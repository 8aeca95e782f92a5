"""Make up a large site: `python tests/generate.py FOLDER --partners 200 --announcements 100`.

The same arguments give the same pages. Names come in several scripts, some of them long; a fifth of the
partnerships has ended; some partners serve no priority, have no source or no announcement.
"""

from __future__ import annotations

import argparse
from pathlib import Path

SCRIPTS = (
    "Foundation {}",
    "Société {} pour l'accès au savoir",
    "مؤسسة {} للمعرفة",
    "{}号知识基金会",
    "Фонд {}",
    "ज्ञान प्रतिष्ठान {}",
    "קרן הידע {}",
    "The {} Consortium for Open, Equitable and Multilingual Access to Free Knowledge in Underserved Regions",
)
KINDS = ("company", "nonprofit", "association", "intergovernmental", "community")
UNITS = ("global", "regional", "technical")
PRIORITIES = ("brand-awareness", "worldwide-readership", "thriving-movement", "global-advocacy", "platform")
REGIONS = ("worldwide", "south-asia", "sub-saharan-africa", "latin-america-caribbean", "north-america")
INDEXES = {
    "team": ("team-list", "team-diagram"),
    "partners": ("partner-list", "region-list"),
    "priorities": ("priority-list", "alignment-matrix", "alignment-diagram", "alignment-gaps"),
    "announcements": ("announcement-list", "directory-timeline"),
}


def main() -> None:
    """Write the pages below a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--announcements", type=int, default=100)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.partners, arguments.announcements)


def generate(folder: Path, partners: int, announcements: int) -> None:
    """Write a site with this many partners and announcements below `folder`, but for its conf.py."""
    for name, views in INDEXES.items():
        directives = "\n\n".join(f"```{{{view}}}\n```" for view in views)
        toctree = "```{toctree}\n:hidden:\n:glob:\n\n*\n```"
        _write(folder / name / "index.md", f"# All {name}\n\n{directives}\n\n{toctree}\n")
    listed = "\n".join(f"{name}/index" for name in INDEXES)
    _write(folder / "index.md", f"# A large site\n\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n")
    for number, id in enumerate(UNITS):
        people = "".join(
            f"\n    - {{name: Person {each} of {id}, role: Manager}}" for each in range(4 + number)
        )
        _page(
            folder / f"team/{id}.md",
            "unit",
            id.title(),
            f"name: {id.title()}\n  focus: Works.\n  members:{people}",
        )
    for number, id in enumerate(PRIORITIES, 1):
        name = id.replace("-", " ").title()
        facts = f"name: {name}\n  order: {number}\n  goal: A goal.\n  framework: A plan\n  source: https://example.org/{id}"
        _page(folder / f"priorities/{id}.md", "priority", name, facts)
    for number in range(partners):
        _page(folder / f"partners/partner-{number:04}.md", "partner", _name(number), _partner(number))
    for number in range(announcements):
        date = f"{2010 + number % 16}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        about = f"[partner-{number * 7 % max(partners, 1):04}]" if partners else "[]"
        facts = f"date: {date}\n  kind: event\n  summary: News number {number}.\n  partners: {about}"
        _page(
            folder / f"announcements/{date}-news-{number}.md", "announcement", f"News number {number}", facts
        )


def _partner(number: int) -> str:
    lines = [f'name: "{_name(number)}"', f"kind: {KINDS[number % 5]}", f"unit: {UNITS[number % 7 % 3]}"]
    lines.append(f"since: {2001 + number % 20}-{number % 12 + 1:02}")
    if number % 5 == 4:
        lines.append(f"until: {2022 + number % 4}")
    if number % 3:
        lines.append(f"regions: [{REGIONS[number % len(REGIONS)]}]")
    if number % 4:
        lines.append(f"sources: [https://example.org/source/{number}]")
    served = [] if number % 11 == 10 else sorted({PRIORITIES[number % 4], PRIORITIES[number % 3]})
    if served:
        lines += ["alignment:", *(f"  {each}: Reason number {number} for *{each}*." for each in served)]
    return "\n  ".join(lines)


def _name(number: int) -> str:
    return SCRIPTS[number % len(SCRIPTS)].format(number)


def _page(path: Path, kind: str, title: str, facts: str) -> None:
    _write(path, f"---\n{kind}:\n  {facts}\n---\n# {title}\n\nProse about {title}.\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
