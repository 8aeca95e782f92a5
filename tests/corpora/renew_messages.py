"""Renew the messages in `tests/corpora` and `about/messages.md`, and the manual's tables of keys.

Run `PYTHONPATH=_ext:tests .venv/bin/python tests/corpora/renew_messages.py`, and read the difference.
"""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from pathlib import Path

from builders import (
    ATTACK_PAGES,
    BROKEN_PAGES,
    SMALL_SITE,
    attack_files,
    hostile_site,
    warnings_as_messages,
)
from key_tables import pages_with_tables, with_tables
from message_examples import MANUAL, Example, read_examples, read_introduction
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree

MAX_LINE_LENGTH = 125  # of a paragraph in the manual
INTRODUCED_CODE = "unknown-priority"  # the introduction of the manual shows its message


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SMALL_SITE, Path(folder, "broken"))
        shutil.copytree(BROKEN_PAGES, Path(folder, "broken"), dirs_exist_ok=True)
        root = Path(folder, "broken")
        problems = find_problems(SourceTree.from_folder(root), PageChecker(root))
        write(BROKEN_PAGES, warnings_as_messages([str(problem) for problem in problems]))
        write(
            ATTACK_PAGES, warnings_as_messages(hostile_site(Path(folder, "hostile"), attack_files()).build())
        )
    MANUAL.write_text(renewed_manual(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
    for page in pages_with_tables():
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


def write(folder: Path, lines: list[str]) -> None:
    (folder / "messages.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def renewed_manual(text: str) -> str:
    """Return the manual with the meaning of each code, and the message that each example causes now."""
    lines = text.split("\n")
    for example in reversed(list(read_examples(text))):  # from the end, so that line numbers stay right
        messages = replay(example)
        lines[example.message.first : example.message.end] = messages
        meaning = textwrap.wrap(example.code.meaning, MAX_LINE_LENGTH, break_on_hyphens=False)
        lines[example.meaning.first : example.meaning.end] = meaning
        if example.code == INTRODUCED_CODE:
            introduced = messages
    introduction = read_introduction(text)
    lines[introduction.first : introduction.end] = introduced
    return "\n".join(lines)


def replay(example: Example) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return example.checker_messages(Path(folder))


if __name__ == "__main__":
    main()
