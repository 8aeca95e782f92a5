"""The matrix of partners and priorities as a wikitable."""

from __future__ import annotations

import re

from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site
from wiki_page.wikitext import escaped, link

PATH = "api/matrix.wikitext"
MARKS = {"stated": "✓", "inferred": "(✓)"}
LEGEND = "✓: stated by a source. (✓): our reading of the facts. †: the partnership has ended."


def rows(catalog: Catalog) -> str:
    """Return the row of each partner."""
    text = ""
    for partner in catalog.partners:
        marks = {edge.priority.id: MARKS[edge.facts.basis] for edge in catalog.alignments_of(partner)}
        cells = " || ".join(marks.get(priority.id, "–") for priority in catalog.priorities)
        end = " †" if partner.facts.ended else ""
        text += f'|-\n! scope="row" | {escaped(partner.name)}{end}\n| {cells}\n'
    return text


def matrix_wikitext(catalog: Catalog, site: Site) -> bytes:
    """Return a table for any wiki page, with its source and the newest date in the facts."""
    url = site.page_url("priorities/index") if site.base else None
    newest = max((entry.last_changed for entry in catalog.entries() if entry.last_changed), default="no date")
    source = re.sub("</?tvar>", "", link(url, site.title))
    names = ("Partner", *(priority.name for priority in catalog.priorities))
    header = "".join(f'! scope="col" | {escaped(name)}\n' for name in names)
    caption = f"Partners and priorities. {LEGEND} Source: {source}, with facts up to {newest}."
    return f'{{| class="wikitable"\n|+ {caption}\n{header}{rows(catalog)}|}}\n'.encode()
