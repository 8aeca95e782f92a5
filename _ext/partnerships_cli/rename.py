"""The `rename` command: gives a page of facts another name, and changes what refers to it."""

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
from partnerships_data.pages.entry import Entry, Page, expected_entry
from stable_files.atomic_write import write_if_changed
from translation_catalogs.catalogs import FOLDER

RenamedFiles = dict[str, tuple[str, str]]  # the new path and the new text of each file, by its path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", metavar="from", help="the page, such as partners/kiwix.md")
    parser.add_argument("new", metavar="to", help="its new path, in the same folder")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Rename the page, and print the pages that changed; write nothing if a reference cannot be changed."""
    old, new = arguments.old, arguments.new
    changed = renamed_files(SourceTree.from_folder(root), PageChecker(root), old, new)
    _write(root, changed)
    pages = sorted(path for path in changed if path.endswith(".md"))
    others = ", ".join(path for path in pages if path != old) or "none"
    sys.stdout.write(f"Renamed {old} to {new}. Other pages that changed: {others}.\n")
    if catalog_count := len(changed) - len(pages):
        sys.stdout.write(f"Catalogs of translations that changed: {catalog_count}.\n")
    return 0


def renamed_files(sources: SourceTree, checker: PageChecker, old: str, new: str) -> RenamedFiles:
    """Return the pages and the catalogs of translations that change if a page gets another name.

    :raises UsageError: if the page cannot have this name, or if a page would have a new problem
    """
    pages = {name: checker.read(text, name.removesuffix(".md"))[0] for name, text in sources.texts.items()}
    entry, folder = pages[old].entry if old in pages else None, Path(old).parent
    if entry is None:
        raise UsageError(f"{old} is not a page of facts without problems; type one such as partners/kiwix.md")
    if new in sources.content or Path(new).parent != folder or not new.endswith(".md"):
        raise UsageError(f"{new} must be a new path in the same folder, such as {folder}/other-name.md")
    texts = {}
    for name, page in pages.items():
        text = _with_new_id(sources.texts[name], page, entry.kind, entry.id, Path(new).stem)
        if text != sources.texts[name] or name == old:
            texts[name] = text
    texts[old] = _with_former_id(texts[old], entry, Path(new).stem)
    _check_problems(sources, checker, texts, old, new)
    renamed = {name: (new if name == old else name, text) for name, text in texts.items()}
    return {**renamed, **_renamed_catalogs(checker, old, new)}


def _check_problems(
    sources: SourceTree, checker: PageChecker, texts: Mapping[str, str], old: str, new: str
) -> None:
    """Raise an error if pages have problems with these new texts that they do not have now."""
    before = find_problems(sources, checker)
    known = {(new if problem.path == old else problem.path, problem.text) for problem in before}
    content = {**sources.content, **{name: text.encode() for name, text in texts.items()}}
    content[new] = content.pop(old)
    problems = find_problems(replace(sources, content=content), checker)
    left = [str(problem) for problem in problems if (problem.path, problem.text) not in known]
    if left:
        raise UsageError("\n".join(["nothing was renamed, because of new problems:", *left]))


def _renamed_catalogs(checker: PageChecker, old: str, new: str) -> RenamedFiles:
    """Return the catalogs that change; raise an error if the new page has catalogs already."""
    (kind, id), new_id, changed = expected_entry(old[:-3]) or ("", ""), Path(new).stem, {}
    for file in sorted(checker.root.glob(f"{FOLDER}/*/*/**/*.po")):
        path = file.relative_to(checker.root).as_posix()
        docname = path.removesuffix(".po").split("/", 3)[3]
        if docname == new[:-3]:
            raise UsageError(f"nothing was renamed, because {path} exists; delete it, or choose another name")
        metadata, _blank, entries = file.read_bytes().decode(errors="surrogateescape").partition("\n\n")
        before = entries.replace('"\n"', "").split("\n")  # an editor of catalogs may have wrapped them
        lines = list(before)
        for number, line in enumerate(before):
            if id in line:
                text = _with_new_id(line, checker.read(line, docname)[0], kind, id, new_id)
                lines[number] = text.replace(f" alignment.{id}.", f" alignment.{new_id}.")
        new_path = path.replace(f"/{old[:-3]}.po", f"/{new[:-3]}.po")
        if new_path != path or lines != before:
            changed[path] = new_path, "\n".join([metadata, "", *lines])
    return changed


def _with_new_id(text: str, page: Page, kind: str, id: str, new_id: str) -> str:
    """Return a text, which was read as a page, with another id in its references to an entry."""
    for reference in reversed(entry_references(page, text)):
        if (reference.kind, reference.id) == (kind, id):
            text = reference.renamed_in(text, new_id)
    return text


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


def _write(root: Path, changed: RenamedFiles) -> None:
    """Write all files and delete those that moved, or leave all of them as they were."""
    texts = dict(changed.values())
    before = {path: (root / path).read_bytes() for path in changed}
    try:
        for path, text in texts.items():
            write_if_changed(root / path, text.encode(errors="surrogateescape"))
        for path in before.keys() - texts.keys():
            (root / path).unlink()
    except OSError as error:
        for path in texts.keys() - before.keys():
            (root / path).unlink(missing_ok=True)
        for path, content in before.items():
            write_if_changed(root / path, content)
        raise UsageError(f"nothing was renamed: {error}") from None
