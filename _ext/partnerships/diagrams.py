"""Diagrams in Mermaid's language, from the catalog. Pure.

A diagram is a second view of a table that stands beside it; both show the same edges. Shapes are rectangles,
plain or rounded: the renderer draws others as curves of tens of kilobytes.
"""

from __future__ import annotations

from html import escape

from .catalog import Catalog


def alignment(catalog: Catalog, title: str, description: str, priorities: str) -> str:
    """Return the diagram of the partners, grouped by unit, and the priorities, a group named `priorities`."""
    lines = ["flowchart LR", f"  accTitle: {title}", f"  accDescr: {description}"]
    for unit in catalog.units:
        if partners := catalog.related(unit, "partner"):
            lines.append(f'  subgraph unit-{unit.id}["{_label(unit.name)}"]')
            lines += [f'    partner-{each.id}["{_label(each.name)}"]' for each in partners]
            lines.append("  end")
    # A unit whose page has errors is left out; its partners are not.
    ungrouped = (each for each in catalog.partners if not catalog.related(each, "unit"))
    lines += [f'  partner-{each.id}["{_label(each.name)}"]' for each in ungrouped]
    lines.append(f'  subgraph priorities["{_label(priorities)}"]')
    lines += [f'    priority-{each.id}("{_label(each.name)}")' for each in catalog.priorities]
    lines.append("  end")
    lines += [
        f"  partner-{partner.id} --> priority-{priority.id}"
        for partner in catalog.partners
        for priority in catalog.related(partner, "priority")
    ]
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    """Return a text between double quotes that Mermaid takes for nothing but text.

    Mermaid has no escape for these characters that every renderer knows; an invisible word joiner behind
    one keeps it from beginning anything.
    """
    text = escape(text, quote=False).replace('"', "”")
    return "".join(f"{each}\N{WORD JOINER}" if each in "#%\\`" else each for each in text)
