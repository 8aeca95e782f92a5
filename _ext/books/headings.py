"""The levels of headings in books, in which pages are parts of a larger whole."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

DEEPEST_LEVEL = 6  # in HTML, and in LaTeX below a chapter


class MoveToctrees(SphinxTransform):
    """Moves hidden tables of contents out of the sections of a page, to its end.

    A book has pages where a table lists them. They are not part of the section that contains the table.
    """

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        top = next(self.document.findall(nodes.section), None)
        for toctree in list(self.document.findall(addnodes.toctree)):
            wrapper = toctree.parent
            if top is not None and toctree["hidden"] and isinstance(wrapper.parent, nodes.section):
                wrapper.parent.remove(wrapper)
                top += wrapper


class ShiftHeadings(SphinxPostTransform):
    """Lowers headings that begin no section as far as a book lowers the sections around them."""

    default_priority = 410  # after all directives have become nodes
    formats = ("html",)
    title_level = 1  # of the title of the first page

    def run(self, **kwargs: Any) -> None:
        self.shift(self.document, 0, 0)

    def shift(self, element: nodes.Element, sections: int, above: int) -> None:
        """Change the levels in an element.

        :param sections: number of sections around it, `above` of them around its page
        """
        for child in element.children:
            if not isinstance(child, nodes.Element):
                continue
            if "heading-level" in child:
                level = child["heading-level"] + self.title_level - 1 + above
                child["heading-level"] = min(level, DEEPEST_LEVEL)
            inside = sections + isinstance(child, nodes.section)
            self.shift(child, inside, sections if isinstance(child, addnodes.start_of_file) else above)


class ShiftLatexHeadings(ShiftHeadings):
    """The same in LaTeX, where the title of the first page is that of the book."""

    formats = ("latex",)
    title_level = 0
