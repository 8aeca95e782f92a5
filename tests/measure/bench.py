"""Measure builds of a large site: `PYTHONPATH=tests:_ext python tests/measure/bench.py FOLDER --size 1000`.

Writes N partners and N announcements in several scripts. In each round, each tool builds the same pages, one tool after
the other, and each build in its own process. Measured are the elapsed time, and the memory of the largest process. The
baseline is Sphinx with MyST and the theme `basic`, without our extension. The URL of the site is set, so that feeds are
built. Other tools are installed below FOLDER from the package index; a tool that cannot be installed is left out. Prints
Markdown: the machine, the medians with their ratios to the baseline, and how the time grows with the site.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from builders import ROOT
from large_site import INDEXES, write_large_site

MYST = 'extensions = ["myst_parser"{more}]\nproject = "Large"\nhtml_theme = "basic"\nsuppress_warnings = ["myst", "toc"]\n'
ABLOG = MYST.format(more=', "ablog"') + 'blog_title = "Large"\nblog_baseurl = "https://example.org"\n'
NEEDS = MYST.format(more=', "sphinx_needs"')
MKDOCS = """site_name: Large
theme: {name: material, font: false}
plugins: [search, tags, {blog: {blog_dir: announcements, post_url_format: "{slug}"}}]
"""
ENVIRONMENT = os.environ | {"SITE_URL": "https://example.org/en/latest/"}
EDITED = {
    "one announcement edited": "announcements/*-news-7.md",
    "one partner edited": "partners/partner-0007.md",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that builds the pages."""

    name: str
    packages: tuple[str, ...]  # to install; empty for tools in this environment
    prepare: Callable[[Path], None]  # converts the generated pages for the tool
    module: str = "sphinx"


def use_this_site(source: Path) -> None:
    """Copy the configuration, theme and extensions of this site."""
    for name in ("_static", "_ext"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "photos"))
    for name in ("conf.py", "pyproject.toml", "docutils.conf"):
        shutil.copy(ROOT / name, source)


def use_this_site_serially(source: Path) -> None:
    """Do the same without `parallel_html`."""
    use_this_site(source)
    conf = source / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace('    "parallel_html",\n', ""), encoding="utf-8")


def use_our_theme(source: Path) -> None:
    """Prepare the baseline for the theme and `parallel_html` of this site, which need none of its other parts."""
    use_conf(MYST.format(more=', "parallel_html", "partnerships_theme"'))(source)
    for name in ("parallel_html", "partnerships_theme"):
        shutil.copytree(ROOT / "_ext" / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    conf = (source / "conf.py").read_text(encoding="utf-8").replace('"basic"', '"partnerships_theme"')
    path = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
    (source / "conf.py").write_text(path + conf, encoding="utf-8")


def use_conf(conf: str) -> Callable[[Path], None]:
    """Return a function that prepares the same pages for another conf.py, without our directives."""

    def prepare(source: Path) -> None:
        (source / "conf.py").write_text(conf, encoding="utf-8")
        for name in INDEXES:
            toctree = "```{toctree}\n:hidden:\n:glob:\n\n*\n```"
            (source / name / "index.md").write_text(f"# All {name}\n\n{toctree}\n", encoding="utf-8")
        for path in source.glob("*/*.md"):
            text = path.read_text(encoding="utf-8")
            if "date: " in text:  # docutils gives the key `date` a meaning of its own
                path.write_text(text.replace("  date: ", "  day: ", 1), encoding="utf-8")

    return prepare


def use_mkdocs(source: Path) -> None:
    """Turn the announcements into blog posts and the priorities into tags."""
    docs = source / "docs"
    pages = [path for path in source.iterdir() if path.is_dir() or path.suffix == ".md"]
    docs.mkdir()
    for path in pages:
        path.rename(docs / path.name)
    (source / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (docs / "announcements/posts").mkdir()
    for name in INDEXES:
        (docs / name / "index.md").write_text(f"# All {name}\n", encoding="utf-8")
    (docs / "index.md").write_text("# A large site\n", encoding="utf-8")
    for path in docs.glob("*/*.md"):
        if path.stem == "index":
            continue
        head, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("---\n")
        tags = re.findall(r"^    ([a-z-]+): Reason", head, re.MULTILINE)
        day = re.search(r"date: (\S+)", head)
        facts = f"date: {day[1]}\n" if day else f"tags: [{', '.join(tags)}]\n"
        path.write_text(f"---\n{facts}---\n{body}", encoding="utf-8")
        if day:
            path.rename(docs / "announcements/posts" / path.name)


TOOLS: tuple[Tool, ...] = (
    Tool("this site", (), use_this_site),
    Tool("this site without parallel_html", (), use_this_site_serially),
    Tool("baseline", (), use_conf(MYST.format(more=""))),
    Tool("baseline with our theme and parallel_html", (), use_our_theme),
    Tool("Material for MkDocs", ("mkdocs-material",), use_mkdocs, "mkdocs"),
    Tool("ABlog", ("ablog", "myst-parser"), use_conf(ABLOG)),
    Tool("sphinx-needs", ("sphinx-needs", "myst-parser"), use_conf(NEEDS)),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=1000, help="partners, and announcements")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--without-others", action="store_true", help="measure only this site and the baseline"
    )
    arguments = parser.parse_args()
    folder, size = arguments.folder.resolve(), arguments.size
    tools = TOOLS[:4] if arguments.without_others else TOOLS
    pythons = {tool.name: python for tool in tools if (python := install(tool, folder / "tools"))}
    tools = tuple(tool for tool in tools if tool.name in pythons)
    runs: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _round in range(arguments.rounds):
        for tool in tools:
            for build, run in measure(tool, pythons[tool.name], folder / "sites", size):
                runs.setdefault((tool.name, build), []).append(run)
    write(f"{machine()}; {size} partners and {size} announcements; medians of {arguments.rounds} rounds.\n\n")
    report(runs, [tool.name for tool in tools])


def install(tool: Tool, folder: Path) -> str | None:
    """Install a tool below a folder; return its Python, or None if the installation fails."""
    if not tool.packages:
        return sys.executable
    environment = folder / tool.name.replace(" ", "-")
    python = str(environment / "bin/python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *tool.packages]
    if subprocess.run(pip, check=False, stdout=sys.stderr).returncode:
        write(f"{tool.name} is left out: {' '.join(tool.packages)} cannot be installed.\n\n")
        return None
    return python


def measure(tool: Tool, python: str, folder: Path, size: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the name, seconds and megabytes of each build: half the pages, all, no change, and edits."""
    for name, count in (("half", size // 2), ("fresh", size)):
        shutil.rmtree(folder, ignore_errors=True)
        source = folder / "source"
        write_large_site(source, count, count)
        tool.prepare(source)
        yield name, run(tool, python, source)
    if tool.module == "sphinx":
        yield "no change", run(tool, python, source)
        for name, pattern in EDITED.items():
            [page] = source.glob(pattern)
            page.write_text(f"{page.read_text(encoding='utf-8')}\nOne more line.\n", encoding="utf-8")
            yield name, run(tool, python, source)


def run(tool: Tool, python: str, source: Path) -> tuple[float, float]:
    """Build once; return the seconds, and the megabytes of the largest process."""
    out = source.parent / "out"
    if tool.module == "sphinx":
        options = ["-q", "-j", "auto", "-b", "html", "-d", f"{out}/doctrees", str(source), f"{out}/html"]
    else:
        options = [
            "build",
            "--quiet",
            "--config-file",
            str(source / "mkdocs.yml"),
            "--site-dir",
            f"{out}/html",
        ]
    log = source.parent / "log.txt"
    with log.open("wb") as stream:
        start = time.perf_counter()
        command = [python, "-m", tool.module, *options]
        process = subprocess.Popen(command, stdout=stream, stderr=stream, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{tool.name} failed: {log.read_text(encoding='utf-8')[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit / 1e6


def machine() -> str:
    versions = f"Python {platform.python_version()}"
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, {versions}"


def report(runs: dict[tuple[str, str], list[tuple[float, float]]], names: list[str]) -> None:
    """Print a row for each tool: medians, with their ratios to those of the baseline."""
    builds = ["fresh", "no change", *EDITED]
    write(f"| | {' | '.join(builds)} | memory | twice the pages |\n{'|---' * (len(builds) + 3)}|\n")
    for name in names:
        cells = [ratio(runs, name, build, 0, "s") for build in builds]
        cells.append(ratio(runs, name, "fresh", 1, "MB"))
        half, fresh = (median(time for time, _ in runs[name, build]) for build in ("half", "fresh"))
        write(f"| {name} | {' | '.join(cells)} | {fresh / half:.2f} x |\n")


def ratio(
    runs: dict[tuple[str, str], list[tuple[float, float]]], name: str, build: str, place: int, unit: str
) -> str:
    """Return a median with its ratio to that of the baseline; a dash if it was not measured."""
    if (name, build) not in runs:
        return "–"
    value, base = (median(run[place] for run in runs[tool, build]) for tool in (name, "baseline"))
    return f"{value:.1f} {unit} ({value / base:.2f})"


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
