"""Diagrams that are written in Mermaid: their texts, and their direction in languages from right to left.

Mermaid's code can begin with a configuration between two lines `---`, which contains no texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from page_translations.translated_nodes import ORIGINAL
from translation_catalogs.languages import direction
from translation_catalogs.texts import Text

LABEL = re.compile(r'"([^"\n]+)"')
LEFT_TO_RIGHT = re.compile(r"^(flowchart|graph) LR$", re.MULTILINE)


def is_diagram(node: nodes.Node) -> bool:
    """Return whether a node is a diagram with its code, as `mermaid_svg` makes it."""
    return isinstance(node, nodes.Element) and node.tagname == "diagram" and "code" in node


def diagram_texts(document: nodes.document) -> Iterator[tuple[Any, Text]]:
    """Yield the descriptions and the labels of the diagrams of a page."""
    for node in document.findall(is_diagram):
        line = getattr(node, "line", None) or 0
        if description := node["alt"]:  # type: ignore[index]
            yield node, Text(description, "description of a diagram", line=line, is_name=True)
        for label in LABEL.findall(split_code(node)[1]):
            yield node, Text(label, "label in a diagram", line=line, is_name=True)


def split_code(node: Any) -> tuple[str, str]:
    """Return the configuration of a diagram and the code below it."""
    configuration, separator, code = node["code"].rpartition("\n---\n")
    return configuration + separator, code


def translate_diagram(node: Any, text: str, translation: str) -> None:
    """Translate one text of a diagram, or mark its description as one of the original."""
    if node["alt"] == text:
        node["alt"] = translation or text
        node["attributes"] = {} if translation else ORIGINAL
        return
    configuration, code = split_code(node)
    label = (translation or text).replace('"', "”")
    node["code"] = configuration + code.replace(f'"{text}"', f'"{label}"')


class TurnDiagrams(SphinxPostTransform):
    """Lets diagrams begin at the right if the language does."""

    default_priority = 406  # after views are shown at 405

    def run(self, **kwargs: Any) -> None:
        if direction(self.config.language) == "rtl":
            for node in self.document.findall(is_diagram):
                configuration, code = split_code(node)
                node["code"] = configuration + LEFT_TO_RIGHT.sub(r"\1 RL", code)  # type: ignore[index]
