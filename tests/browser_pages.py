"""This site and a large one, built as a host would, and a real browser to look at them."""

from __future__ import annotations

import functools
import gzip
import io
import os
import re
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
from playwright.sync_api import Browser, Page, sync_playwright

from large_site import write_large_site

ROOT = Path(__file__).parent.parent
BASE = "https://example.org/en/latest/"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="there is no Chromium on this machine (Debian: apt-get install chromium)",
)
# One of each kind, and those that no file stands for.
PAGE_KINDS = (
    "index",
    "team/index",
    "team/regional-partnerships",
    "partners/index",
    "partners/google",
    "priorities/index",
    "priorities/brand-awareness",
    "announcements/index",
    "announcements/2019-08-16-wikimedia-and-un-human-rights-expand-knowledge",
    "about/index",
    "about/data",
    "about/editing",
    "about/messages",
    "search",
    "genindex",
)
# On these the extension writes most; `make test` looks at them, `make test-all` at the others too.
QUICK_PAGES = (
    "index",
    "partners/index",
    "partners/google",
    "priorities/index",
    "announcements/index",
    "search",
)
OTHER_PAGES = tuple(name for name in PAGE_KINDS if name not in QUICK_PAGES)
each_page_kind = pytest.mark.parametrize(
    "names",
    [pytest.param(QUICK_PAGES, id="soon"), pytest.param(OTHER_PAGES, id="later", marks=pytest.mark.long)],
)
# As hosts are told to send them.
HEADERS = dict(
    re.findall(r"^([A-Z][\w-]+): (.+)$", (ROOT / "about/hosting.md").read_text("utf-8"), re.MULTILINE)
)

COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".xml")


def build_site(source: Path, folder: Path, *options: str) -> Path:
    """Build a site below `folder`, strictly; return where its pages are."""
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
        env={**os.environ, "READTHEDOCS_CANONICAL_URL": BASE},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "doing serial" not in done.stdout + done.stderr
    return folder / "html"


@contextmanager
def serve_site(folder: Path, line: threading.Semaphore | None = None) -> Iterator[str]:
    """Serve files as about/hosting.md says; yield the address. Over a `line`, pages come a part at each release."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as hosts do

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

        def send_head(self) -> io.BytesIO | BinaryIO | None:
            path = Path(self.translate_path(self.path))
            if path.suffix not in COMPRESSED or not path.is_file() or self.comes_in_parts():
                return super().send_head()
            body = gzip.compress(path.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def comes_in_parts(self) -> bool:
            return line is not None and self.path.split("?")[0].endswith(".html")

        def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
            if line is None or not self.comes_in_parts():
                return super().copyfile(source, outputfile)
            # No word is cut in two, of which the first could stand in another line than the whole.
            while part := source.read(1000) + source.readline():
                line.acquire()
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
    """Build a made-up site with this one's settings below `folder`; return where its pages are."""
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    write_large_site(source, partners, announcements)
    for name in ("_static", "_templates", "_ext"):
        shutil.copytree(ROOT / name, source / name)
    for name in ("conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    return build_site(source, folder)


def open_page(page: Page, address: str) -> None:
    """Open an address, and wait for the scripts of its page, which come after its first paint."""
    page.goto(address)
    wait_for_scripts(page)


def wait_for_scripts(page: Page) -> None:
    """Wait for the scripts of a page."""
    page.locator(".theme-change-button.active").first.wait_for(state="attached")  # by the last of them


@pytest.fixture(scope="session")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as a host would, in a folder of its own, below it as deep as its address says."""
    folder = tmp_path_factory.mktemp("site")
    built = folder / urlsplit(BASE).path.strip("/")
    built.parent.mkdir(parents=True)
    return build_site(ROOT, folder).rename(built)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 200 partners, 40 of them ended, that looks like this one."""
    return build_large_site(tmp_path_factory.mktemp("large"), 200, 100)


@pytest.fixture(scope="session")
def address(html: Path) -> Iterator[str]:
    """Where the site is served: at the path of its address, which the page for errors needs."""
    path = urlsplit(BASE).path.lstrip("/")
    with serve_site(html.parents[len(Path(path).parts) - 1]) as address:
        yield f"{address}{path}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
