"""The directive `{front-matter-reference}`: the manual's tables of keys, in the words of the model.

The tables depend on no page, so they are made while pages are read. Their texts are translated like prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from pydantic import BaseModel
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from partnerships.nodes.tables import table
from partnerships_data.catalog.json_schema import describe_value
from partnerships_data.pages.models import KINDS, Member

MODELS: Mapping[str, type[BaseModel]] = {**KINDS, "member": Member}


class FrontMatterReference(SphinxDirective):
    """`{front-matter-reference} KIND`: the keys of one kind of page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0]
        if kind not in MODELS:
            raise self.error(f'"{kind}" is not a kind of page; use one of: {", ".join(MODELS)}')
        schema = MODELS[kind].model_json_schema()
        required = schema.get("required", ())
        properties = sorted(schema["properties"].items(), key=lambda item: item[0] not in required)
        rows = [
            (
                nodes.literal("", name),
                self.cell("yes" if name in required else "no"),
                self.cell(describe_value(value, schema.get("$defs", {}))),
                self.cell(value["description"]),
            )
            for name, value in properties
        ]
        header = [self.cell(text) for text in ("Key", "Required", "Takes", "Meaning")]
        title = self.with_text(nodes.title(), MODELS[kind].__doc__ or kind)
        return [table(f"keys-{kind}", title, header, rows)]

    def cell(self, text: str) -> Any:
        """Return a text in inline Markdown as the content of a table cell."""
        return self.with_text(nodes.paragraph(), text)

    def with_text(self, node: nodes.TextElement, text: str) -> Any:
        """Return a node filled with a text in inline Markdown, which translators find at this position."""
        node += self.parse_inline(text, lineno=self.lineno)[0]
        node.rawsource = text
        self.set_source_info(node)
        return node


def setup_front_matter_reference(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive_to_domain("partnerships", "front-matter-reference", FrontMatterReference)
