"""What can stand at a place of a page's facts, and what it means, while they are typed.

Facts that are not finished are no YAML: what stands below what is seen by indentation alone. What may stand
there says the JSON Schema of the page's kind. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnerships_data.catalog.json_schema import at, plain, takes

KEY = re.compile(r"([ -]*)([\w-]+):(?= |$)")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What can be typed at a place."""

    word: str
    meaning: str
    is_key: bool


def in_facts(lines: Sequence[str], line: int) -> bool:
    """Return whether a line, counted from 0, is below the first line `---` and no other."""
    return line > 0 and [n for n, text in enumerate(lines[: line + 1]) if text.rstrip() == "---"] == [0]


def path_to(lines: Sequence[str], line: int, column: int) -> tuple[str, ...]:
    """Return the keys below which something stands that begins at a place, going by indentation."""
    path: tuple[str, ...] = ()
    for above in reversed(lines[1:line]):
        if (key := KEY.match(above)) and len(key[1]) < column:
            path, column = (key[2], *path), len(key[1])
    return path


def suggestions(facts: Schema, lines: Sequence[str], line: int, column: int) -> tuple[int, list[Suggestion]]:
    """Return in which column the word before a place begins, and what it can be."""
    before = lines[line][:column]
    start = len(re.sub(r"[\w-]*$", "", before))
    if key := KEY.match(before):
        node = at(facts, (*path_to(lines, line, len(key[1])), key[2]))
        return start, list(_words(node, facts)) if before[key.end() :] else []
    indent = len(before) - len(before.lstrip(" -"))
    if start > indent:  # amid a text
        return start, []
    path = path_to(lines, line, indent)
    node = at(facts, path)
    there = {
        key[2]
        for number, text in enumerate(lines)
        if number != line and (key := KEY.match(text)) and len(key[1]) == indent
        if path_to(lines, number, indent) == path
    }
    keys = plain(node, facts).get("properties", {})
    left = [key for key in keys if key not in there or "items" in node]
    return indent, [
        *(Suggestion(key, _meaning(keys[key], facts), True) for key in left),
        *_words(node, facts),
    ]


def _words(node: Schema, facts: Schema) -> Iterator[Suggestion]:
    """Yield the words that a key, or an item of its list, takes."""
    node = plain(node, facts)
    words = ["true"] if node.get("type") == "boolean" else node.get("enum", [])
    for word, name in zip(words, node.get("enumDescriptions", [""] * len(words)), strict=True):
        yield Suggestion(word, name, False)


def _meaning(node: Schema, facts: Schema) -> str:
    said: str = node.get("description", "")
    return said if not node or "required" in node else f"{said}\n\nTakes {takes(node, facts['$defs'])}."


def meaning(facts: Schema, lines: Sequence[str], line: int, column: int) -> str:
    """Return what the key at a place means; nothing if there is none."""
    key = KEY.match(lines[line])
    if not key or not len(key[1]) <= column <= len(key[0]):
        return ""
    return _meaning(at(facts, (*path_to(lines, line, len(key[1])), key[2])), facts)
