"""With and without `parallel_html`, and without the private names that it uses: the same files."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader
from myst_parser.mdit_to_docutils import base
from sphinx.util import docutils

from builders import ROOT, SMALL_SITE, Site, published_files
from parallel_html import search_words, settings

# Added to conf.py: gives a private name of a module and its classes another name, wherever these use it.
RENAME = """
import importlib
from types import CodeType

def renamed(code, old, new):
    names = tuple(new if name == old else name for name in code.co_names)
    parts = tuple(renamed(part, old, new) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_names=names, co_consts=parts)

def rename(names, old, new):
    for module in [importlib.import_module(name) for name in names]:
        owners = [module, *(value for value in vars(module).values() if isinstance(value, type))]
        for owner in owners:
            if old in vars(owner):
                setattr(owner, new, vars(owner)[old])
                delattr(owner, old)
            for function in list(vars(owner).values()):
                if hasattr(function, "__code__"):
                    function.__code__ = renamed(function.__code__, old, new)

"""
PRIVATE_NAMES = {
    "_read_parallel": "sphinx.builders",
    "_get_settings": "sphinx.util.docutils sphinx.builders.html sphinx.builders.latex sphinx.builders.manpage "
    "sphinx.builders.texinfo",
    "get_default_settings": "myst_parser.mdit_to_docutils.base",
    "files_to_rebuild": "sphinx.environment sphinx.builders sphinx.environment.collectors.toctree "
    "sphinx.environment.adapters.toctree",
    **dict.fromkeys((*search_words.BY_PAGE, *search_words.BY_WORD), "sphinx.search"),
}


def add_extension(site: Site, more: str = "") -> None:
    conf = (site.source / "conf.py").read_text(encoding="utf-8")
    site.write("conf.py", f'{conf}\nextensions.insert(0, "parallel_html")\n{more}')


def add_pages(site: Site) -> None:
    """Add pages with images, so that each of several workers has some."""
    image = next((ROOT / "_static/photos").glob("*.jpg"), None)
    beta = (site.source / "partners/beta.md").read_text(encoding="utf-8")
    for number in range(25):
        text = beta.replace("Beta", f"Partner {number}")
        if image is not None:
            shutil.copy(image, site.source / f"partners/partner-{number}.jpg")
            text += f"\n![Image](partner-{number}.jpg)\n"
        site.write(f"partners/partner-{number}.md", f"{text}\n```python\nprint({number})\n```\n")


def search_index(site: Site) -> Any:
    """Return what the search index holds, without the order in which pages were added."""
    text = site.read("html/searchindex.js")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    index["indexentries"] = {entry: sorted(places) for entry, places in index["indexentries"].items()}
    index["alltitles"] = {title: sorted(map(str, places)) for title, places in index["alltitles"].items()}
    return index


def assert_same_site(one: Site, other: Site) -> None:
    expected, found = published_files(one.out / "html"), published_files(other.out / "html")
    assert {name for name in expected if expected[name] != found.get(name)} == set()
    assert found.keys() == expected.keys()
    assert search_index(one) == search_index(other)


@pytest.fixture(scope="module")
def without_extension(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the small site with more pages, built without the extension."""
    folder = tmp_path_factory.mktemp("without")
    site = Site(folder / "source", folder / "out")
    shutil.copytree(SMALL_SITE, site.source)
    add_pages(site)
    done = site.sphinx("-b", "html", "-W")
    assert done.returncode == 0, done.stderr
    return site


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_small_site_has_the_same_files_without_the_extension(
    site: Site, without_extension: Site, workers: str
) -> None:
    add_pages(site)
    add_extension(site)
    done = site.sphinx("-b", "html", "-W", "-j", workers)
    assert done.returncode == 0, done.stderr
    assert "parallel_html:" not in done.stdout
    assert_same_site(without_extension, site)


def test_this_site_has_the_same_files_without_the_extension(tmp_path: Path) -> None:
    without, with_extension = (
        Site(tmp_path / name, tmp_path / f"{name}-out") for name in ("without", "with")
    )
    for site in (without, with_extension):
        ignored = shutil.ignore_patterns(".*", "_build", "_ext", "tests")
        shutil.copytree(ROOT, site.source, ignore=ignored)
    without.edit("conf.py", '    "parallel_html",\n', "")
    for site in (without, with_extension):
        done = site.sphinx("-b", "html", "-W", "-j", "2")
        assert done.returncode == 0, done.stderr
    assert_same_site(without, with_extension)


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_without_a_private_name_the_build_goes_on_and_says_so(
    site: Site, without_extension: Site, name: str
) -> None:
    add_pages(site)
    add_extension(site, f'{RENAME}rename({PRIVATE_NAMES[name].split()}, "{name}", "_renamed{name}")\n')
    done = site.sphinx("-b", "html", "-W", "-j", "2")
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if f"parallel_html: no {name} in" in line] != []
    assert_same_site(without_extension, site)


def test_an_edit_writes_no_page_because_of_a_hidden_table_of_contents(site: Site) -> None:
    add_extension(site)
    site.edit("partners/index.md", ":glob:", ":glob:\n:hidden:")
    site.sphinx("-b", "html")
    index = site.out / "html/partners/index.html"
    before = index.stat().st_mtime_ns
    site.edit("partners/acme.md", "Prose of", "Other prose of")
    assert "0 added, 1 changed, 0 removed" in site.sphinx("-b", "html").stdout
    assert "Other prose of" in site.read("html/partners/acme.html")
    assert index.stat().st_mtime_ns == before


def test_files_made_from_all_pages_are_written_only_after_a_page_was_written_or_removed(site: Site) -> None:
    add_extension(site)
    site.sphinx("-b", "html")
    names = ("searchindex.js", "genindex.html", "objects.inv")
    paths = [site.out / "html" / name for name in names]
    before = [path.stat().st_mtime_ns for path in paths]
    site.sphinx("-b", "html")
    assert [path.stat().st_mtime_ns for path in paths] == before
    site.edit("partners/acme.md", "Prose of", "Zebras of")
    site.sphinx("-b", "html")
    assert "zebra" in site.read("html/searchindex.js")
    (site.source / "partners/acme.md").unlink()
    site.sphinx("-b", "html")
    assert "zebra" not in site.read("html/searchindex.js")


# -- Settings --------------------------------------------------------------------------------------------------


def make_settings(**defaults: Any) -> Any:
    return docutils._get_settings(Reader, Parser, defaults=defaults, read_config_files=False)


@pytest.fixture
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in settings.FUNCTIONS:
        monkeypatch.setattr(module, name, getattr(module, name))  # undo afterwards
    settings.install()


@pytest.mark.usefixtures("_shared")
def test_settings_of_two_pages_are_equal_and_independent() -> None:
    first, second = make_settings(tab_width=3), make_settings(tab_width=3)
    first.tab_width = 8
    first.record_dependencies.add("a.md")
    assert second.tab_width == 3
    assert second.record_dependencies.list == []
    assert make_settings(tab_width=3).record_dependencies.list == []


@pytest.mark.usefixtures("_shared")
def test_other_defaults_and_other_components_give_other_settings() -> None:
    assert make_settings(tab_width=3).tab_width == 3
    assert make_settings(tab_width=4).tab_width == 4
    alone = docutils._get_settings(Reader, defaults={}, read_config_files=False)
    assert not hasattr(alone, "raw_enabled")
    assert hasattr(make_settings(), "raw_enabled")


@pytest.mark.usefixtures("_shared")
def test_settings_of_documents_that_myst_does_not_use_are_copies_too() -> None:
    first, second = (base.make_document().settings for _ in range(2))
    assert vars(first).keys() == vars(get_default_settings(Parser)).keys()
    first.tab_width = 3
    assert second.tab_width == get_default_settings(Parser).tab_width


@pytest.mark.usefixtures("_shared")
def test_installing_twice_is_installing_once() -> None:
    shared = [getattr(module, name) for module, name in settings.FUNCTIONS]
    settings.install()
    assert [getattr(module, name) for module, name in settings.FUNCTIONS] == shared


def test_after_a_build_garbage_is_collected_as_before(site: Site) -> None:
    add_extension(site)
    gc.disable()
    site.build()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
