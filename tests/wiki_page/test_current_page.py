"""Edits on the wiki, and new versions of the page that keep them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_builders import announcement_page, build_catalog, partner_page, priority_page, unit_page
from partnerships_data.catalog.catalog import Catalog
from random_catalogs import World, worlds
from translate_parser import parse_page
from wiki_page import WikiPageError
from wiki_page.current_page import (
    ADVICE,
    Edit,
    WikiPage,
    edit_report,
    find_edits,
    read_page,
    site_page,
    write_page,
)
from wiki_page.directory import PROSE


def saved_page(page: str) -> WikiPage:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.wikitext"
        path.write_text(page, encoding="utf-8")
        return read_page(path)


def catalog_of(reason: str = "Because.", *pages: tuple[str, str]) -> Catalog:
    docname, text = partner_page("acme", "reach")
    catalog, problems = build_catalog(
        unit_page(),
        priority_page("reach"),
        (docname, text.replace("Because.", reason)),
        announcement_page("news"),
        *pages,
    )
    assert problems == []
    return catalog


def edits_of(page: str, catalog: Catalog) -> list[Edit]:
    current = saved_page(page)
    return find_edits(saved_page(site_page(catalog, current)), current)


def line_of(page: str, text: str) -> int:
    return page[: page.index(text)].count("\n") + 1


OLD = write_page(catalog_of())


def test_unchanged_facts_give_the_same_page() -> None:
    assert write_page(catalog_of(), saved_page(OLD)) == OLD
    assert edits_of(OLD, catalog_of()) == []


@given(worlds(), worlds())
def test_a_new_version_of_an_unedited_page_is_a_new_page(old: World, new: World) -> None:
    current = saved_page(write_page(old.catalog()))
    assert find_edits(saved_page(site_page(new.catalog(), current)), current) == []
    assert write_page(new.catalog(), current) == write_page(new.catalog())


def test_a_change_on_this_site_is_no_edit_on_the_wiki() -> None:
    assert edits_of(OLD, catalog_of("A new reason.")) == []
    assert "Reach: A new reason." in write_page(catalog_of("A new reason."), saved_page(OLD))


def test_an_edit_on_the_wiki_is_listed_and_kept() -> None:
    page = OLD.replace("Reach: Because.", "Reach: By the wiki.")
    for _ in range(2):
        [(wiki, site, is_kept)] = edits_of(page, catalog_of())
        assert (wiki.id, wiki.text, site.text, is_kept) == (
            "acme-reach", "Reach: By the wiki.", "Reach: Because.", True
        )  # fmt: skip
        assert wiki.line == line_of(OLD, "Reach: Because.")
        page = write_page(catalog_of(), saved_page(page))
        assert "Reach: By the wiki." in page
    assert edits_of(page, catalog_of("By the wiki.")) == []  # after somebody's pull request


def test_edits_by_a_round_of_editors_are_listed_by_line() -> None:
    page = OLD
    for old, new in (
        ("== Our partners ==", "== Partners =="),
        ("=== Acme ===", "=== ACME ==="),
        ("Reach: Because.", "Reach: Because of\nthe wiki."),
        ("* <translate><!--T:announcement-2019-news--> ", "* <translate>Own news.</translate>\n* <translate><!--T:announcement-2019-news--> Our "),
    ):  # fmt: skip
        assert old in page
        page = page.replace(old, new)
    found = edits_of(page, catalog_of())
    assert [(edit.wiki.id, edit.wiki.text) for edit in found] == [
        ("our-partners", "== Partners =="),
        ("acme-name", "=== ACME ==="),
        ("acme-reach", "Reach: Because of\nthe wiki."),
        ("Own news.", "Own news."),
        ("announcement-2019-news", 'Our news (<tvar name="1">{{#time:Y|2019-01-01|{{TRANSLATIONLANGUAGE}}}}</tvar>)'),
    ]  # fmt: skip
    assert [edit.is_kept for edit in found] == [True, True, True, False, True]
    assert all(edit.wiki.text.split("\n")[0] in page.split("\n")[edit.wiki.line - 1] for edit in found)


@pytest.mark.parametrize(
    ("edit", "catalog", "text"),
    [
        (
            lambda page: page.replace("Reach: Because.", "Reach: By the wiki."),
            catalog_of("By the site."),
            f'"acme-reach" was edited on the wiki; {ADVICE}',
        ),
        (
            lambda page: page.replace("* <translate><!--T:acme-reach--> Reach: Because.</translate>\n", ""),
            catalog_of(),
            f'"acme-reach" was edited on the wiki; {ADVICE}',
        ),
        (
            lambda page: page.replace("{| class", "<translate>Own text.</translate>\n{| class"),
            catalog_of(),
            f'"Own text." was edited on the wiki; {ADVICE}',
        ),
        (
            lambda page: page.replace("Reach: Because.", "Reach: By the wiki."),
            build_catalog(unit_page())[0],
            f'"acme-reach" was edited on the wiki; {ADVICE}',
        ),
    ],
)
def test_an_edit_that_cannot_be_kept_is_a_conflict(
    edit: Callable[[str], str], catalog: Catalog, text: str
) -> None:
    page = edit(OLD)
    assert page != OLD
    with pytest.raises(WikiPageError) as caught:
        write_page(catalog, saved_page(page))
    _path, line, message = str(caught.value).split(":", 2)
    assert message == f" {text}"
    shown = page.split("\n")[int(line) - 1]
    assert any(word in shown for word in ("By the wiki.", "Own text.", "The directory ends here"))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("* <translate><!--T:acme-reach-->", "Own text.\n* <translate><!--T:acme-reach-->", "Own text."),
        ("Reach: Because.</translate>", "Reach: Because.</translate> Own text.", "* <translate><!--T:acme-reach--> Reach: Because.</translate> Own text."),
        ('! scope="row" | Acme', '! scope="row" | The Acme', '! scope="row" | The Acme'),
        ("* <translate><!--T:acme-reach--> Reach: Because.</translate>", "* <!--T:acme-reach--> Reach: Because.", "* <!--T:acme-reach--> Reach: Because."),
    ],
)  # fmt: skip
def test_a_text_outside_of_units_is_a_conflict_on_its_line(old: str, new: str, shown: str) -> None:
    page = OLD.replace(old, new)
    assert page != OLD
    line = line_of(page, shown)
    assert f"## Line {line}\n\n    {shown}\n" in edit_report(catalog_of(), saved_page(page))
    with pytest.raises(WikiPageError) as caught:
        write_page(catalog_of(), saved_page(page))
    name = shown if len(shown) < 80 else f"{shown[:60]}…"
    assert f'page.wikitext:{line}: "{name}" was edited on the wiki; {ADVICE}' in str(caught.value)


def test_a_line_of_the_matrix_that_was_deleted_on_the_wiki_is_a_conflict() -> None:
    page = OLD.replace('! scope="row" | Acme\n', "")
    [(wiki, site, is_kept)] = edits_of(page, catalog_of())
    assert (wiki.text, site.text, is_kept) == ("", '! scope="row" | Acme', False)


def test_a_deleted_text_is_written_again_without_its_checksum() -> None:
    line = "* <translate><!--T:acme-reach--> Reach: Because.</translate>\n"
    checksum = next(line for line in OLD.splitlines(keepends=True) if line.startswith("acme-reach "))
    page = OLD.replace(line, "").replace(checksum, "")
    assert write_page(catalog_of(), saved_page(page)) == OLD


def test_what_is_around_the_directory_belongs_to_the_wiki() -> None:
    page = f"{{{{Navigation}}}}\n<translate>\n<!--T:1-->\nOwn text.\n</translate>\n{OLD}\n[[Category:Own]]"
    assert write_page(catalog_of(), saved_page(page)) == page
    assert edits_of(page, catalog_of()) == []


def test_a_marker_of_the_wiki_is_not_used_for_a_new_fact() -> None:
    page = f"<translate><!--T:beta-name--> Own text.</translate>\n{OLD}"
    new = write_page(catalog_of("Because.", partner_page("beta")), saved_page(page))
    assert "=== Beta === <!--T:beta-name-2-->" in new
    assert parse_page(new)
    assert write_page(catalog_of("Because.", partner_page("beta")), saved_page(new)) == new


def numbered(page: str) -> str:
    """Return a page on which a translation administrator gave prose numbers for markers."""
    for number, marker in enumerate(PROSE, 1):
        page = page.replace(f"<!--T:{marker}-->", f"<!--T:{number}-->")
    return page


def test_prose_keeps_its_markers_on_the_wiki(monkeypatch: pytest.MonkeyPatch) -> None:
    page = numbered(OLD)
    new = write_page(catalog_of(), saved_page(page))
    assert new.partition("<!-- The directory ends")[0] == page.partition("<!-- The directory ends")[0]
    assert "\n1 " in new  # the record has the markers of the wiki
    note = PROSE["our-partners-note"]
    monkeypatch.setitem(PROSE, "our-partners-note", f"{note} Read more.")
    newer = write_page(catalog_of(), saved_page(new))
    assert f"<!--T:4-->\n{note} Read more.\n" in newer
    monkeypatch.setitem(PROSE, "our-partners-note", "Something else altogether.")
    assert "<!--T:our-partners-note-->\nSomething else altogether.\n" in write_page(
        catalog_of(), saved_page(newer)
    )


@pytest.mark.parametrize(
    "page", ["", "<html>", "== Our team ==", OLD.replace("starts here", ""), OLD.replace("ends here", "")]
)
def test_another_page_is_refused(page: str) -> None:
    with pytest.raises(WikiPageError) as caught:
        saved_page(page)
    assert str(caught.value).endswith(
        'page.wikitext:1: "make wiki" did not write this page; save the wikitext of the subpage'
    )


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.wikitext"
    with pytest.raises(WikiPageError, match=r"page\.wikitext:1: the file cannot be read: No such file"):
        read_page(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(WikiPageError, match=r"page\.wikitext:1: the file is not UTF-8 text"):
        read_page(file)


def test_line_ends_of_windows_are_no_edits(tmp_path: Path) -> None:
    file = tmp_path / "page.wikitext"
    file.write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    assert write_page(catalog_of(), read_page(file)) == OLD


def test_the_report_shows_each_edit_as_code() -> None:
    page = OLD.replace("Reach: Because.", "Reach: [x](javascript:x) @team\n# **By** the wiki.")
    line = line_of(OLD, "Reach: Because.")
    assert (
        edit_report(catalog_of(), saved_page(page))
        == f"""\
## Line {line}

    acme-reach

`make wiki` keeps the text of the wiki.

On the wiki:

    Reach: [x](javascript:x) @team
    # **By** the wiki.

On this site:

    Reach: Because.

"""
    )
    assert edit_report(catalog_of(), saved_page(OLD)) == "Nothing was edited on the wiki.\n"


@given(worlds(), st.data())
def test_any_edits_are_found_or_kept(world: World, data: st.DataObject) -> None:
    """Edit some units of a random page: all are found, and the new version contains them."""
    page = write_page(world.catalog())
    units = [unit for unit in saved_page(page).texts.values() if unit.source]
    edited = data.draw(st.lists(st.sampled_from(units), unique=True, max_size=3))
    for unit in edited:
        changed = f"{unit.text[:-3]} by the wiki{unit.text[-3:]}"
        page = page.replace(unit.source, unit.source.replace(unit.text, changed))
    found = edits_of(page, world.catalog())
    assert sorted(edit.wiki.id for edit in found) == sorted(unit.id for unit in edited)
    assert write_page(world.catalog(), saved_page(page)) == page
