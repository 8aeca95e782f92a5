"""`new`: a page that needs only its facts filled in, made from the model.

Required keys come with what is known or with a mark that `check` finds; optional ones as comments. Nothing is
asked unless a person sits at a terminal, and nothing is ever overwritten.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from diagnostics.codes import Code
from diagnostics.problem import did_you_mean
from partnerships_cli import UsageError
from partnerships_cli.check import find_problems
from partnerships_data.catalog.json_schema import REFERENCES, Ids, ids_of
from partnerships_data.page_template import _said, template
from partnerships_data.pages.field_types import ID
from partnerships_data.pages.models import KINDS
from partnerships_data.source_tree import SourceTree

MAX_SLUG_LENGTH = 60  # characters of an id that is made from a title


def slug(name: str) -> str:
    """Return the id that a name suggests: its letters without marks, in small ASCII, with hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    id = ""
    for word in words:
        if id and len(id) + len(word) >= MAX_SLUG_LENGTH:
            break
        id = f"{id}-{word}" if id else word[:MAX_SLUG_LENGTH]
    return id


# -- The page ------------------------------------------------------------------------------------------------


# -- The command ---------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("kind", choices=KINDS, help="the kind of page")
    parser.add_argument("--name", default="", help="the name of a partner, team unit or priority")
    parser.add_argument("--title", default="", help="the title of an announcement")
    parser.add_argument("--date", default="", help="the date of an announcement (default: today)")
    parser.add_argument("--unit", default="", help="the team unit that coordinates a partner")
    parser.add_argument("--id", default="", help="the name of the page's file, without .md")


def run(arguments: argparse.Namespace, root: Path) -> int:
    """Write the page; say where it is, and what it still needs."""
    sources = SourceTree.of_folder(root)
    ids = ids_of(sources)
    values = _known(arguments, sources)
    if sys.stdin.isatty() and sys.stdout.isatty():
        values |= _asked(arguments.kind, values, ids)
    for key in REFERENCES.keys() & values.keys():
        if values[key] not in (known := ids[REFERENCES[key]]):
            raise UsageError(f'"{values[key]}" is no {REFERENCES[key]}{did_you_mean(values[key], known)}')
    id = _id(arguments.kind, values, arguments.id)
    name, text = f"{KINDS[arguments.kind].folder}/{id}.md", template(arguments.kind, values, ids)
    left = _left_open(replace(sources, content={**sources.content, name: text.encode()}), name)
    path = root / name
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{name} exists already; choose another id with --id") from None
    sys.stdout.write(f"{name} is written. Still to be filled in: {', '.join(left)}.\n")
    return 0


def _known(arguments: argparse.Namespace, sources: SourceTree) -> dict[str, str]:
    """Return what the call says, and what follows from the pages that are there."""
    fields = KINDS[arguments.kind].model_fields
    titled = "name" if "name" in fields else "title"
    given = {key: getattr(arguments, key).strip() for key in ("name", "title", "date", "unit")}
    for key, value in given.items():
        if value and key not in fields and key != titled:
            raise UsageError(f"--{key} says nothing about a page of the kind {arguments.kind}")
    values = {key: value for key, value in given.items() if value}
    if "order" in fields:
        values["order"] = str(1 + max((each.facts.order for each in sources.catalog.priorities), default=0))
    return values


def _asked(kind: str, values: Mapping[str, str], ids: Ids) -> dict[str, str]:
    """Ask the person at the terminal for what is missing; an empty answer leaves it open."""
    model = KINDS[kind].model_json_schema()
    said = {
        key: _said(key, model["properties"][key], model.get("$defs", {}), ids) for key in model["required"]
    }
    if "name" not in said:
        said = {"title": "The title of the page.", **said}
    answers = {}
    for key in (each for each in said if not values.get(each)):
        sys.stdout.write(f"{said[key]}\n{key}: ")
        sys.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise UsageError("nothing was written")
        answers[key] = answer.strip()
    return {key: answer for key, answer in answers.items() if answer}


def _id(kind: str, values: dict[str, str], chosen: str) -> str:
    """Return the id of the page; note the date of an announcement, with which it begins.

    :param chosen: what the call says, or nothing
    """
    fields = KINDS[kind].model_fields
    key = "name" if "name" in fields else "title"
    if not values.get(key):
        raise UsageError(f"what is it called? Say it with --{key}")
    begin = f"{values.setdefault('date', date.today().isoformat())}-" if "date" in fields else ""
    id = (chosen or slug(values[key])).removeprefix(begin)
    if not id:
        raise UsageError(f'no id can be made from "{values[key]}"; choose one with --id, in letters a to z')
    if not re.fullmatch(ID, id, re.ASCII) or id == "index":
        raise UsageError(f'"{id}" can be no id; choose one of small letters a to z, digits and hyphens')
    return begin + id


def _left_open(sources: SourceTree, name: str) -> list[str]:
    """Return what is still to be filled in.

    :raises UsageError: if anything else is wrong with the page
    """
    left = []
    for problem in find_problems(sources, [name], {}):
        if problem.code is not Code.FILL_IN:
            raise UsageError(problem.text)
        key = re.match(r'"([\w-]+)"', problem.text)
        left.append(key[1] if key else "the text")
    return left
