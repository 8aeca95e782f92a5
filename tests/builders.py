"""Build sites, run commands and read pages in tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from lxml.html import HtmlElement
from sphinx.testing.util import SphinxTestApp

from partnerships_data.page_template import escape_markdown

TESTS = Path(__file__).parent
ROOT = TESTS.parent
BASE_URL = "https://example.org/en/latest/"
SMALL_SITE = TESTS / "roots/test-small"
BROKEN_PAGES = TESTS / "corpora/broken"
ATTACK_PAGES = TESTS / "corpora/attacks"

# -- Sites -----------------------------------------------------------------------------------------------------


class TemplateCache(BytecodeCache):
    """Keeps compiled templates, so that each is compiled once in a test process."""

    def __init__(self) -> None:
        self.templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self.templates.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.templates[bucket.key] = bucket.bytecode_to_string()


TEMPLATE_CACHE = TemplateCache()


@dataclass
class Site:
    """A site in its own folder, which a test can edit and build again."""

    source: Path
    out: Path
    warnings: list[str] = field(default_factory=list)  # of the last build

    def write(self, name: str, text: str) -> None:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.source / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def rename(self, name: str, old: str, new: str) -> None:
        """Give an entry another name, in its facts and as its title."""
        self.edit(name, f"name: {old}\n", f"name: {new}\n")
        self.edit(name, f"# {old}\n", f"# {escape_markdown(new)}\n")

    def build(self, builder: str = "html", **settings: object) -> list[str]:
        """Build incrementally in this process; return the warnings, with paths relative to the source folder.

        The builder `gettext` needs doctrees of its own: its output is below `translations/`.
        """
        out = self.out / "translations" if builder == "gettext" else self.out
        app = SphinxTestApp(builder, srcdir=self.source, builddir=out, confoverrides=settings, freshenv=False)
        if templates := getattr(app.builder, "templates", None):
            templates.environment.bytecode_cache = TEMPLATE_CACHE
        try:
            app.build()
            lines = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue()).splitlines()
        finally:
            app.cleanup()
        self.warnings = [line.removeprefix(f"{self.source}/") for line in lines if line.strip()]
        return self.warnings

    def sphinx(self, *options: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Build with the command of Sphinx, in a process of its own."""
        command = [sys.executable, "-m", "sphinx", *options, "-d", str(self.out / "doctrees")]
        return subprocess.run(
            [*command, str(self.source), str(self.out / "html")],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "_ext"), "NO_COLOR": "1", **(env or {})},
        )

    def read(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def tree(self, name: str) -> HtmlElement:
        return parse_html(self.out / name)


def published_files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder, except the two that Sphinx keeps for itself."""
    sphinx_files = ("searchindex.js", ".buildinfo")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in sphinx_files
    }


def warnings_as_messages(warnings: list[str]) -> list[str]:
    """Return warnings in the format of `check`, without the lists of known names, which grow."""
    messages = [re.sub(r" WARNING: (.*) \[partnerships\.([a-z-]+)\]$", r" \2: \1", line) for line in warnings]
    return [re.sub("(use one of): .*", r"\1 …", message) for message in messages]


def make_ten_changes(site: Site) -> None:
    """Make one change of each kind that `diff` describes."""
    site.edit("partners/acme.md", "  since: 2018\n", "  since: 2018\n  until: 2026-05\n")
    site.rename("partners/acme.md", "Acme", "Acme & <Sons>")
    site.edit("partners/beta.md", "    reach: Brings a few readers.\n", "")
    site.edit("partners/beta.md", "Builds tools.", "Builds better tools.")
    site.edit("partners/beta.md", "  sources: [https://example.org/beta]\n", "")
    site.edit("partners/beta.md", "\n      basis: stated\n      sources: [https://example.org/tools]", "")
    site.edit("partners/gamma.md", "unit: global", "unit: local\n  website: https://example.org")
    site.write(
        "partners/delta.md",
        "---\npartner:\n  name: Delta\n  kind: company\n  unit: local\n  alignment:\n    policy: Better laws.\n---\n# Delta\n",
    )
    site.edit(
        "team/local.md",
        "    - {name: Bo Example, role: Manager}\n",
        "    - {name: Di Example, role: Advisor}\n",
    )
    site.edit("team/local.md", "    - {name: Cy Example, role: Associate}\n", "")
    site.edit("team/global.md", "role: Manager", "role: Director")
    site.edit(
        "team/global.md", "    - name: Ada", "    - {name: Cy Example, role: Associate}\n    - name: Ada"
    )
    site.edit("announcements/2019-05-01-acme-joins.md", "Acme joins.", "Acme has joined.")
    (site.source / "announcements/2018-team.md").rename(site.source / "announcements/2018-the-team.md")
    site.edit("announcements/2018-the-team.md", "  date:", "  formerly: [2018-team]\n  date:")
    site.write(
        "announcements/2026-delta.md",
        "---\nannouncement:\n  date: 2026\n  kind: event\n  summary: Delta.\n  partners: [delta]\n---\n# Delta comes\n",
    )
    site.edit("priorities/tools.md", "Better tools.", "The best tools.")


# -- Pages -----------------------------------------------------------------------------------------------------


def parse_html(path: Path) -> HtmlElement:
    return lxml.html.parse(path, lxml.html.HTMLParser(encoding="utf-8")).getroot()


def visible_text(html: str | HtmlElement) -> str:
    """Return the text of a page or a part of one that screen readers read, with single spaces."""
    element = lxml.html.fromstring(html) if isinstance(html, str) else html
    texts = element.xpath(".//text()[not(parent::script or parent::style or ancestor::*[@aria-hidden])]")
    return " ".join(" ".join(texts).split())


def image_names(page: HtmlElement, prefix: str) -> list[str]:
    """Return the file names of the images in `_images/` whose names begin with a prefix, in the order of the page."""
    sources = [source.rpartition("_images/")[2] for source in page.xpath("//img/@src")]
    return [source for source in sources if source.startswith(prefix)]


class HtmlTable:
    """The first table of a page: its caption, and the tag, text and link of each cell by rows."""

    def __init__(self, html: str) -> None:
        table = lxml.html.fromstring(html).xpath("//table")[0]
        self.caption = table.xpath("string(caption)").strip()
        self.rows = [[self.cell(cell) for cell in row.xpath("th | td")] for row in table.xpath(".//tr")]

    @staticmethod
    def cell(cell: HtmlElement) -> tuple[str, str, str]:
        links = cell.xpath(".//a/@href")
        return cell.tag, visible_text(cell), links[-1] if links else ""


# -- Attacks ---------------------------------------------------------------------------------------------------

SECRET = b"this-is-in-no-page"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478016360000000020001737501180000000049454e44ae426082"
)


def hostile_site(folder: Path, attacks: list[Path]) -> Site:
    """Return a copy of the small site with our conf.py, with these attacks among its pages and secrets to steal."""
    site = Site(folder / "source", folder / "out")
    shutil.copytree(SMALL_SITE, site.source)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, site.source)
    shutil.copytree(ROOT / "_static", site.source / "_static")
    site.write("_ext/books/latexmkrc", (ROOT / "_ext/books/latexmkrc").read_text(encoding="utf-8"))
    for name in ("../secret.txt", "../secret.mmd", ".git/secret.txt"):
        site.write(name, SECRET.decode())
    for name in ("../secret.png", ".git/secret.png"):
        (site.source / name).write_bytes(PIXEL + SECRET)
    site.write("evil_module.py", "raise SystemExit('imported')")
    site.write("about/index.md", "# About\n\n```{toctree}\n:glob:\n\n*\n```\n")
    site.write("about/other.md", "# Another page\n")
    (site.source / "about/picture.png").write_bytes(PIXEL)
    site.write("about/active.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    site.edit("index.md", "announcements/index\n", "announcements/index\nabout/index\n")
    for attack in attacks:
        shutil.copy(attack, site.source / attack_path(attack))
    return site


def attack_path(attack: Path) -> str:
    """Return where an attack is in the site: among the partners if it has front matter, else in `about/`."""
    folder = "partners" if attack.read_text(encoding="utf-8").startswith("---") else "about"
    return f"{folder}/{attack.name}"


def attack_files(guard: str = "*") -> list[Path]:
    return sorted(ATTACK_PAGES.glob(f"{guard}/*.md"))


# -- Commands --------------------------------------------------------------------------------------------------


def run_command(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m partnerships_cli` in a folder, without standard input."""
    return subprocess.run(
        [sys.executable, "-m", "partnerships_cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "_ext"), **env},
        check=False,
    )


def run_git(folder: Path, *arguments: str) -> str:
    settings = ("user.name=A Test", "user.email=test@example.org", "init.defaultBranch=main")
    options = [option for setting in settings for option in ("-c", setting)]
    command = ["git", *options, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def commit_all(site: Site, message: str) -> str:
    """Commit everything in the source folder; return the id of the commit."""
    run_git(site.source, "add", "-A")
    run_git(site.source, "commit", "-q", "-m", message)
    return run_git(site.source, "rev-parse", "HEAD")
