"""Style sheets and scripts of packages, which only the pages that use them load."""

from __future__ import annotations

import pytest

from builders import Site

CARDS = ":::{grid-item-card} A card\nText\n:::\n"
TABS = "::::{tab-set}\n:::{tab-item} One\nText\n:::\n::::\n"


@pytest.mark.parametrize(
    ("markdown", "files"),
    [
        ("Text", []),
        (f"::::{{grid}} 1 2 2 2\n{CARDS}::::", []),
        (f"::::{{grid}} 1 2 3 3\n{CARDS}::::", ["sphinx-design.min.css"]),
        (f"::::{{grid}}\n{CARDS}::::", ["sphinx-design.min.css"]),
        (":::{dropdown} More\nText\n:::", ["sphinx-design.min.css"]),
        (TABS, ["design-tabs.js", "sphinx-design.min.css"]),
    ],
)
def test_a_page_loads_only_the_files_of_sphinx_design_that_it_uses(
    site: Site, markdown: str, files: list[str]
) -> None:
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    site.edit(
        "conf.py",
        "extensions = [",
        'myst_enable_extensions = ["colon_fence"]\nextensions = ["sphinx_design", ',
    )
    site.write("about/parts.md", f"---\norphan: true\n---\n# Parts\n\n{markdown}\n")
    assert site.build() == []
    loaded = site.tree("html/about/parts.html").xpath("//head//@href | //head//@src")
    names = [url.split("?")[0].rpartition("/")[2] for url in loaded]
    assert [name for name in names if "design" in name] == files
