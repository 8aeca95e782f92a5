"""Diagrams as pictures, with size, words and links: what sphinxcontrib-mermaid draws while writing pages."""

from __future__ import annotations

import json
from collections.abc import Iterable

from docutils import nodes
from sphinxcontrib.mermaid import mermaid

from mermaid_svg.flowchart import Diagram
from mermaid_svg.nodes import box_link
from partnerships.nodes.context import ViewContext

FACT_IMAGE_PREFIX = "directory"  # how the files of the pictures begin that show facts


def pictures(context: ViewContext, diagrams: Iterable[Diagram]) -> list[nodes.Node]:
    """Return the nodes that sphinxcontrib-mermaid draws, each configured as its directive would."""
    config = json.dumps({"config": context.config.mermaid_config}, sort_keys=True)
    return [
        mermaid(
            "",
            *(
                box_link("", "", context.link(box.entry), box=box.id)
                for box in each.boxes
                if box.entry and box.entry != context.entry
            ),
            code=f"---\n{config}\n---\n{each.code}",
            options={},
            prefix=FACT_IMAGE_PREFIX,
            caption=each.title,
            alt=f"{each.title}. {each.description}",
        )
        for each in diagrams
    ]
