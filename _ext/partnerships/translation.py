"""Texts of the front matter, as nodes that Sphinx translates like prose.

Sphinx extracts and translates ordinary nodes with a line of their own. So a page of facts begins with the
directive `fact-texts` where its front matter was: it turns each text that readers see into a paragraph.
Reasons are parsed as inline Markdown. When the page has been read, the domain keeps the translated texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from page_checks.translations import slip_of
from page_source.block import KeyPath
from page_translations.collecting import EVENT, translations_of
from partnerships.domain import domain_of
from partnerships_data.pages.entry import Entry
from translation_catalogs.catalogs import CatalogEntry
from translation_catalogs.texts import TITLE
from translation_catalogs.units import State

FACT_TEXTS = "```{partnerships:fact-texts}\n```\n"


class fact_texts(nodes.General, nodes.Element):
    """Holds the texts of a page's front matter while Sphinx translates them; never shown."""


def with_fact_texts(text: str) -> str:
    """Return a page whose front matter is blank with the directive `fact-texts` in its place."""
    return FACT_TEXTS + text[FACT_TEXTS.count("\n") :]


class FactTexts(SphinxDirective):
    """`{fact-texts}`: the texts of the front matter of a page of facts; `with_fact_texts` puts it there."""

    def run(self) -> list[nodes.Node]:
        """Return the texts at the lines where they were typed; nothing elsewhere on the page."""
        entry = domain_of(self.env).page(self.env.docname).entry
        if entry is None or self.lineno != 1:
            return []
        return [fact_texts("", *self.paragraphs(entry))]

    def paragraphs(self, entry: Entry) -> Iterator[nodes.paragraph]:
        """Yield a paragraph for each text, with its path in the facts."""
        source = str(self.env.doc2path(entry.docname))
        for path, text in entry.facts.texts():
            paragraph = nodes.paragraph(text, "", path=path)
            paragraph["translation_path"] = ".".join(map(str, path))
            paragraph["translation_comment"] = comment(entry, path)
            paragraph["translation_is_name"] = path == ("name",)
            paragraph["translation_is_plain"] = path[0] != "alignment"
            paragraph.source, paragraph.line = source, entry.position(path)[0]
            if path[0] == "alignment":
                # MyST counts the line from 0 here.
                paragraph += self.parse_inline(text, lineno=paragraph.line - 1)[0]
            else:
                paragraph += nodes.Text(text)
            yield paragraph


def comment(entry: Entry, path: KeyPath) -> str:
    """Return what a text of the facts is, for translators."""
    match path:
        case ("alignment", priority, _):
            return f"why {entry.name} serves {str(priority).replace('-', ' ').title()}"
        case ("members", int(number), key):
            return f"{str(key).replace('_', ' ')} of {entry.facts.members[number].name}"
        case ("results", _, key):
            return f"result of the partnership: {key}"
        case _:
            return f"{entry.kind}: {' '.join(map(str, path)).replace('_', ' ')}"


def on_doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    """Give the domain the page's title and texts as translated."""
    docname = app.env.docname
    paragraphs = [
        paragraph for texts in doctree.findall(fact_texts) for paragraph in texts.findall(nodes.paragraph)
    ]
    reasons: dict[str, list[nodes.Node]] = {
        paragraph["path"][1]: paragraph.children
        for paragraph in paragraphs
        if paragraph["path"][0] == "alignment"
    }
    facts = translations_of(app.env).facts(docname)
    if "name" in facts:
        facts.pop(TITLE, None)  # it is the name
    paths = {paragraph["translation_path"]: paragraph["path"] for paragraph in paragraphs}
    translated = [path for path, unit in facts.items() if unit.translation and path in paths]
    translation = {
        "title": app.env.titles[docname].astext(),
        "texts": {paths[path]: facts[path].translation for path in translated},
        "untranslated": tuple(sorted(path for path, unit in facts.items() if unit.is_in_original)),
        "older": tuple(sorted(path for path, unit in facts.items() if unit.state is State.OLDER)),
    }
    domain_of(app.env).note_translation(docname, translation, reasons)


def on_translation_check(app: Sphinx, entry: CatalogEntry, catalog: str) -> bool:
    """Refuse translations with slips, which `consistency` reports."""
    return slip_of(entry, catalog) is not None


class RemoveFactTexts(SphinxPostTransform):
    """Removes the texts again before a page is resolved; only the `gettext` builder needs them."""

    default_priority = 4  # before anything in them is resolved
    formats = ("html", "latex", "man", "pseudoxml", "texinfo", "text", "xml")

    def run(self, **kwargs: Any) -> None:
        for texts in list(self.document.findall(fact_texts)):
            texts.parent.remove(texts)


def setup_translation(app: Sphinx) -> None:
    """Register the directive and its node, and the steps that use and remove the node."""
    app.add_node(fact_texts)
    app.add_directive_to_domain("partnerships", "fact-texts", FactTexts)
    app.connect("doctree-read", on_doctree_read)
    app.connect(EVENT, on_translation_check)
    app.add_post_transform(RemoveFactTexts)
