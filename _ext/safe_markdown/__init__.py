"""A Sphinx extension that limits what pages from strangers may contain.

The text of a page runs nothing, reads and publishes no other file, and loads nothing from other hosts. What a
page may not contain is reported at its line and taken out. A site can find it before with `page_reader`,
which needs no Sphinx. Alone, the extension does not read options and code of directives: a site that allows
those of the last row needs a reader for them. Words in code style are folders of `tests/corpora/attacks/`.

| what a page could do                                      | what stops it                              |
|-----------------------------------------------------------|--------------------------------------------|
| `directives` and `roles` that run code or read files      | `parser`                                   |
| settings in front matter, `restructuredtext` in the page  | `parser`                                   |
| markup in markup, `nesting` until no stack is deep enough | `page_reader`, then `parser`               |
| `html`, `urls` that browsers run, or that mislead         | `page_reader`, then `doctree_rules`        |
| `images` of other hosts and folders, and links to `files` | `page_reader`, then `doctree_rules`        |
| circles in `toctrees`, `characters` that break files      | `page_reader`, then `doctree_rules`        |
| unsafe `mermaid`, slow `code-blocks`, `toctree-patterns`  | the site's own reading of directives       |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx, in build order."""
    from safe_markdown import doctree_rules, parser

    app.setup_extension("myst_parser")
    app.add_config_value("safe_markdown_domains", [], "env", list, "Domains of which pages may use all")
    app.add_event(doctree_rules.EVENT)
    app.add_source_parser(parser.SafeMarkdownParser, override=True)
    app.connect("doctree-read", doctree_rules.on_doctree_read, priority=100)  # before Sphinx's own, at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
