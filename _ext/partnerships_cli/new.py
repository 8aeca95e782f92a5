"""The `new` command: writes a page from the model, with marks where facts are to be filled in.

Required keys get the value that is known, or a mark that `check` reports. Optional keys become comments. The
command never overwrites a file.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from diagnostics.codes import Code
from page_source.file_names import ID
from page_source.letters import slug
from partnerships_cli import UsageError
from partnerships_cli.schema import known_ids
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.consistency import unknown_id
from partnerships_data.catalog.json_schema import REFERENCES
from partnerships_data.page_template import new_page
from partnerships_data.pages.models import KINDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("kind", choices=KINDS, help="the kind of page")
    parser.add_argument("--name", default="", help="the name of a partner, team unit or priority")
    parser.add_argument("--title", default="", help="the title of an announcement")
    parser.add_argument("--date", default="", help="the date of an announcement (default: today)")
    parser.add_argument("--unit", default="", help="the id of the team unit that coordinates a partner")
    parser.add_argument("--id", default="", help="the name of the file, without .md")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the page; print its path and the keys to fill in."""
    kind = arguments.kind
    sources = SourceTree.from_folder(root)
    ids = known_ids(sources)
    values = _given_values(arguments, sources)
    for key in REFERENCES.keys() & values.keys():
        known = ids[REFERENCES[key]]
        if values[key] not in known:
            raise UsageError(unknown_id(REFERENCES[key], values[key], {id: id for id in known}))
    if "date" in KINDS[kind].model_fields:
        values.setdefault("date", date.today().isoformat())
    name = f"{KINDS[kind].folder}/{_page_id(kind, values, arguments.id)}.md"
    text = new_page(kind, values, ids)
    keys = _keys_to_fill_in(replace(sources, content={**sources.content, name: text.encode()}), name)
    _write_new_file(root, name, text)
    sys.stdout.write(f"Wrote {name}. Fill in: {', '.join(keys)}.\n")
    return 0


def _title_key(kind: str) -> str:
    """Return the argument that names a page of a kind."""
    return "name" if "name" in KINDS[kind].model_fields else "title"


def _given_values(arguments: argparse.Namespace, sources: SourceTree) -> dict[str, str]:
    """Return the values on the command line, and those that follow from other pages."""
    kind = arguments.kind
    accepted = {*KINDS[kind].model_fields, _title_key(kind)}
    values = {}
    for key in ("name", "title", "date", "unit"):
        value = getattr(arguments, key).strip()
        if value and key not in accepted:
            raise UsageError(f'--{key} does not apply to the kind "{kind}"')
        if value:
            values[key] = value
    if "order" in accepted:
        orders = [priority.facts.order for priority in sources.catalog.priorities]
        values["order"] = str(1 + max(orders, default=0))
    return values


def _page_id(kind: str, values: Mapping[str, str], given_id: str) -> str:
    """Return the id of the page. An announcement's id begins with its date."""
    title_key = _title_key(kind)
    title = values.get(title_key)
    if not title:
        raise UsageError(f"the page needs a {title_key}; add --{title_key}")
    prefix = f"{values['date']}-" if "date" in KINDS[kind].model_fields else ""
    id = (given_id or slug(title)).removeprefix(prefix)
    if not id:
        raise UsageError(f'no id can be made from "{title}"; add ID=… (or --id …), in small letters a to z')
    if not re.fullmatch(ID, id, re.ASCII) or id == "index":
        raise UsageError(f'"{id}" is not a valid id; use small letters a to z, digits and hyphens')
    return prefix + id


def _keys_to_fill_in(sources: SourceTree, name: str) -> list[str]:
    """Return the keys of a page that have a mark; the prose is "the text".

    :raises UsageError: if the page has another problem
    """
    keys = []
    for problem in sources.problems:
        if problem.path != name:
            continue
        if problem.code is not Code.FILL_IN:
            raise UsageError(problem.text)
        key = re.match(r'"([\w-]+)"', problem.text)
        keys.append(key[1] if key else "the text")
    return keys


def _write_new_file(root: Path, name: str, text: str) -> None:
    path = root / name
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{name} already exists; choose another id with ID=… (or --id …)") from None
