"""`new`: a page that needs only its facts filled in, made from the model.

Required keys come with what is known or with a mark that `check` finds; optional ones as comments. Nothing is
asked unless a person sits at a terminal, and nothing is ever overwritten.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from .checking import problems_of
from .front_matter import FrontMatterError, parse
from .messages import Code, did_you_mean
from .model import KINDS
from .page import OPEN
from .schemas import FOLDER, REFERENCES, Ids, ids_of, takes
from .sources import Sources, WrongCall
from .values import ID

LATER = frozenset({"formerly", "id"})  # keys that only a page that was renamed can need
FEW = 8  # ids that a comment lists
LONGEST = 60  # characters of an id that is made from a title
PROSE: Mapping[str, str] = {
    "partner": "what the partnership is, in a few sentences; name the source of each statement.",
    "unit": "how the unit works, and with whom, in a few sentences.",
    "priority": "what the priority is about, in a few sentences; name the source of each statement.",
    "announcement": "what happened, in a few sentences.",
}


def slug(name: str) -> str:
    """Return the id that a name suggests: its letters without marks, in small ASCII, with hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    id = ""
    for word in words:
        if id and len(id) + len(word) >= LONGEST:
            break
        id = f"{id}-{word}" if id else word[:LONGEST]
    return id


# -- The page ------------------------------------------------------------------------------------------------


def template(kind: str, values: Mapping[str, str], ids: Ids) -> str:
    """Return a page of this kind.

    :param values: what is known, by its key; under "title" the heading
    :param ids: what the page may point to
    """
    model = KINDS[kind].model_json_schema()
    definitions, required = model.get("$defs", {}), model["required"]
    keys = {key: _said(key, value, definitions, ids) for key, value in model["properties"].items()}
    # For servers of YAML that an editor hands the front matter; ours (`language_server`) does not need it.
    lines = ["---", f"# yaml-language-server: $schema=../{FOLDER}/{kind}.json", f"{kind}:"]
    for key in required:
        known = values.get(key)
        lines += [] if known else _comment(keys[key])
        lines.append(f"  {key}: {scalar(known) if known else OPEN}")
    optional = [key for key in keys if key not in required and key not in LATER]
    if optional:
        lines += _comment('All keys below are optional. Delete the "# " in front of those that you use.')
    for key in optional:
        lines += ["  #", *_comment(keys[key])]
        lines += [f"  # {line}" for line in _sample(key, model["properties"][key], definitions, ids)]
    title = values.get("title") or values.get("name") or OPEN
    lines += ["---", f"# {escaped(title)}", "", f"{OPEN}: {PROSE[kind]}", ""]
    return "\n".join(lines)


def _said(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> str:
    """Return what a key means and takes, in one line."""
    taken = takes(value, definitions)
    if key in REFERENCES:
        kind = REFERENCES[key]
        few = 0 < len(ids[kind]) <= FEW
        id = f"one of {', '.join(ids[kind])}" if few else f"the id of a page in {KINDS[kind].folder}/"
        taken = f"a list, each item {id}" if value.get("type") == "array" else id
    meaning = " ".join(value["description"].split())
    return f"{meaning} Takes {taken}.".replace("`", "")


def _comment(text: str) -> list[str]:
    indent = "  # "
    return textwrap.wrap(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _sample(key: str, value: Mapping[str, Any], definitions: Mapping[str, Any], ids: Ids) -> Iterator[str]:
    """Yield a key as it looks when it is used, without its values."""
    yield f"{key}:"
    match value:
        case {"type": "object"}:
            yield from (f"  {id}:" for id in ids[REFERENCES[key]])
        case {"type": "array", "items": {"$ref": reference}} if "properties" in (
            item := definitions[reference.rpartition("/")[2]]
        ):
            first, *more = item["required"]
            yield from (f"  - {first}:", *(f"    {name}:" for name in more))


def scalar(text: str) -> str:
    """Return a text as YAML; plain if it can stand so."""
    try:
        plain = parse(f"key: {text}").values == {"key": text}
    except FrontMatterError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def escaped(text: str) -> str:
    """Return a text as Markdown in which no character means anything."""
    return re.sub(r"([\\`*_\[\]<>{}#$])", r"\\\1", text)


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
    sources = Sources.of_folder(root)
    ids = ids_of(sources)
    values = _known(arguments, sources)
    if sys.stdin.isatty() and sys.stdout.isatty():
        values |= _asked(arguments.kind, values, ids)
    for key in REFERENCES.keys() & values.keys():
        if values[key] not in (known := ids[REFERENCES[key]]):
            raise WrongCall(f'"{values[key]}" is no {REFERENCES[key]}{did_you_mean(values[key], known)}')
    id = _id(arguments.kind, values, arguments.id)
    name, text = f"{KINDS[arguments.kind].folder}/{id}.md", template(arguments.kind, values, ids)
    left = _left_open(replace(sources, content={**sources.content, name: text.encode()}), name)
    path = root / name
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise WrongCall(f"{name} exists already; choose another id with --id") from None
    sys.stdout.write(f"{name} is written. Still to be filled in: {', '.join(left)}.\n")
    return 0


def _known(arguments: argparse.Namespace, sources: Sources) -> dict[str, str]:
    """Return what the call says, and what follows from the pages that are there."""
    fields = KINDS[arguments.kind].model_fields
    titled = "name" if "name" in fields else "title"
    given = {key: getattr(arguments, key).strip() for key in ("name", "title", "date", "unit")}
    for key, value in given.items():
        if value and key not in fields and key != titled:
            raise WrongCall(f"--{key} says nothing about a page of the kind {arguments.kind}")
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
            raise WrongCall("nothing was written")
        answers[key] = answer.strip()
    return {key: answer for key, answer in answers.items() if answer}


def _id(kind: str, values: dict[str, str], chosen: str) -> str:
    """Return the id of the page; note the date of an announcement, with which it begins.

    :param chosen: what the call says, or nothing
    """
    fields = KINDS[kind].model_fields
    key = "name" if "name" in fields else "title"
    if not values.get(key):
        raise WrongCall(f"what is it called? Say it with --{key}")
    begin = f"{values.setdefault('date', date.today().isoformat())}-" if "date" in fields else ""
    id = (chosen or slug(values[key])).removeprefix(begin)
    if not id:
        raise WrongCall(f'no id can be made from "{values[key]}"; choose one with --id, in letters a to z')
    if not re.fullmatch(ID, id, re.ASCII) or id == "index":
        raise WrongCall(f'"{id}" can be no id; choose one of small letters a to z, digits and hyphens')
    return begin + id


def _left_open(sources: Sources, name: str) -> list[str]:
    """Return what is still to be filled in.

    :raises WrongCall: if anything else is wrong with the page
    """
    left = []
    for problem in problems_of(sources, [name], {}):
        if problem.code is not Code.FILL_IN:
            raise WrongCall(problem.text)
        key = re.match(r'"([\w-]+)"', problem.text)
        left.append(key[1] if key else "the text")
    return left
