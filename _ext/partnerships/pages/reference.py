"""The manual's tables of keys and messages, which are the model's and the messages' own words.

Made while pages are read: what they show depends on no page. Their texts are translated like prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from pydantic import BaseModel
from sphinx.util.docutils import SphinxDirective

from diagnostics.codes import Code
from partnerships.nodes.tables import table
from partnerships_cli.examples import EXAMPLES
from partnerships_data.catalog.json_schema import takes
from partnerships_data.pages.models import KINDS, Member

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


class MessageReference(Reference):
    """`{message-reference}`: a section for each message, with an example and what helps."""

    def run(self) -> list[nodes.Node]:
        """Return the sections; they can be linked to by their codes."""
        return [self.section(code) for code in sorted(Code)]

    def section(self, code: Code) -> nodes.section:
        """Return what there is to say of one message."""
        section = nodes.section("", nodes.title("", "", nodes.literal("", code.value)), ids=[code.value])
        self.state.document.note_implicit_target(section, section)
        section += self.cell(code.meaning)
        if example := EXAMPLES.get(code):
            said = [str(problem) for problem in example.problems() if problem.code is code]
            section += self.cell(f"For example, on the page `{example.path}`:")
            section += self.verbatim(example.text.strip("\n"), "text", linenos=True)
            section += [self.verbatim(each, "text") for each in said]
            section += self.cell(example.cure)
        return section

    def verbatim(self, text: str, language: str, **options: bool) -> nodes.literal_block:
        """Return a text as it is, which no translator is asked for."""
        block = nodes.literal_block(text, text, language=language, classes=["message"], **options)
        self.set_source_info(block)
        return block


DIRECTIVES: Mapping[str, type[SphinxDirective]] = {
    "front-matter-reference": FrontMatterReference,
    "message-reference": MessageReference,
}
