"""Suggestions and explanations for a position in a page, while it is being typed.

Unfinished facts are often not valid YAML, so the keys above a position are found by indentation alone. The
JSON Schema of the page's kind says what may follow. Positions are a line and a column, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from page_checks.references import from_page
from partnerships_cli.source_tree import SourceTree
from partnerships_data.catalog.json_schema import describe_value
from partnerships_data.pages.models import KINDS

ROLE = re.compile(rf"{{({'|'.join(KINDS)})}}`(?:[^`<]*<)?([\w-]*)$")
LINK = re.compile(r"\]\(([^()\s]*)$")
KEY = re.compile(r"([ -]*)([\w-]+):(?= |$)")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A key or a value that can be typed at a position."""

    word: str
    meaning: str
    is_key: bool


def in_facts(lines: Sequence[str], line: int) -> bool:
    """Return whether a line is between the first line `---` and the next one."""
    fences = [number for number, text in enumerate(lines[: line + 1]) if text.rstrip() == "---"]
    return line > 0 and fences == [0]


def path_to(lines: Sequence[str], line: int, column: int) -> tuple[str, ...]:
    """Return the keys above a position that is indented to a column."""
    path: tuple[str, ...] = ()
    for text in reversed(lines[1:line]):
        key = KEY.match(text)
        if key and len(key[1]) < column:
            path, column = (key[2], *path), len(key[1])
    return path


def suggest(facts: Schema, lines: Sequence[str], line: int, column: int) -> tuple[int, list[Suggestion]]:
    """Return the column where the word before a position begins, and what the word can be."""
    before = lines[line][:column]
    start = len(re.sub(r"[\w-]*$", "", before))
    key = KEY.match(before)
    if key:
        value = subschema(facts, (*path_to(lines, line, len(key[1])), key[2]))
        return start, list(_value_suggestions(value, facts)) if before[key.end() :] else []
    indent = len(before) - len(before.lstrip(" -"))
    if start > indent:  # in the middle of a text
        return start, []
    node = subschema(facts, path_to(lines, line, indent))
    used = _sibling_keys(lines, line, indent)
    suggestions = [
        Suggestion(name, _describe(value, facts), True)
        for name, value in resolve_schema(node, facts).get("properties", {}).items()
        if name not in used or "items" in node
    ]
    return indent, [*suggestions, *_value_suggestions(node, facts)]


def _sibling_keys(lines: Sequence[str], line: int, indent: int) -> set[str]:
    """Return the keys on other lines that have the same indentation and the same keys above them."""
    path = path_to(lines, line, indent)
    siblings = set()
    for number, text in enumerate(lines):
        key = KEY.match(text)
        if key and number != line and len(key[1]) == indent and path_to(lines, number, indent) == path:
            siblings.add(key[2])
    return siblings


def _value_suggestions(node: Schema, facts: Schema) -> Iterator[Suggestion]:
    """Yield the words that a key, or an item of its list, takes."""
    node = resolve_schema(node, facts)
    words = ["true"] if node.get("type") == "boolean" else node.get("enum", [])
    for word, name in zip(words, node.get("enumDescriptions", [""] * len(words)), strict=True):
        yield Suggestion(word, name, False)


def suggest_in_prose(sources: SourceTree, name: str, before: str) -> tuple[int, list[Suggestion]] | None:
    """Return the ids for a role, or the paths for a link; None if the text before is neither."""
    if role := ROLE.search(before):
        entries = sources.catalog.by_kind[role[1]].values()
        return role.start(2), [Suggestion(entry.id, entry.name, False) for entry in entries]
    if link := LINK.search(before):
        paths = from_page(name.removesuffix(".md"), frozenset(sources.content))
        return link.start(1), [Suggestion(path, "", False) for path in sorted(paths)]
    return None


def explain(facts: Schema, lines: Sequence[str], line: int, column: int) -> str:
    """Return the meaning of the value at a position, else that of its key, else an empty text."""
    key = KEY.match(lines[line])
    if not key or column < len(key[1]):
        return ""
    node = subschema(facts, (*path_to(lines, line, len(key[1])), key[2]))
    meanings = {value.word: value.meaning for value in _value_suggestions(node, facts)}
    for word in re.finditer(r"[\w-]+", lines[line]):
        if len(key[0]) < word.start() <= column <= word.end() and meanings.get(word[0]):
            return meanings[word[0]]
    return _describe(node, facts)


def _describe(node: Schema, facts: Schema) -> str:
    description: str = node.get("description", "")
    if not node or "required" in node:
        return description
    return f"{description}\n\nTakes {describe_value(node, facts['$defs'])}."


def subschema(facts: Mapping[str, Any], path: Iterable[str]) -> Mapping[str, Any]:
    """Return the part of a schema for the value below some keys; an empty one if they are unknown."""
    node = facts
    for key in path:
        node = resolve_schema(node, facts).get("properties", {}).get(key, {})
    return node


def resolve_schema(node: Mapping[str, Any], facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a single value: without a reference, null or a short form; or of items."""
    match node:
        case {"$ref": str(reference)}:
            return resolve_schema(facts["$defs"][reference.rpartition("/")[2]], facts)
        case {"anyOf": [one, {"type": "null"}]} | {"anyOf": [_, one]} | {"type": "array", "items": one}:
            return resolve_schema(one, facts)
        case _:
            return node
