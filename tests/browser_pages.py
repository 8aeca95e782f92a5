"""Build and serve this site and made-up ones, and open their pages in Chromium."""

from __future__ import annotations

import functools
import gzip
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from builders import BASE_URL
from large_site import write_large_site
from partnerships_cli.source_tree import SourceTree
from partnerships_data.pages.entry import Entry
from partnerships_data.response_headers import HEADERS

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="Chromium is not installed (Debian: apt-get install chromium)",
)
CATALOG = SourceTree.from_folder(ROOT).catalog


def longest(kind: str) -> Entry:
    """Return the entry of a kind with the longest page on this site."""
    return max(
        CATALOG.by_kind[kind].values(), key=lambda entry: (ROOT / f"{entry.docname}.md").stat().st_size
    )


PARTNER = longest("partner")
# One page of each kind, and the pages that Sphinx adds.
PAGE_KINDS = (
    "index",
    "team/index",
    longest("unit").docname,
    "partners/index",
    PARTNER.docname,
    "priorities/index",
    longest("priority").docname,
    "announcements/index",
    longest("announcement").docname,
    "about/index",
    "about/data-users",
    "about/contributors",
    "about/messages",
    "search",
    "genindex",
)
# `make test` opens the pages on which the extension writes most, `make test-all` all of them.
QUICK_PAGES = (
    "index",
    "partners/index",
    PARTNER.docname,
    "priorities/index",
    "announcements/index",
    "search",
)
OTHER_PAGES = tuple(name for name in PAGE_KINDS if name not in QUICK_PAGES)
each_page_kind = pytest.mark.parametrize(
    "names",
    [pytest.param(QUICK_PAGES, id="soon"), pytest.param(OTHER_PAGES, id="later", marks=pytest.mark.long)],
)

COMPRESSED_SUFFIXES = (".html", ".css", ".js", ".svg", ".json", ".xml")


def build_site(source: Path, folder: Path, *options: str) -> Path:
    """Build a site below `folder` without any warning; return the folder of its pages."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-n",
        "-W",
        "--keep-going",
        "-j",
        "auto",
        "-b",
        "html",
        *options,
    ]
    done = subprocess.run(
        [*command, "-d", str(folder / "doctrees"), str(source), str(folder / "html")],
        capture_output=True,
        text=True,
        env={**os.environ, "SITE_URL": BASE_URL},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "doing serial" not in done.stdout + done.stderr
    return folder / "html"


@contextmanager
def serve_site(folder: Path, slow: threading.Semaphore | None = None) -> Iterator[str]:
    """Serve a folder as about/operators.md recommends; yield its URL. With `slow`, each release sends one part of a page."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections open, as hosts do

        def log_message(self, format: str, *arguments: object) -> None:
            """Keep the output of the tests clean."""

        def send_head(self) -> io.BytesIO | BinaryIO | None:
            path = Path(self.translate_path(self.path))
            if path.suffix not in COMPRESSED_SUFFIXES or not path.is_file() or self.is_sent_in_parts():
                return super().send_head()
            body = gzip.compress(path.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def is_sent_in_parts(self) -> bool:
            return slow is not None and self.path.split("?")[0].endswith(".html")

        def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
            if slow is None or not self.is_sent_in_parts():
                return super().copyfile(source, outputfile)
            # A part ends at the end of a line, because half a word could move to another line when the rest comes.
            while part := source.read(1000) + source.readline():
                slow.acquire()
                outputfile.write(part)

        def end_headers(self) -> None:
            for name, value in HEADERS.items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def build_large_site(folder: Path, partners: int, announcements: int) -> Path:
    """Build a made-up site with the settings of this one below `folder`; return the folder of its pages."""
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    write_large_site(source, partners, announcements)
    for name in ("_static", "_ext"):
        shutil.copytree(ROOT / name, source / name)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    return build_site(source, folder)


@pytest.fixture(scope="session")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this site's pages. It is as deep in its parent as the path of the site's URL."""
    folder = tmp_path_factory.mktemp("site")
    built = folder / urlsplit(BASE_URL).path.strip("/")
    built.parent.mkdir(parents=True)
    return build_site(ROOT, folder).rename(built)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages of a site with 200 partners, 40 of them ended."""
    return build_large_site(tmp_path_factory.mktemp("large"), 200, 100)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a made-up site with five partners, for tests that need to know what the pages state."""
    with serve_site(build_large_site(tmp_path_factory.mktemp("made-up"), 5, 10)) as url:
        yield url


@pytest.fixture(scope="session")
def base_url(html: Path) -> Iterator[str]:
    """The URL at which this site is served. It has the path of the published site, for links on the page 404."""
    path = urlsplit(BASE_URL).path.lstrip("/")
    with serve_site(html.parents[len(Path(path).parts) - 1]) as host_url:
        yield f"{host_url}{path}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
