"""How to cite the page of an entry."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from partnerships.nodes.builders import heading
from partnerships.nodes.context import ViewContext
from partnerships_data.catalog.citation import bibtex, citation_of, plain_text, wikitext

_ = get_translation("partnerships")


def citation(context: ViewContext) -> list[nodes.Node]:
    """Show how to cite the page, in three forms that readers can copy."""
    if not context.entry:
        return []
    cited = citation_of(context.entry, context.domain.site)
    forms = (
        (_("Text"), plain_text(cited)),
        ("BibTeX", bibtex(cited)),
        (_("Wikipedia"), wikitext(cited)),
    )
    shown: list[nodes.Node] = []
    for title, text in forms:
        shown += [heading(3, title), nodes.literal_block(text, text, language="text")]
    return shown
