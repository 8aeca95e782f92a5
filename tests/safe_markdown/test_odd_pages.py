"""Markdown in every way odd: whatever is said to it, no page ends the build, and the rest of the site is built."""

from __future__ import annotations

from pathlib import Path

from builders import ROOT, hostile_site

ODD = {
    "line-numbers": "```{code-block} python\n:linenos:\n:lineno-start: 99999999999999999999999\n\na\n```\n",
    "dedent": "```{code-block} python\n:dedent: 9999999999999\n\na\n```\n",
    "lexer": "```{code-block} ../../x\na\n```\n\n```json\n{\n```\n\n```python {a\nb\n```\n",
    "grid": "::::{grid} a b\n:::{grid-item}\n:columns: 999\na\n:::\n::::\n",
    "carousel": "::::{card-carousel} 99999999999\n:::{card}\na\n:::\n::::\n",
    "tabs": ":::{tab-set}\n:::\n\n:::{tab-item} A\na\n:::\n",
    "card": ":::{card} T\n:link: /../x\n:link-type: doc\nx\n:::\n\n:::{card-header}\nx\n:::\n",
    "buttons": "```{button-ref} nowhere\n```\n\n```{button-link}\n```\n",
    "empty-blocks": ":::{topic}\n:::\n\n:::{rubric}\n:::\n\n:::{admonition}\n:::\n\n:::{glossary}\n:::\n",
    "rows": ":::{list-table} T\n:header-rows: 99999999999\n* - a\n:::\n",
    "widths": ":::{list-table} T\n:widths: 99999999999999999999\n* - a\n:::\n",
    "stubs": ":::{list-table} T\n:stub-columns: 9\n* - a\n* - a\n  - b\n:::\n",
    "wide-table": "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n",
    "footnotes": "[^a]\n\n[^a]: [^b]\n\n[^b]: [^a]\n",
    "references": "[a]: #b\n[b]: #a\n\n[a] [b]\n",
    "targets": "(a)=\n\n(a)=\n## x\n\n(index)=\nx\n\n(" + "a" * 3000 + ")=\n## y\n",
    "headings": "###### Deep\n\n## Less\n\n# Again\n",
    "nothing": "",
    "picture": "```{figure} picture.png\n:width: 99999999999999999em\n:scale: 99999999999\n:height: -1\n```\n",
    "pictures": "![](path:x) ![]() ![x](picture.png#x) ![x](.) ![x](/) ![x](" + "../" * 2000 + "a.png)\n",
    "same-names": "```{note}\n:name: genindex\nx\n```\n\n```{tip}\n:name: genindex\nx\n```\n",
    "navigation": "```{toctree}\n:numbered: 999999999999\n:maxdepth: 99999999999999\n\nself\nnowhere\n```\n",
    "terms": ":::{glossary}\na\n  x\n\na\n  y\n:::\n\n{term}`a` {term}`b`\n",
    "roles": "{term}`` {ref}`` {doc}`` {any}`` {numref}`` {abbr}`` {partner}`` {partner}`<>` {doc}`/../../x`\n",
    "numbers": "{numref}`%s %(x)s {name} {foo} <a>`\n",
    "paths": "[x](path:/) [x](path:..) [x](project:) [x](inv:) [x](inv:*:*#*) [x](#) [x](myst:) <inv:a:b:c:d#e>\n",
    "long-link": "[x](" + "b" * 5000 + ")\n",
    "long-page": "[x](" + "b" * 5000 + ".md) [x](" + "b/" * 3000 + ".md)\n",
    "diagrams": "```{mermaid}\n```\n\n```{mermaid}\nnonsense\n```\n\n```{mermaid}\npie\n\"a\": 1e309\n```\n",
    "options": "```{note}\n:class: &a [*a]\n:name: !!python/object:os.system x\nx\n```\n\n```{note}\n---\n[[[\n---\n```\n",
    "views": "```{partner-list}\n:region: \"\n:x: y\n```\n\n```{alignment-diagram} x\n```\n",
    "comments": '% x\n\n+++ {"a": 1}\n\n+++ [\n',
    "parentheses": "{abbr}`" + "(" * 5000 + "` [x](<" + "(" * 5000 + ">)\n",
    "stars": "*" * 5000 + "a" + "_" * 5000 + "\n",
    "backticks": "`" * 5000 + "a" + "`" * 4999 + "\n",
    "angles": "<" * 5000 + "\n" + "<a " * 2000 + "\n" + "<!-- " * 2000 + "\n",
    "brackets": "[" * 5000 + "](" * 2000 + "\n",
    "entities": "&#" * 5000 + "&#x110000; &#0; &#xD800; a\0b\n",
}  # fmt: skip


def test_no_page_ends_the_build(tmp_path: Path) -> None:
    site = hostile_site(tmp_path, [])
    for name, text in ODD.items():
        site.write(f"about/{name}.md", f"# {name}\n\n{text}" if text else "")
    site.build()
    assert "Beta" in site.read("html/priorities/index.html")
    assert [name for name in ODD if not (site.out / f"html/about/{name}.html").is_file()] == []


def test_the_manual_gives_their_number() -> None:
    assert f"{len(ODD)} oddities" in (ROOT / "tests/README.md").read_text(encoding="utf-8")
