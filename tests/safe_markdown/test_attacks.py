"""Pages from strangers: what they try, what is said to it, and that nothing of it reaches a reader.

Each page below `attacks/` tries one thing. Its folder is named after the guard in `guards.py` that stops it,
and `attacks/messages.txt` holds what the build says.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from playwright.sync_api import Browser, Dialog, Request
from sphinx.directives.code import CodeBlock
from sphinx.directives.other import TocTree

from browser_pages import needs_browser, serve_site
from builders import (
    ATTACK_PAGES,
    PIXEL,
    ROOT,
    SECRET,
    TESTS,
    Site,
    attack_files,
    attack_path,
    hostile_site,
    published_files,
    warnings_as_messages,
)
from safe_markdown import guards

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
        if typed := re.match('"([^"]+)" (?:is no|are lines)', text):
            # Else it is written in another way, or at the end of the page.
            words = typed[1].removesuffix("…")
            assert there.startswith(words if words in whole else "["), message
        elif character := re.search(r"U\+(\w{4})", text):
            assert there.startswith((chr(int(character[1], 16)), "&#")), message
        elif code == "forbidden-html":
            assert there.startswith("<"), message
        else:
            assert there[0] != " ", message


def test_the_rest_of_the_site_is_built(hostile: Site) -> None:
    built = {path.relative_to(hostile.out / "html").as_posix() for path in hostile.out.rglob("*.html")}
    sources = (path.relative_to(hostile.source).with_suffix("") for path in hostile.source.rglob("*.md"))
    assert {f"{each.as_posix()}.html" for each in sources} <= built
    assert "Beta" in hostile.read("html/priorities/index.html")


class Markup(HTMLParser):
    """Collects what a page's HTML does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: set[str] = set()  # attributes that run scripts
        self.addresses: set[str] = set()  # to go to
        self.loaded: set[str] = set()
        self.scripts: set[str] = set()
        self.in_script = self.in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.in_script = tag == "script" and ("type", "application/ld+json") not in attrs
        self.in_data = tag == "script" and not self.in_script
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "http-equiv", "ping"):
                self.handlers.add(f"{tag} {name}={value}")
            if name == "href" and tag == "a":
                self.addresses.add(value or "")
            elif name in ("href", "src", "data", "action", "poster", "srcset", "background"):
                self.loaded.add(value or "")

    def handle_data(self, data: str) -> None:
        if self.in_data:
            assert json.loads(data)
            self.in_data = False
        if self.in_script and "DOCUMENTATION_OPTIONS.pagename" not in data:
            self.scripts.add(data)
            self.in_script = False


def test_no_page_holds_more_than_text_links_and_its_own_pictures(hostile: Site) -> None:
    frame = Markup(hostile.read("html/priorities/reach.html"))  # what the theme itself does on a page
    for page in sorted(hostile.out.glob("html/[a-z]*/*.html")):
        found = Markup(page.read_text(encoding="utf-8"))
        assert found.handlers <= frame.handlers, page
        assert found.scripts <= frame.scripts, page
        assert not found.tags & {"iframe", "object", "embed", "base", "applet", "frame"}, page
        assert {urlsplit(each).scheme for each in found.addresses} <= {"", "https", "http", "mailto"}, page
        assert not [each for each in found.addresses | found.loaded if "evil" in each], page
        assert {urlsplit(each).netloc for each in found.loaded} <= {"", "localhost:8000"}, page
        pictures = {Path(each).name for each in found.loaded if "_images/" in each}
        assert all(
            each == "picture.png" or re.fullmatch(r"(mermaid|directory)-[\w-]+\.svg", each)
            for each in pictures
        ), page


def test_no_other_file_is_published(hostile: Site) -> None:
    for builder in ("html", "latex", "epub"):
        if builder != "html":
            hostile.build(builder)
        out = published_files(hostile.out / builder)
        for name, content in out.items():
            unpacked = [content]
            if name.endswith(".epub"):
                with zipfile.ZipFile(hostile.out / builder / name) as archive:
                    unpacked = [archive.read(each) for each in archive.namelist()]
            assert not [each for each in unpacked if SECRET in each], name
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
        one_of_each = (attack_path(next(iter(attack_files(guard)))) for guard in REMOVALS)
        names = [
            *(f"html/{each.replace('.md', '.html')}" for each in one_of_each),
            "html/search.html?q=script",
        ]
        for name in ["singlehtml/index.html", *names]:
            page.goto(f"{address}{name}", wait_until="load")
            for link in page.locator("main a[href^=javascript], main a[href^=data]").all():
                faults.append((name, link.get_attribute("href") or ""))
        page.close()
    assert faults == []


# -- Each guard by itself -------------------------------------------------------------------------------------


class Everything(frozenset[str]):
    def __contains__(self, name: object) -> bool:
        return True


def without(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Return what takes an entry out of the table of guards for nodes."""
    left = {key: guard for key, guard in guards.GUARDS.items() if guard.__name__ != name}
    return lambda patch: patch.setattr(guards, "GUARDS", left)


def as_myst_does(*names: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Return what lets MyST's own renderer do something."""

    def remove(patch: pytest.MonkeyPatch) -> None:
        for name in names:
            patch.setattr(guards.PageRenderer, name, getattr(SphinxRenderer, name))

    return remove


REMOVALS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "BLOCKS": lambda patch: patch.setattr(guards, "ALLOWED_DIRECTIVES", Everything()),
    "ROLES": lambda patch: patch.setattr(guards, "ALLOWED_ROLES", Everything()),
    "DEEPEST": lambda patch: patch.setattr(guards, "MAX_NESTING", 1000),
    "Diagram": lambda patch: patch.delattr(guards.Diagram, "run"),
    "Listing": lambda patch: patch.setattr(guards.Listing, "run", CodeBlock.run),
    "Navigation": lambda patch: patch.setattr(guards.Navigation, "run", TocTree.run),
    "render_restructuredtext": as_myst_does("render_restructuredtext"),
    "render_html_inline": as_myst_does("render_html_inline", "render_html_block"),
    "_address": without("_address"),
    "_picture": without("_picture"),
    "_file": without("_file"),
    "FORBIDDEN": lambda patch: patch.setattr(guards, "FORBIDDEN", re.compile("(?!)")),
    "_navigation": lambda patch: patch.setattr(guards, "_navigation", lambda env, tree: None),
}
STOPS: dict[str, type[BaseException]] = {  # attacks that end a build which is not guarded
    "autoclasstree": SystemExit,  # by the code that it runs
    "blocks-in-blocks": RecursionError,
    "emphasis-in-emphasis": RecursionError,
    "navigation-in-a-circle": RecursionError,
    "pattern-that-is-none": re.error,
    "picture-with-a-deep-text": RecursionError,
}


def test_every_attack_names_its_guard_and_every_guard_has_attacks() -> None:
    assert {attack.parent.name for attack in attack_files()} == REMOVALS.keys()
    assert [name for name in REMOVALS if f"`{name}`" not in (guards.__doc__ or "")] == []


@pytest.mark.long
@pytest.mark.parametrize("guard", REMOVALS)
def test_without_its_guard_an_attack_gets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """No guard is there for nothing: another one would not say the same."""
    through = [each for each in attack_files(guard) if each.stem not in STOPS]
    expected = {line for line in EXPECTED if line.split(":")[0] in map(attack_path, through)}
    site = hostile_site(tmp_path, through)
    REMOVALS[guard](monkeypatch)
    assert not expected & set(warnings_as_messages(site.build()))


def test_a_block_that_came_to_be_allowed_would_still_read_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the build is started: Docutils looks for its own settings in the folder where one is."""
    through = [
        each for each in attack_files("BLOCKS") if re.match("include|literalinclude|csv|raw", each.stem)
    ]
    site = hostile_site(tmp_path, through)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(guards, "ALLOWED_DIRECTIVES", Everything())
    site.build()
    out = published_files(site.out / "html")
    assert not [name for name, content in out.items() if SECRET in content]
    assert not [name for name, content in out.items() if b"<script>alert(1)" in content]


@pytest.mark.long
@pytest.mark.parametrize("stem", STOPS)
def test_without_its_guard_an_attack_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stem: str
) -> None:
    [attack] = [each for each in attack_files() if each.stem == stem]
    site = hostile_site(tmp_path, [attack])
    monkeypatch.syspath_prepend(site.source)
    assert warnings_as_messages(site.build()) == [
        line for line in EXPECTED if line.startswith(f"{attack_path(attack)}:")
    ]
    REMOVALS[attack.parent.name](monkeypatch)
    site.edit(attack_path(attack), "# ", "# Again: ")
    with pytest.raises(STOPS[stem]):
        site.build()


def test_the_manual_says_what_is_allowed_and_gives_the_figures_of_the_tests() -> None:
    page = (ROOT / "about/safety.md").read_text(encoding="utf-8")
    in_words = {
        *re.findall(r"`([a-z-]+)`", page),
        "admonition",
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
    }
    in_words |= {"important", "seealso", "tip", "tab-item", "tab-set", "dropdown", "grid", "grid-item"}
    in_words |= {"card", "card-carousel", "card-footer", "card-header", "grid-item-card"}
    assert in_words >= guards.ALLOWED_DIRECTIVES | guards.ALLOWED_ROLES
    broken = len(list((TESTS / "corpora/broken").rglob("*.md")))
    law, fuzz = (
        (TESTS / name).read_text(encoding="utf-8")
        for name in ("sphinx/test_build_sequences.py", "data/test_fuzz.py")
    )
    modes = (TESTS / "sphinx/test_build_modes.py").read_text(encoding="utf-8")
    figures = {
        f"{len(attack_files())} pages": True,
        f"{len(REMOVALS)} guards": True,
        f"{broken} pages": True,
        f"{len(NAUGHTY)} names": True,
        "10,000 pages": "check(10_000)" in fuzz,
        "200 sequences": "obey(law, 200)" in law,
        "12 moments": len(re.findall(r'^    "[^"]+",$', modes.split("MOMENTS = [")[1].split("]\n")[0], re.M))
        == 10,
        "6 limits": "[500, 2_000, 4_000, 8_000, 16_000, 24_000]" in modes,
        "10 builders": modes.split("BUILDERS = [")[1].split("]")[0].count(",") == 10,
    }
    assert [figure for figure, right in figures.items() if not right or figure not in page] == []


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
    link = "WARNING: this is a symbolic link; put the file itself here [partnerships.forbidden-file]"
    photo = (
        "WARNING: this is no photo; its name must be like maryana-pinchuk.jpg [partnerships.forbidden-file]"
    )
    picture = (
        'WARNING: "linked.png" is no picture of this site; put a .png, .jpg, .gif or .webp file beside the page '
        "[partnerships.forbidden-file]"
    )
    assert site.build() == [
        f"_static/folder:1: {link}",
        f"_static/photos/linked.png:1: {link}",
        f"_static/photos/page.html:1: {photo}",
        f"_static/photos/page.html_t:1: {photo}",
        f"about/linked.md:1: {link}",
        f"about/linked.png:1: {link}",
        f"partners/loop:1: {link}",
        f"about/shows.md:3:6: {picture}",
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
        about_acme = [each for each in site.build() if "acme" in each and "reference" not in each]
        assert about_acme == expected
        assert ("Acme" in site.read("html/partners/index.html").split("<h1>")[1]) == (content == right)
    page.unlink()
    assert not [each for each in site.build() if "not-text" in each]


# -- A problem in the prose is one of the page ----------------------------------------------------------------


def test_a_page_with_an_attack_is_left_out_of_the_index_and_named_each_time(site: Site) -> None:
    site.edit("partners/acme.md", "Prose of Acme.", "[x](javascript:alert(1))")
    message = 'partners/acme.md:12:5: WARNING: "javascript:alert(1)" is no address for a link; type one that begins with "https://" [partnerships.bad-address]'
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

- <https://example.org/a_(b)?c=d&e=f#g>, [mail](mailto:team@example.org), [http](http://example.org)
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
    found = Markup(site.read("html/about/harmless.html"))
    frame = Markup(site.read("html/priorities/reach.html"))
    assert found.handlers <= frame.handlers
    assert found.scripts <= frame.scripts
    assert {"https://example.org/a_(b)?c=d&e=f#g", "mailto:team%40example.org"} <= found.addresses


# -- Names of every kind --------------------------------------------------------------------------------------

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 6 * 7 }} {% raw %} ${7*7} #{7} %s %(x)s %n",
    "'; DROP TABLE partners; --",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(1)|cmd",
    "\\input{secret} \\immediate\\write18{x} $x_1^2$ & # ~",
    "]]> <!-- --> <![CDATA[ &amp; &#60;",
    "`code` *stars* _low_ [x](y) |pipe| :role:`x` {partner}`acme`",
    "../../secret /etc/passwd C:\\con",
    "null", "true", "NaN", "-1e400", "0x1F",
    "Ünïcödé Ærøskøbing Žižek",
    "維基百科 위키백과 ウィキペディア",
    "ויקיפדיה והאנציקלופדיה",
    "ويكيبيديا الموسوعة الحرة",
    "विकिपीडिया ไทยวิกิพีเดีย",
    "T̷̗̈́e̶̼͝ẍ̵̹́t̴͇̀ with m̸̨a̶n̴y̸ marks",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇳",
    "W" * 200,
    "ﷺﷺ﷽",
    "end of flowchart subgraph end click",
    "--> A[x] %%{init} ;",
]  # fmt: skip


class Words(HTMLParser):
    """Collects the texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.text += data


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site in which everything has a naughty name."""
    site = hostile_site(tmp_path_factory.mktemp("named"), [])
    for number, name in enumerate(NAUGHTY):
        title = re.sub(r"([\\`*_{}\[\]<>|&$#])", r"\\\1", name)
        partner = f"partner:\n  name: {quoted(name)}\n  kind: company\n  unit: global"
        alignment = f"  alignment:\n    reach: {quoted(title)}"
        site.write(f"partners/p{number}.md", f"---\n{partner}\n{alignment}\n---\n# {title}\n")
        news = (
            f"announcement:\n  date: 2019\n  kind: event\n  summary: {quoted(name)}\n  partners: [p{number}]"
        )
        site.write(f"announcements/2019-a{number}.md", f"---\n{news}\n---\n# {title}\n")
    site.build()
    return site


@pytest.mark.parametrize("number", range(len(NAUGHTY)))
def test_names_and_titles_of_every_kind_are_text_everywhere(named: Site, number: int) -> None:
    assert named.warnings == []
    name = NAUGHTY[number]
    for page in ("partners/index", "priorities/index", "priorities/reach", f"partners/p{number}"):
        assert name in Words(named.read(f"html/{page}.html")).text, page
    catalog = json.loads(named.read("html/api/catalog.json"))
    assert name in [each["name"] for each in catalog["partners"]]
    feed = json.loads(named.read("html/feeds/announcements.json"))
    texts = {each["summary"] for each in feed["items"]}
    atom = ET.fromstring(named.read("html/feeds/announcements.xml"))
    summaries = {each.text for each in atom.iter("{http://www.w3.org/2005/Atom}summary")}
    assert (name in texts) == (name in summaries)
    with (named.out / "html/api/partners.csv").open(encoding="utf-8", newline="") as stream:
        cells = [row["name"] for row in csv.DictReader(stream)]
    assert {name, f"'{name}"} & set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_names_of_every_kind_add_no_markup(named: Site) -> None:
    frame = Markup(named.read("html/priorities/tools.html"))
    for page in sorted(named.out.glob("html/[a-z]*/*.html")):
        found = Markup(page.read_text(encoding="utf-8"))
        assert found.handlers <= frame.handlers, page
        assert found.scripts <= frame.scripts, page


@needs_browser
@pytest.mark.parametrize(
    "name",
    [
        "partners/index",
        "partners/p18",
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in ("priorities/index", "priorities/reach", "announcements/index", "index")
        ),
    ],
)
def test_names_of_every_kind_do_not_break_the_layout(named: Site, browser: Browser, name: str) -> None:
    with serve_site(named.out / "html") as address:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(f"{address}{name}.html", wait_until="load")
        width = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert width <= 360
