"""The extension by itself, and links to pages that come later."""

from __future__ import annotations

from pathlib import Path

from builders import Site
from safe_markdown.page_reader import PageReader, hide

CONF = """
extensions = ["safe_markdown"]
safe_markdown_domains = ["py"]
html_theme = "basic"
"""
PAGE = """\
# Title

{py:mod}`json` and {kbd}`Ctrl`.

```{include} secret.txt
```

[x](ftp://evil.example/xy) and <b>HTML</b>.
"""
LATER = "---\npartner:\n  name: Later\n  kind: company\n  unit: global\n---\n# Later\n\nProse.\n"


def test_it_needs_no_other_extension(tmp_path: Path) -> None:
    site = Site(tmp_path / "source", tmp_path / "out")
    site.write("conf.py", CONF)
    site.write("secret.txt", "Secret.")
    site.write("index.md", PAGE)
    directive, *others = site.build()
    assert directive.startswith(
        'index.md:5:4: WARNING: "{include}" is not an allowed directive; use one of: '
    )
    assert directive.endswith(" [safe_markdown.forbidden-block]")
    forbidden = "HTML is not allowed on pages; write Markdown, or put this between backticks"
    assert others == [
        f"index.md:8:32: WARNING: {forbidden} [safe_markdown.forbidden-html]",
        f"index.md:8:39: WARNING: {forbidden} [safe_markdown.forbidden-html]",
        'index.md:8:5: WARNING: "ftp://evil.example/xy" is not a valid URL for a link; type one that begins with '
        '"https://" [safe_markdown.bad-address]',
    ]
    assert "Secret" not in site.read("html/index.html")
    assert "&lt;b&gt;HTML&lt;/b&gt;" in site.read("html/index.html")


def test_a_link_to_a_page_that_is_added_later_is_resolved(site: Site) -> None:
    site.edit("partners/acme.md", "Prose of Acme.", "See [the other](later.md#people) and [this](later.md).")
    assert any("later" in warning for warning in site.build())
    site.write("partners/later.md", LATER)
    site.build()
    assert 'href="later.html"' in site.read("html/partners/acme.html")


def test_lines_can_end_as_on_any_system() -> None:
    """Sphinx reads pages with one kind of line end, but translations can contain others."""
    text = "First\r\r```{raw} html\r\n<b>\r```\n\nLast"
    reader = PageReader(text, "page", {"directive": {"note"}, "role": set()})
    reader.read_page(text)
    assert [refusal.position for refusal in reader.refusals] == [(3, 4)]
    assert hide(text, reader.refusals) == "First\n\n\n\n\n\nLast"


def test_front_matter_becomes_text_that_is_checked() -> None:
    text = "---\rmyst: x\r---\r\n```{raw} html\n<b>\n```\n"
    reader = PageReader(text, "page", {"directive": {"note"}, "role": set()})
    reader.read_page(text)
    assert [refusal.position for refusal in reader.refusals] == [(1, 1), (4, 4)]
    assert hide(text, reader.refusals) == "\\---\nmyst: x\n---\n\n\n\n"
