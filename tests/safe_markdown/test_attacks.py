"""Pages from strangers: what they try, what the build reports, and that nothing of it reaches a reader.

Each page below `attacks/` tries one thing. Its folder is named after what it tries, and `attacks/messages.txt`
holds what the build reports.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Request

from browser_pages import needs_browser, serve_site
from builders import (
    ATTACK_PAGES,
    BASE_URL,
    PIXEL,
    SECRET,
    Site,
    attack_files,
    attack_path,
    hostile_site,
    published_files,
    warnings_as_messages,
)
from page_markup import PageMarkup

EXPECTED = (ATTACK_PAGES / "messages.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """All attacks in one site, built once."""
    site = hostile_site(tmp_path_factory.mktemp("hostile"), attack_files())
    site.build()
    return site


# -- All attacks at once --------------------------------------------------------------------------------------


def test_each_attack_gives_one_message_at_its_line(hostile: Site) -> None:
    assert warnings_as_messages(hostile.warnings) == EXPECTED
    assert [line.split(":")[0] for line in sorted(EXPECTED)] == sorted(map(attack_path, attack_files()))


def test_each_message_points_at_what_it_is_about(hostile: Site) -> None:
    for message in EXPECTED:
        page, line, column, code, text = re.split(": ?", message, maxsplit=4)
        whole = (hostile.source / page).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        there = whole[int(column) - 1 :]
        if typed := re.match('"([^"]+)" (?:is not (?!below)|goes beyond)', text):
            words = typed[1].removesuffix("…")
            escaped = words.replace("\\", r"\\")
            # Else it is written in another way, or at the end of the page.
            ways = [way for way in (escaped, words) if way in whole] or ["["]
            assert there.startswith(ways[0]), message
        elif character := re.search(r"U\+(\w{4})", text):
            assert there.startswith((chr(int(character[1], 16)), "&#")), message
        elif code == "forbidden-html":
            assert there.startswith("<"), message
        else:
            assert there[0] != " ", message


def test_the_rest_of_the_site_is_built(hostile: Site) -> None:
    built = {path.relative_to(hostile.out / "html").as_posix() for path in hostile.out.rglob("*.html")}
    sources = (path.relative_to(hostile.source).with_suffix("") for path in hostile.source.rglob("*.md"))
    assert {f"{source.as_posix()}.html" for source in sources} <= built
    assert "Beta" in hostile.read("html/priorities/index.html")


def test_no_page_does_more_than_show_text_links_and_images_of_the_site(hostile: Site) -> None:
    frame = PageMarkup(hostile.read("html/priorities/reach.html"))  # what the theme itself does on a page
    for page in sorted(hostile.out.glob("html/[a-z]*/*.html")):
        found = PageMarkup(page.read_text(encoding="utf-8"))
        assert found.handlers <= frame.handlers, page
        assert found.scripts <= frame.scripts, page
        assert not found.tags & {"iframe", "object", "embed", "base", "applet", "frame"}, page
        assert {urlsplit(url).scheme for url in found.links} <= {"", "https", "http", "mailto"}, page
        assert not [url for url in found.links | found.loaded if "evil" in url], page
        assert {urlsplit(url).netloc for url in found.loaded} <= {"", urlsplit(BASE_URL).netloc}, page
        images = {Path(url).name for url in found.loaded if "_images/" in url}
        for image in images - {"picture.png"}:
            assert re.fullmatch(r"(mermaid|directory)-[\w-]+\.svg", image), page


def test_no_other_file_is_published(hostile: Site) -> None:
    for builder in ("html", "latex", "epub"):
        if builder != "html":
            hostile.build(builder)
        out = published_files(hostile.out / builder)
        for name, content in out.items():
            unpacked = [content]
            if name.endswith(".epub"):
                with zipfile.ZipFile(hostile.out / builder / name) as archive:
                    unpacked = [archive.read(member) for member in archive.namelist()]
            assert not [part for part in unpacked if SECRET in part], name
        names = {Path(name).name for name in out}
        assert not names & {"conf.py", "active.svg", "secret.txt", "secret.png", "hostname.png"}
        if builder == "html":
            assert not (hostile.out / "html/_downloads").exists()


def test_latex_gets_no_command_of_a_page(hostile: Site) -> None:
    hostile.build("latex")
    [text] = hostile.out.glob("latex/*.tex")
    assert not re.search(r"write18|\\input\{[^}]*secret", text.read_text(encoding="utf-8"))


@needs_browser
def test_in_a_browser_nothing_runs_and_no_other_host_is_asked(hostile: Site, browser: Browser) -> None:
    faults: list[tuple[str, str]] = []
    name = ""
    hostile.build("singlehtml")  # all pages in one
    with serve_site(hostile.out) as address:
        page = browser.new_page()

        def note(request: Request) -> None:
            if not request.url.startswith((address, "data:")):
                faults.append((name, request.url))

        def stop(dialog: Dialog) -> None:
            faults.append((name, dialog.message))
            dialog.dismiss()

        page.on("request", note)
        page.on("dialog", stop)
        folders = sorted({attack.parent.name for attack in attack_files()})
        examples = [attack_path(attack_files(folder)[0]) for folder in folders]
        names = [f"html/{example.replace('.md', '.html')}" for example in examples]
        names.append("html/search.html?q=script")
        for name in ["singlehtml/index.html", *names]:
            page.goto(f"{address}{name}", wait_until="load")
            for link in page.locator("main a[href^=javascript], main a[href^=data]").all():
                faults.append((name, link.get_attribute("href") or ""))
        page.close()
    assert faults == []


# -- What is not a page's text --------------------------------------------------------------------------------


def test_symbolic_links_and_other_files_among_photos_are_left_out(tmp_path: Path) -> None:
    site = hostile_site(tmp_path, [])
    photos = site.source / "_static/photos"
    photos.mkdir()
    (photos / "ada.png").write_bytes(PIXEL)
    (photos / "linked.png").symlink_to("../../../secret.png")
    (photos / "page.html").write_bytes(SECRET)
    (photos / "page.html_t").write_text("{{ 6 * 7 }}")  # a template, for Sphinx
    (site.source / "_static/folder").symlink_to("../..")
    (site.source / "about/linked.png").symlink_to("../../secret.png")
    (site.source / "about/linked.md").symlink_to("../.git/secret.txt")
    (site.source / "partners/loop").symlink_to("..")
    site.write("about/shows.md", "# Shows\n\n![x](linked.png)\n")
    link = "WARNING: this is a symbolic link; replace it with the file itself [partnerships.forbidden-file]"
    photo = 'WARNING: this is not the name of a photo; use a name like "maryana-pinchuk.jpg" [partnerships.forbidden-file]'
    picture = (
        'WARNING: there is no image "linked.png"; use one of: ../_static/photos/ada.png, picture.png '
        "[partnerships.forbidden-file]"
    )
    assert site.build() == [
        f"_static/folder:1:1: {link}",
        f"_static/photos/linked.png:1:1: {link}",
        f"_static/photos/page.html:1:1: {photo}",
        f"_static/photos/page.html_t:1:1: {photo}",
        f"about/linked.md:1:1: {link}",
        f"about/linked.png:1:1: {link}",
        f"about/shows.md:3:6: {picture}",
        f"partners/loop:1:1: {link}",
    ]
    out = published_files(site.out / "html")
    assert "_static/photos/ada.png" not in out  # no page shows it
    assert not [name for name in out if "linked" in name or "photos/page" in name or "/folder" in name]
    assert not [name for name, content in out.items() if SECRET in content]


def test_a_page_that_is_no_text_is_left_out_until_it_is_mended(site: Site) -> None:
    page = site.source / "partners/acme.md"
    right = page.read_bytes()
    wrong = right.replace(b"Acme", b"Caf\xe9")
    message = "partners/acme.md:3:12: WARNING: this page is not UTF-8 text; save it as UTF-8 [partnerships.not-text]"
    for content, expected in ((wrong, [message]), (wrong, [message]), (right, []), (wrong, [message])):
        page.write_bytes(content)
        about_acme = [line for line in site.build() if "acme" in line and "reference" not in line]
        assert about_acme == expected
        assert ("Acme" in site.read("html/partners/index.html").split("<h1>")[1]) == (content == right)
    page.unlink()
    assert not [line for line in site.build() if "not-text" in line]


TRANSLATION = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

msgid "Prose of Acme."
msgstr ""
"---\n"
"myst: {enable_extensions: [substitution]}\n"
"---\n"
"Stolen: {{ env.srcdir.joinpath('secret.txt').read_text() }}\n"
"""


def test_a_translation_runs_nothing(site: Site) -> None:
    """It is not one paragraph, so the page shows the original."""
    site.write("secret.txt", SECRET.decode())
    site.write("locales/de/LC_MESSAGES/partners/acme.po", TRANSLATION)
    [message] = site.build(language="de")
    assert message.startswith(
        "locales/de/LC_MESSAGES/partners/acme.po:7:2: WARNING: this translation is not one"
    )
    assert "Prose of Acme." in site.read("html/partners/acme.html")
    assert SECRET.decode() not in site.read("html/partners/acme.html")


# -- A problem in the prose is one of the page ----------------------------------------------------------------


def test_a_page_with_an_attack_is_left_out_of_the_index_and_named_each_time(site: Site) -> None:
    site.edit("partners/acme.md", "Prose of Acme.", "[x](javascript:alert(1))")
    message = 'partners/acme.md:12:5: WARNING: "javascript:alert(1)" is not a valid URL for a link; type one that begins with "https://" [partnerships.bad-address]'
    for _ in range(2):
        assert site.build() == [message]
        assert '"acme"' not in site.read("html/api/catalog.json")
    site.edit("partners/acme.md", "[x](javascript:alert(1))", "Prose of Acme.")
    assert site.build() == []
    assert '"acme"' in site.read("html/api/catalog.json")


HARMLESS = """\
# All that a page may use

```{admonition} Title
Text with `code`, *emphasis*, **more**, a\\
break, {abbr}`WMF (Wikimedia Foundation)`, {kbd}`Ctrl`, H{sub}`2`O and x{sup}`2`.
```

| a | b |
|---|---|
| [page](../partners/acme.md) | [section](#all-that-a-page-may-use) |

- [a page](https://example.org/a_(b)?c=d&e=f#g), [mail](mailto:team@example.org), [http](http://example.org)
- {doc}`index`, {partner}`acme`, {priority}`reach`

```{figure} picture.png
:alt: A picture
:target: https://example.org/

A caption.[^1]
```

![A picture](/about/picture.png)

[^1]: A note.

```{mermaid}
:alt: x" onerror="alert(1)

flowchart LR
  a["A & B"] --> b["<b>C</b>"]
```

::::{grid} 1 2 2 2
:::{grid-item-card} A card
:link: https://example.org/
Text.
:::
::::

:::{dropdown} Title
Text.
:::

::::{tab-set}
:::{tab-item} One
Text.
:::
::::

```{button-link} https://example.org/
Press
```

```{list-table} Title
* - a
  - b
```

```{code-block} python
print("<script>")
```

% A comment.

Names such as List\\<T>, 1 < 2 & 3 > 2.
"""


def test_what_a_page_needs_is_allowed(tmp_path: Path) -> None:
    site = hostile_site(tmp_path, [])
    site.write("about/harmless.md", HARMLESS)
    assert site.build() == []
    found = PageMarkup(site.read("html/about/harmless.html"))
    frame = PageMarkup(site.read("html/priorities/reach.html"))
    assert found.handlers <= frame.handlers
    assert found.scripts <= frame.scripts
    assert {"https://example.org/a_(b)?c=d&e=f#g", "mailto:team%40example.org"} <= found.links
