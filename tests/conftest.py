"""Small sites, built for real."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sphinx.testing.util import SphinxTestApp

# The same inputs each time, however slow the machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

pytest_plugins = ("browsing",)

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
        """Build in this process, incrementally; return the warnings, their places below the source folder."""
        app = SphinxTestApp(
            builder, srcdir=self.source, builddir=self.out, confoverrides=settings, freshenv=False
        )
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
    """Run `python -m partnerships` in a folder, as a script does: nobody answers."""
    known = {name: value for name, value in os.environ.items() if name != "READTHEDOCS_CANONICAL_URL"}
    return subprocess.run(
        [sys.executable, "-m", "partnerships", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**known, "PYTHONPATH": str(ROOT / "_ext"), **env},
        check=False,
    )


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[str], Site]:
    """Return a function that makes a copy of the small site under a name."""

    def make(name: str) -> Site:
        source = tmp_path / name / "source"
        shutil.copytree(SMALL, source)
        return Site(source, tmp_path / name / "out")

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site, built once; for tests that only read it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(SMALL, folder / "source")
    site = Site(folder / "source", folder / "out")
    site.build()
    return site


@pytest.fixture
def site(make_site: Callable[[str], Site]) -> Site:
    """A copy of the small site."""
    return make_site("site")
