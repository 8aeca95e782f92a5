"""All ways to build give the same site: builders, workers, interrupted builds, a full disk, another clock."""

from __future__ import annotations

import fcntl
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree as ET

import pytest

from builders import ROOT, Site, published_files
from partnerships_data.catalog.catalog import Catalog
from partnerships_data.pages.reader import read_page

MakeSite = Callable[[str], Site]
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "linkcheck",
]  # fmt: skip


def site_files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files of a site, except Sphinx's record of the configuration."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


def modification_times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def assert_same_files(site: Site, clean: Site) -> None:
    """Assert that two builds have the same files. The first may also have diagrams that are not used any more."""
    found, right = published_files(site.out / "html"), published_files(clean.out / "html")
    assert {name for name in right if found.get(name) != right[name]} == set()
    assert {name for name in found.keys() - right if not name.startswith("_images/mermaid-")} == set()


# -- All builders --------------------------------------------------------------------------------------------


def build_this_site(builder: str, folder: Path, *options: str, **env: str) -> None:
    """Build this site for a URL, without a warning."""
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", builder, *options]
    command += ["-D", "linkcheck_ignore=https?://.*"]  # no network; a test below uses a local server
    done = subprocess.run(
        [*command, "-d", str(folder / "doctrees"), str(ROOT), str(folder / builder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{builder}: {done.stdout}{done.stderr}"


def this_catalog() -> Catalog:
    pages = []
    for folder in ("partners", "team", "priorities", "announcements"):
        for path in ROOT.glob(f"{folder}/*.md"):
            docname = path.relative_to(ROOT).with_suffix("").as_posix()
            pages.append(read_page(path.read_text(encoding="utf-8"), docname)[0])
    return Catalog.from_pages(pages, ())[0]


def plain(text: str) -> str:
    """Return text without everything that formats change: whitespace, quotes, hyphens, LaTeX's groups."""
    text = unescape(text).replace("\\sphinxhyphen", "-")
    text = re.sub(r"\\sphinxAtStartPar|\\textquotesingle|[{}]", "", text)
    return "".join(re.sub(r"['\u2019`\u00ad~]", "", text).split())


def whole_text(builder: str, folder: Path) -> str:
    """Return the text of the whole output of a builder."""
    if builder == "epub":
        [book] = folder.glob("*.epub")
        with zipfile.ZipFile(book) as archive:
            pages = [archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")]
        return "".join("".join(ET.fromstring(page).itertext()) for page in pages)
    names = {"latex": "*.tex", "text": "**/*.txt"}
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob(names[builder])))


@pytest.mark.long
@pytest.mark.parametrize("order", [BUILDERS, BUILDERS[::-1]], ids=["forwards", "backwards"])
def test_all_builders_share_doctrees_in_any_order(tmp_path: Path, order: list[str]) -> None:
    for builder in order:
        build_this_site(builder, tmp_path)
    catalog = this_catalog()
    for builder in ("epub", "latex", "text"):
        text = plain(whole_text(builder, tmp_path / builder))
        for entries in catalog.by_kind.values():
            for entry in entries.values():
                assert plain(entry.name) in text, (builder, entry.name)
        for partner in catalog.partners:
            for alignment in partner.facts.alignment.values():
                reason = alignment.reason
                for part in re.split(r"\[|\]\([^)]*\)|[*`]", reason):  # before, inside and after its links
                    assert plain(part) in text, (builder, reason)
        for heading in (
            "Partners and the priorities that they support",
            "Partners without a recorded priority",
        ):
            assert plain(heading) in text, (builder, heading)
    alone = tmp_path / "alone"
    for builder in ("html", "latex", "text"):
        build_this_site(builder, alone / builder)
        assert site_files(alone / builder / builder) == site_files(tmp_path / builder), builder


def translatable_texts(folder: Path) -> dict[str, str]:
    """Return the content of all message catalogs without their date."""
    catalogs = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.pot"))}
    return {name: re.sub(r'"POT-Creation-Date.*\n', "", text) for name, text in catalogs.items()}


def test_gettext_extracts_the_same_texts_incrementally_beside_other_builders(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    for builder in ("html", "gettext", "html"):
        assert site.build(builder) == []
    edit(site)
    edit(clean)
    for builder in ("html", "gettext"):
        assert site.build(builder) == []
    assert clean.build("gettext") == []
    found = translatable_texts(site.out)
    assert found == translatable_texts(clean.out)
    assert 'msgid "Other prose of Beta."' in found["beta"]


def test_an_epub_is_well_formed_with_any_name(site: Site) -> None:
    site.rename("partners/acme.md", "Acme", 'A & <b> "c" ]]> &amp; d')
    warnings = site.build("epub", epub_copyright="x", version="1")
    assert [warning for warning in warnings if "conf value" not in warning] == []
    assert 'A & <b> "c" ]]> &amp; d' in whole_text("epub", site.out / "epub")


@contextmanager
def local_server(answers: set[str]) -> Iterator[str]:
    """Serve empty pages at these paths to this machine; all other paths are not found."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path in answers or self.path.startswith("/en/latest/")  # our own files
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_linkcheck_checks_the_links_of_facts(site: Site) -> None:
    answers = {"/acme-joins", "/plan"}
    with local_server(answers) as url:
        for page in site.source.rglob("*.md"):
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace("https://example.org", url), encoding="utf-8")
        site.edit("conf.py", "https://example.org", url)
        settings = {"linkcheck_anchors": False, "linkcheck_retries": 1, "linkcheck_rate_limit_timeout": 1}
        assert site.build("linkcheck", **settings) == []
        assert site.read("linkcheck/output.txt") == ""
        assert site.read("linkcheck/output.json").count('"working"') > 4
        answers.remove("/acme-joins")
        site.build("linkcheck", **settings)
    broken = site.read("linkcheck/output.txt")
    assert broken.startswith(f"announcements/2019-05-01-acme-joins.md:10: [broken] {url}/acme-joins: 404")
    assert broken.count("\n") == 1


# -- Builds without a change --------------------------------------------------------------------------------------------


def test_builds_without_a_change_do_not_change_the_environment(site: Site) -> None:
    site.build()
    pickled = site.out / "doctrees/environment.pickle"
    before = modification_times(site.out / "doctrees")
    for _ in range(20):
        assert site.build() == []
    assert modification_times(site.out / "doctrees") == before
    site.edit("partners/acme.md", "Prose", "Verse")
    site.build()
    first = pickled.stat().st_size
    for number in range(20):
        site.edit("partners/acme.md", *(("Verse", "Prose") if number % 2 == 0 else ("Prose", "Verse")))
        assert site.build() == []
    assert pickled.stat().st_size <= 1.01 * first


def test_a_file_restored_with_its_old_time_is_read(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    page = site.source / "partners/acme.md"
    old = page.stat()
    site.build()
    text = page.read_text(encoding="utf-8")
    site.rename("partners/acme.md", "Acme", "Apex")
    site.build()
    page.write_text(text, encoding="utf-8")
    os.utime(page, ns=(old.st_atime_ns, old.st_mtime_ns))
    site.build()
    clean.build()
    assert_same_files(site, clean)


# -- Whole sites ----------------------------------------------------------------------------------------------

CLOCK = """
import datetime, time

shift = 400 * 86400
for name in ("time", "time_ns"):
    real = getattr(time, name)
    later = shift * 10**9 if name == "time_ns" else shift
    setattr(time, name, lambda real=real, later=later: real() + later)
for name in ("localtime", "gmtime"):
    real = getattr(time, name)
    setattr(time, name, lambda seconds=None, real=real: real(time.time() if seconds is None else seconds))


class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    today = utcnow = now


datetime.datetime = Later
"""


@pytest.mark.long
def test_seed_zone_locale_folder_clock_and_workers_do_not_change_the_files(tmp_path: Path) -> None:
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock/sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    later = {"PYTHONPATH": str(tmp_path / "clock")}
    print_years = "import time, datetime; print(datetime.datetime.now().year, time.gmtime().tm_year)"
    years = [
        subprocess.run(
            [sys.executable, "-c", print_years], env={**os.environ, **env}, capture_output=True, check=True
        ).stdout
        for env in ({}, later)
    ]
    assert years[0] != years[1]  # the other clock works
    copy = tmp_path / "another" / "folder"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "_build", "tests"))
    variants: dict[str, tuple[list[str], dict[str, str]]] = {
        "one": (["-j", "1"], {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}),
        "two": (["-j", "2"], {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C"}),
        "four": (["-j", "4"], {"PYTHONHASHSEED": "3", **later}),
    }
    for name, (options, env) in variants.items():
        build_this_site("html", tmp_path / name, *options, **env)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-d", str(tmp_path / "dt")]
    subprocess.run([*command, str(copy), str(tmp_path / "copied")], check=True)
    sites = [site_files(tmp_path / name / "html") for name in variants] + [site_files(tmp_path / "copied")]
    assert len(sites[0]) > 50
    for other in sites[1:]:
        assert {
            name for name in sites[0].keys() | other.keys() if sites[0].get(name) != other.get(name)
        } == set()


# -- Two builds at once -------------------------------------------------------------------------------------


def test_two_builds_at_once_do_not_spoil_each_other(site: Site) -> None:
    site.build()
    before = published_files(site.out / "html")
    site.rename("partners/acme.md", "Acme", "Apex")
    with (site.out / "doctrees/build.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as a build in another process would
        done = site.sphinx("-b", "html")
    text = f'another build uses "{site.out / "doctrees"}"; wait until it ends, or build elsewhere'
    assert (done.returncode, done.stderr) == (1, f"{text}: make html BUILD=…\n")
    assert published_files(site.out / "html") == before
    assert site.sphinx("-b", "html").returncode == 0
    assert "Apex" in site.read("html/partners/acme.html")


# -- Interrupted builds ------------------------------------------------------------------------------------


def stop_at(site: Site, line: str, *options: str) -> bool:
    """Build, and kill the build with all its workers when it prints `line`; return whether it did."""
    command = [sys.executable, "-u", "-m", "sphinx", "-b", "html", *options, "-d", str(site.out / "doctrees")]
    process = subprocess.Popen(
        [*command, str(site.source), str(site.out / "html")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "_ext"), "NO_COLOR": "1"},
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout:
        for printed in process.stdout:
            if line in printed:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return True
    process.wait()
    return False


MOMENTS = [
    "reading sources... [ 14%]",
    "reading sources... [100%]",
    "looking for now-outdated files",
    "checking consistency",
    "copying static files",
    "writing output... [  7%]",
    "writing output... [ 64%]",
    "writing output... [100%]",
    "generating indices",
    "dumping search index",
]
LAST = ["dumping object inventory", "build succeeded"]


def edit(site: Site) -> None:
    site.rename("partners/acme.md", "Acme", "Apex")
    site.edit("partners/beta.md", "Prose of", "Other prose of")


@pytest.mark.long
@pytest.mark.parametrize("moment", [*MOMENTS, *LAST])
def test_a_build_repairs_what_a_killed_build_left(make_site: MakeSite, moment: str) -> None:
    site, clean = make_site("site"), make_site("clean")
    edit(clean)
    clean.build()
    assert stop_at(site, moment), "the first build"
    site.build()
    edit(site)
    stop_at(site, moment)  # after a small edit, a build may not reach the moment
    site.build()
    assert_same_files(site, clean)


@pytest.mark.long
def test_a_build_repairs_what_killed_workers_left(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    edit(clean)
    clean.build()
    for moment in ("reading sources... [ 50%]", "writing output... [ ", "generating indices"):
        assert stop_at(site, moment, "-j", "2", "-E", "-a")
    edit(site)
    site.build()
    assert_same_files(site, clean)


def test_a_half_written_page_without_facts_is_written_again(make_site: MakeSite) -> None:
    site, clean = make_site("site"), make_site("clean")
    for copy in (site, clean):
        copy.write("team/plain.md", "# Plain\n\nText.\n")
    site.build()
    assert stop_at(site, "generating indices", "-E", "-a")
    page = site.out / "html/team/plain.html"
    page.write_bytes(page.read_bytes()[:100])
    site.build()
    clean.build()
    assert_same_files(site, clean)


@pytest.mark.long
@pytest.mark.parametrize("limit", [500, 2_000, 4_000, 8_000, 16_000, 24_000])
def test_a_build_repairs_what_a_full_disk_left(make_site: MakeSite, limit: int) -> None:
    """Writing fails in the middle of a file, as on a full disk, because no file can exceed the limit."""
    site, clean = make_site("site"), make_site("clean")
    edit(clean)
    clean.build()
    for number in range(2):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", str(site.out / "doctrees")),
                *(str(site.source), str(site.out / "html")),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "_ext"), "NO_COLOR": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert done.returncode != 0
        if number == 0:
            site.build()
            edit(site)
    site.build()
    assert_same_files(site, clean)
    assert not list(site.out.rglob("*.unfinished"))


# -- Another version of the extension -------------------------------------------------------------------------


@pytest.mark.long
def test_a_change_of_the_extension_reads_all_pages_again(make_site: MakeSite, tmp_path: Path) -> None:
    site, clean = make_site("site"), make_site("clean")
    code = tmp_path / "ext"
    shutil.copytree(ROOT / "_ext", code)
    env = {"PYTHONPATH": str(code)}
    assert site.sphinx("-b", "html", env=env).returncode == 0
    [module] = [path for path in code.rglob("*.py") if '_("Company")' in path.read_text(encoding="utf-8")]
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace('_("Company")', '_("Firm")'), encoding="utf-8")
    for copy in (site, clean):
        assert copy.sphinx("-b", "html", env=env).returncode == 0
    assert "Firm" in site.read("html/partners/acme.html")
    assert_same_files(site, clean)


# -- PDF ---------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")
def test_make_pdf_builds_a_pdf(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "pdf", f"BUILD={tmp_path}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    [book] = tmp_path.glob("latex/*.pdf")
    assert book.read_bytes().startswith(b"%PDF-")
    log = book.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
