"""What tests share: small sites, commands, catalogs and hostile sites."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sphinx.testing.util import SphinxTestApp

from diagnostics.problem import Problem
from partnerships.feeds.channels import Channel, Feed, feed
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.catalog.site import Site as SiteFacts
from partnerships_data.pages.reader import read

TESTS = Path(__file__).parent


ROOT = TESTS.parent


SMALL = TESTS / "roots" / "test-small"


class Compiled(BytecodeCache):
    """Templates that a build in this process has compiled already."""

    def __init__(self) -> None:
        self.templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self.templates.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.templates[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class Site:
    """A site in a folder of its own, which a test may edit and build again."""

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

    def build(self, builder: str = "html", **settings: object) -> list[str]:
        """Build in this process, incrementally; return the warnings, with paths relative to the source folder.

        The builder `gettext` needs doctrees of its own: its output is below `translations/`.
        """
        out = self.out / "translations" if builder == "gettext" else self.out
        app = SphinxTestApp(builder, srcdir=self.source, builddir=out, confoverrides=settings, freshenv=False)
        if templates := getattr(app.builder, "templates", None):
            templates.environment.bytecode_cache = COMPILED
        try:
            app.build()
            lines = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue()).splitlines()
        finally:
            app.cleanup()
        self.warnings = [line.removeprefix(f"{self.source}/") for line in lines if line.strip()]
        return self.warnings

    def sphinx(self, *options: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Build with Sphinx's command, in a process of its own."""
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


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder, but for those that Sphinx keeps for itself."""
    own = ("searchindex.js", ".buildinfo")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in own
    }


def said(warnings: list[str]) -> list[str]:
    """Return messages about pages as `check` writes them, but for the lists of what is known, which grow."""
    lines = [re.sub(r" WARNING: (.*) \[partnerships\.([a-z-]+)\]$", r" \2: \1", each) for each in warnings]
    return [re.sub("; known are: .*", "", each) for each in lines]


def partnerships(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m partnerships_cli` in a folder, as a script does: nobody answers."""
    known = {name: value for name, value in os.environ.items() if name != "READTHEDOCS_CANONICAL_URL"}
    return subprocess.run(
        [sys.executable, "-m", "partnerships_cli", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**known, "PYTHONPATH": str(ROOT / "_ext"), **env},
        check=False,
    )


def unit(id: str = "global") -> tuple[str, str]:
    return f"team/{id}", f"---\nunit:\n  name: {id.title()}\n  focus: Works.\n---\n# {id}\n"


def priority(id: str, order: int = 1) -> tuple[str, str]:
    facts = f"name: {id.title()}\n  order: {order}\n  goal: G.\n  framework: F\n  source: https://example.org/{id}"
    return f"priorities/{id}", f"---\npriority:\n  {facts}\n---\n# {id}\n"


def partner(id: str, *priorities: str, unit: str = "global", more: str = "") -> tuple[str, str]:
    reasons = "".join(f"\n    {each}: Because." for each in priorities)
    alignment = f"\n  alignment:{reasons}" if reasons else ""
    facts = f"name: {id.title()}\n  kind: company\n  unit: {unit}{alignment}{more}"
    return f"partners/{id}", f"---\npartner:\n  {facts}\n---\n# {id}\n"


def news(id: str, date: str = "2019", more: str = "") -> tuple[str, str]:
    facts = f"date: {date}\n  kind: event\n  summary: S.{more}"
    return f"announcements/{date}-{id}", f"---\nannouncement:\n  {facts}\n---\n# {id}\n"


def catalog(*pages: tuple[str, str], photos: tuple[str, ...] = ()) -> tuple[Catalog, list[Problem]]:
    return Catalog.of([read(text, docname)[0] for docname, text in pages], photos)


SITE = SiteFacts(
    title="Partnerships",
    author="A team",
    language="en",
    version="2026.11",
    base="https://example.org/en/latest/",
    canonical="https://example.org/en/latest/",
    tag_authority="example.org,2026",
    page_path=lambda docname: f"{docname}.html",
)


def everything(catalog: Catalog, prose: Mapping[str, str] | None = None) -> Feed:
    """Return the feed of all announcements."""
    return feed(Channel(), catalog, SITE, prose or {})


def a_catalog() -> Catalog:
    found, problems = catalog(
        unit(),
        priority("reach"),
        partner("acme", "reach", more="\n  since: 2018\n  regions: [south-asia, worldwide]"),
        news(
            "joins",
            "2019-05-01",
            "\n  partners: [acme]\n  link: https://example.org/joins\n  updated: 2020-02-03",
        ),
        news("team", "2019-06", "\n  units: [global]\n  pinned: true"),
        news("old", "2018", "\n  id: 2017-first-name"),
    )
    assert problems == []
    return found


ODD = [
    "]]>",
    "</script><b>",
    "&amp; & &lt;",
    '"quoted" \\ text',
    "שלום world العربية",
    "🦉 emoji",
    "{braces} %s %(x)s",
    "--> x",
]


class Table(HTMLParser):
    """Reads the first table of a page: tag, text and link of each of its cells, by rows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str, str]]] = []
        self.caption = self.text = self.link = ""
        self.feed(html[html.index("<table") : html.index("</table>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td", "caption"):
            self.text = self.link = ""
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.rows[-1].append((tag, self.text.strip(), self.link))
        elif tag == "caption":
            self.caption = self.text.strip()


def words(html: str) -> str:
    """Return the text of a page's HTML without markup."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


BROKEN = TESTS / "corpora/broken"


ATTACKS = TESTS / "corpora/attacks"


SECRET = b"this-is-in-no-page"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478016360000000020001737501180000000049454e44ae426082"
)


def hostile_site(folder: Path, attacks: list[Path]) -> Site:
    """Return a site like ours with the small site's facts, attacks among its pages, and things to steal."""
    site = Site(folder / "source", folder / "out")
    shutil.copytree(SMALL, site.source)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, site.source)
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / name, site.source / name)
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
    """Return the page that an attack is in the site: a partner if it states facts, else any page."""
    folder = "partners" if attack.read_text(encoding="utf-8").startswith("---") else "about"
    return f"{folder}/{attack.name}"


def attacks(guard: str = "*") -> list[Path]:
    return sorted(ATTACKS.glob(f"{guard}/*.md"))


def git(folder: Path, *words: str) -> str:
    settings = [
        "-c",
        "user.name=A Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "init.defaultBranch=main",
    ]
    done = subprocess.run(["git", *settings, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(site: Site, message: str) -> str:
    git(site.source, "add", "-A")
    git(site.source, "commit", "-q", "-m", message)
    return git(site.source, "rev-parse", "HEAD")


def ten_kinds(site: Site) -> None:
    """Change what the brief must tell of, each once."""
    site.edit("partners/acme.md", "  since: 2018\n", "  since: 2018\n  until: 2026-05\n")
    site.edit("partners/acme.md", "name: Acme", "name: Acme & <Sons>")
    site.edit("partners/beta.md", "    reach: Brings a few readers.\n", "")
    site.edit("partners/beta.md", "Builds tools.", "Builds better tools.")
    site.edit("partners/beta.md", "  sources: [https://example.org/beta]\n", "")
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
