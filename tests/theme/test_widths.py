"""Widths of images and tables, which must not become styles in pages."""

from __future__ import annotations

from builders import PIXEL, Site

PAGE = """# Sizes

```{figure} picture.png
:alt: A dot
:width: 52%
```

```{image} picture.png
:alt: A dot
:width: 440px
```

```{list-table} A table
:widths: 20 80
* - a
  - b
```
"""


def test_sizes_become_attributes_and_classes(site: Site) -> None:
    site.edit("conf.py", '["index.md",', '["index.md", "about/**",')
    site.write("about/sizes.md", f"---\norphan: true\n---\n{PAGE}")
    (site.source / "about/picture.png").write_bytes(PIXEL)
    assert site.build() == []
    page = site.tree("html/about/sizes.html")
    assert page.xpath("//@style") == []
    first, second = page.xpath("//main//img")
    assert "width-50" in first.get("class")
    assert second.get("width") == "440"
    assert page.xpath("//col/@class") == ["width-20", "width-80"]
