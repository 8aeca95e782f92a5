"""The manual's tables of keys and messages, which are the model's and the messages' own words.

Made while pages are read: what they show depends on no page. Their texts are translated like prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from pydantic import BaseModel
from sphinx.util.docutils import SphinxDirective

from .messages import Code
from .model import KINDS, Member
from .tables import table
from .values import DATE

MODELS: Mapping[str, type[BaseModel]] = {**KINDS, "member": Member}


class Reference(SphinxDirective):
    """What both tables have in common."""

    def text(self, node: nodes.TextElement, text: str) -> Any:
        """Return `node` with a text of ours, in inline Markdown, for translators to find at this place."""
        node += self.parse_inline(text, lineno=self.lineno)[0]
        node.rawsource = text
        self.set_source_info(node)
        return node

    def cell(self, text: str) -> Any:
        """Return a text as the content of a cell."""
        return self.text(nodes.paragraph(), text)


class FrontMatterReference(Reference):
    """`{front-matter-reference} KIND`: the keys of one kind of page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        kind = self.arguments[0]
        if kind not in MODELS:
            raise self.error(f'"{kind}" is no kind of page; known are: {", ".join(MODELS)}')
        schema = MODELS[kind].model_json_schema()
        required = schema.get("required", ())
        rows = [
            (
                nodes.literal("", name),
                self.cell("yes" if name in required else "no"),
                self.cell(takes(each, schema.get("$defs", {}))),
                self.cell(each["description"]),
            )
            for name, each in sorted(schema["properties"].items(), key=lambda pair: pair[0] not in required)
        ]
        header = [self.cell(text) for text in ("Key", "Required", "Takes", "Meaning")]
        title = self.text(nodes.title(), MODELS[kind].__doc__ or kind)
        return [table(f"keys-{kind}", title, header, rows)]


def takes(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Say what a key takes, from its JSON Schema, in inline Markdown."""
    match schema:
        case {"$ref": str(reference)}:
            return takes(definitions[reference.rpartition("/")[2]], definitions)
        case {"anyOf": [value, {"type": "null"}]}:
            return takes(value, definitions)
        case {"properties": _}:
            return "the keys of a member"
        case {"enum": list(words)}:
            return f"one of {_words(words)}"
        case {"type": "array", "items": items}:
            return f"a list, each item {takes(items, definitions)}"
        case {"type": "object"}:
            return "lines `id: reason`"
        case {"type": "integer"}:
            return "a whole number"
        case {"type": "boolean"}:
            return "`true`, or leave it out"
        case {"format": "uri"}:
            return "an address that begins with `https://`"
        case {"pattern": pattern} if pattern == f"^{DATE}$":
            return "a date: `2026-11-23`, or `2026-11`, or `2026`"
        case {"maxLength": int(length)}:
            return f"a text of at most {length} characters"
        case _:
            return "a text"


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


class MessageReference(Reference):
    """`{message-reference}`: all messages and what they mean."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        items = (
            nodes.definition_list_item(
                "",
                nodes.term("", "", nodes.literal("", code.value)),
                nodes.definition("", self.cell(code.meaning)),
            )
            for code in sorted(Code)
        )
        return [nodes.definition_list("", *items)]


DIRECTIVES: Mapping[str, type[SphinxDirective]] = {
    "front-matter-reference": FrontMatterReference,
    "message-reference": MessageReference,
}
