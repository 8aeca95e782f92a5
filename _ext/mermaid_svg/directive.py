"""The directive `{mermaid}`."""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst.directives import unchanged
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from mermaid_svg.nodes import diagram_node

OPTIONS = ("alt", "caption", "name")
OTHER_OPTIONS = ("align", "config", "title", "zoom")  # of sphinxcontrib-mermaid, which also reads files


class MermaidDirective(SphinxDirective):
    """Show the diagram whose Mermaid code is the content."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = dict.fromkeys((*OPTIONS, *OTHER_OPTIONS), unchanged)

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        if unsupported := [*self.arguments, *sorted(self.options.keys() & OTHER_OPTIONS)]:
            raise self.error(f'"{unsupported[0]}" is not supported; write the code as content')
        code, alt = "\n".join(self.content), self.options.get("alt", "")
        node = diagram_node(self.config, code, alt, self.options.get("caption", ""))
        for part in node.findall(nodes.Element):
            self.set_source_info(part)
        self.add_name(node)
        return [node]
