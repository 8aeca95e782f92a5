"""A Sphinx extension that limits what pages from strangers may contain.

Anybody may propose a page, and its text is data: it runs nothing, reads and publishes no other file, and asks
no other host for anything. What a page may not contain is reported at its line and taken out.

| what a page could do                                        | what stops it                        |
|-------------------------------------------------------------|--------------------------------------|
| settings for the parser, in front matter                    | `source_rules`                       |
| `directives` that run code, read files, or change others    | `source_rules`, then `dispatcher`    |
| `roles` that do                                             | `source_rules`, then `dispatcher`    |
| `restructuredtext` in the middle of a page                  | `source_rules`, then `dispatcher`    |
| `html`                                                      | `source_rules`, then `doctree_rules` |
| markup in markup, `nesting` until no stack is deep enough   | `source_rules`                       |
| a `mermaid` diagram from a file, or with settings and links | `dispatcher`                         |
| `code-blocks` and `toctree-patterns` that take all time     | `dispatcher`                         |
| `urls` that browsers run, or that mislead                   | `source_rules` and `doctree_rules`   |
| `images` of other hosts and folders, and active ones        | `doctree_rules`                      |
| publishing `files` by a link to them                        | `doctree_rules`                      |
| `toctrees` with other sites and circles                     | `doctree_rules`                      |
| `characters` that break files, or reverse the text around   | `doctree_rules`                      |
| symbolic links                                              | `symlinks`                           |

The names in the left column are folders of attacks below `tests/corpora/attacks/`.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from safe_markdown import doctree_rules, parser, refusals, symlinks


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx, in build order."""
    app.setup_extension("myst_parser")
    description = "Domains of the site itself: pages may use all their directives and roles"
    app.add_config_value("safe_markdown_domains", [], "env", list, description)
    app.add_event(refusals.EVENT)
    app.connect("config-inited", symlinks.on_config_inited)
    app.add_source_parser(parser.SafeMarkdownParser, override=True)
    app.connect("doctree-read", doctree_rules.on_doctree_read, priority=100)  # before Sphinx's own, at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
