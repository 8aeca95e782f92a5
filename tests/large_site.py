"""Write a large made-up site: `python tests/large_site.py FOLDER --partners 200 --announcements 100`.

The same arguments give the same pages. Names are in several scripts, and some of them are long. A fifth of the
partnerships have ended. Some partners have no priority, no source or no announcement.
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
# As much prose as on the pages of this site: about a hundred words on a partner, and fifty on an announcement.
SENTENCES = (
    "{} and the Foundation work together so that more people can read, share and improve free knowledge.",
    "{} travaille avec des bénévoles, des bibliothèques et des musées pour ouvrir l'accès au savoir.",
    "تعمل {} مع المتطوعين والمكتبات والمدارس من أجل إتاحة المعرفة الحرة للجميع بلغاتهم.",
    "{}与志愿者、图书馆和学校合作,让更多人用自己的语言阅读和改进自由的知识。",
    "{} вместе с добровольцами, библиотеками и школами делает свободные знания доступнее на многих языках.",
    "{} स्वयंसेवकों, पुस्तकालयों और विद्यालयों के साथ मिलकर मुक्त ज्ञान को सबके लिए सुलभ बनाता है।",
    "{} עובדת עם מתנדבים, ספריות ובתי ספר כדי להנגיש ידע חופשי לכולם בשפות רבות.",
    "The agreement names three aims, a yearly report, and one person on each side who answers for it.",
)
KINDS = ("company", "nonprofit", "association", "intergovernmental", "community")
UNITS = ("global", "regional", "technical")
PRIORITIES = ("brand-awareness", "worldwide-readership", "thriving-movement", "global-advocacy", "platform")
REGIONS = ("worldwide", "south-asia", "sub-saharan-africa", "latin-america-caribbean", "north-america")
# The directives and the headings on each index page.
INDEXES = {
    "team": ("team-list", "team-diagram"),
    "partners": ("partner-list", "region-list"),
    "priorities": (
        "priority-list",
        "## Alignment",
        "alignment-matrix",
        "alignment-diagram",
        "alignment-gaps",
    ),
    "announcements": ("announcement-list", "directory-timeline"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--announcements", type=int, default=100)
    arguments = parser.parse_args()
    write_large_site(arguments.folder, arguments.partners, arguments.announcements)


def write_large_site(folder: Path, partners: int, announcements: int) -> None:
    """Write a site with this many partners and announcements into `folder`, without a conf.py."""
    for name, parts in INDEXES.items():
        content = "\n\n".join(part if part.startswith("#") else f"```{{{part}}}\n```" for part in parts)
        toctree = "```{toctree}\n:hidden:\n:glob:\n\n*\n```"
        _write(folder / name / "index.md", f"# All {name}\n\n{content}\n\n{toctree}\n")
    listed = "\n".join(f"{name}/index" for name in INDEXES)
    matrix = "```{alignment-matrix}\n:limit: 10\n```"
    _write(folder / "index.md", f"# A large site\n\n{matrix}\n\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n")
    for number, id in enumerate(UNITS):
        people = "".join(
            f"\n    - {{name: Person {person} of {id}, role: Manager}}" for person in range(4 + number)
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
        path = folder / f"partners/partner-{number:04}.md"
        _page(path, "partner", _name(number), _partner_facts(number), _prose(number, partner=True))
    for number in range(announcements):
        date = f"{2010 + number % 16}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        about = f"[partner-{number * 7 % max(partners, 1):04}]" if partners else "[]"
        facts = f"date: {date}\n  kind: event\n  summary: News number {number}.\n  partners: {about}"
        path = folder / f"announcements/{date}-news-{number}.md"
        _page(path, "announcement", f"News number {number}", facts, _prose(number * 7 % max(partners, 1)))


def _partner_facts(number: int) -> str:
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
        lines += [
            "alignment:",
            *(f"  {priority}: Reason number {number} for *{priority}*." for priority in served),
        ]
    return "\n  ".join(lines)


def _name(number: int) -> str:
    return SCRIPTS[number % len(SCRIPTS)].format(number)


def _prose(number: int, partner: bool = False) -> str:
    """Return paragraphs; for a partner also a heading, a list and a link."""
    name = _name(number)
    first, second, third = (SENTENCES[(number + offset) % len(SENTENCES)].format(name) for offset in range(3))
    if not partner:
        return f"{first} {second}\n\n{third}"
    items = f"- {first}\n- A **second** aim, with a [report](https://example.org/report/{number}).\n- {third}"
    return f"{first} {second}\n\n## Aims\n\n{third}\n\n{items}\n\n{second}"


def _page(path: Path, kind: str, title: str, facts: str, prose: str = "Prose.") -> None:
    _write(path, f"---\n{kind}:\n  {facts}\n---\n# {title}\n\n{prose}\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
