"""The `rename` command: gives a page of facts another name, and changes the pages that refer to it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from page_checks.checker import PageChecker
from partnerships_cli import UsageError
from partnerships_cli.check import find_problems
from partnerships_cli.entry_references import entry_references
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import Entry
from stable_files.atomic_write import write_if_changed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", metavar="from", help="the page, such as partners/kiwix.md")
    parser.add_argument("new", metavar="to", help="its new path, in the same folder")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Rename the page, and print the pages that changed; write nothing if a reference cannot be changed."""
    old, new, sources = arguments.old, arguments.new, SourceTree.from_folder(root)
    changed = renamed_pages(sources, PageChecker(root), old, new)
    _write(root, sources, changed, old)
    others = ", ".join(sorted(changed.keys() - {new})) or "none"
    sys.stdout.write(f"Renamed {old} to {new}. Other pages that changed: {others}.\n")
    return 0


def renamed_pages(sources: SourceTree, checker: PageChecker, old: str, new: str) -> dict[str, str]:
    """Return the new texts of the pages that change if a page gets another name, by path.

    :raises UsageError: if the page cannot have this name, or if a page would have a new problem
    """
    pages = {name: checker.read(text, name.removesuffix(".md"))[0] for name, text in sources.texts.items()}
    entry, folder = pages[old].entry if old in pages else None, Path(old).parent
    if entry is None:
        raise UsageError(f"{old} is not a page of facts without problems; type one such as partners/kiwix.md")
    if new in sources.content or Path(new).parent != folder or not new.endswith(".md"):
        raise UsageError(f"{new} must be a new path in the same folder, such as {folder}/other-name.md")
    changed = {}
    for name, page in pages.items():
        text = sources.texts[name]
        for reference in reversed(entry_references(page, text)):
            if (reference.kind, reference.id) == (entry.kind, entry.id):
                text = reference.renamed_in(text, Path(new).stem)
        if text != sources.texts[name] or name == old:
            changed[name] = text
    changed[new] = _with_former_id(changed.pop(old), entry, Path(new).stem)
    before = find_problems(sources, checker)
    known = {(new if problem.path == old else problem.path, problem.text) for problem in before}
    content = {**sources.content, **{name: text.encode() for name, text in changed.items()}}
    del content[old]
    problems = find_problems(replace(sources, content=content), checker)
    left = [str(problem) for problem in problems if (problem.path, problem.text) not in known]
    if left:
        raise UsageError("\n".join(["nothing was renamed, because of new problems:", *left]))
    return changed


def _with_former_id(text: str, entry: Entry, id: str) -> str:
    """Return the text of a renamed page that lists its former name in the key `formerly`.

    :raises UsageError: if its front matter is written in a form that only a person can change
    """
    kind = entry.kind
    former = [name for name in (*entry.facts.formerly, entry.id) if name != id]
    line = f"  formerly: [{', '.join(former)}]\n"
    present, first = r"^  formerly: *(\[[^\]]*\] *|(\n *- .*)+)\n", rf"^{kind}: *\n"
    for pattern, before in ((present, ""), (first, f"{kind}:\n")):
        changed, count = re.subn(pattern, before + line, text, count=1, flags=re.MULTILINE)
        if count:
            return changed
    raise UsageError(
        f'"formerly" cannot be added to {entry.docname}.md; write each key below "{kind}:" on a line of its '
        "own, after two spaces"
    )


def _write(root: Path, sources: SourceTree, changed: Mapping[str, str], old: str) -> None:
    """Write all pages and delete the old one, or leave all of them as they were."""
    try:
        for name, text in changed.items():
            write_if_changed(root / name, text.encode())
        (root / old).unlink()
    except OSError as error:
        for name in changed:
            if name in sources.content:
                write_if_changed(root / name, sources.content[name])
            else:
                (root / name).unlink(missing_ok=True)
        raise UsageError(f"nothing was renamed: {error}") from None
