"""Catalogs of translations: how they are read and written, and how texts find their translations."""

from __future__ import annotations

from pathlib import Path

import pytest

from translation_catalogs.catalogs import Catalog, CatalogEntry, catalog_text, parse_catalog
from translation_catalogs.interface import interface_texts
from translation_catalogs.languages import direction, language_code, listed_code, own_name, tag
from translation_catalogs.texts import Text, TranslationError
from translation_catalogs.units import State, pair
from translation_catalogs.updates import updated

LINK = "See [the plan](https://example.org/plan) and {partner}`google`."
TRANSLATED_LINK = "Véase [el plan](https://example.org/plan) y {partner}`google`."


def catalog(**translations: str) -> Catalog:
    return Catalog(tuple(CatalogEntry(text, translation) for text, translation in translations.items()))


def prose(*texts: str) -> list[Text]:
    return [Text(text, "paragraph", line=number) for number, text in enumerate(texts, start=1)]


def test_written_and_read() -> None:
    entries = (
        CatalogEntry("Google", "Google", comment="title\npartner: name", paths=("name",)),
        CatalogEntry('A "quoted" text\nwith\ttwo lines ' + "long " * 60, "Un texto", note="nota"),
        CatalogEntry("New text", "Texto viejo", previous="Old text", comment="paragraph"),
        CatalogEntry("Gone", "Ido", is_obsolete=True),
    )
    text = catalog_text(Catalog(entries, {"X-Reviewed-By": "Ana", "PO-Revision-Date": "2026-01-01"}), "es")
    read = parse_catalog(text.encode())
    assert [entry.line > 0 for entry in read.entries] == [True] * 4
    assert [
        (e.text, e.translation, e.previous, e.comment, e.paths, e.note, e.is_obsolete) for e in read.entries
    ] == [(e.text, e.translation, e.previous, e.comment, e.paths, e.note, e.is_obsolete) for e in entries]
    assert read.reviewed_by == "Ana"
    assert "Date" not in text
    assert catalog_text(read, "es") == text
    assert '#| msgid "Old text"' in text


@pytest.mark.parametrize(
    "text", ['msgid "a"\nmsgstr "b\n', "no catalog", 'msgid "a"\nmsgstr[x "b"\n', 'msgstr "b"\n']
)
def test_unreadable(text: str) -> None:
    """Only the entry that cannot be read is lost."""
    catalog = parse_catalog(f'msgid ""\nmsgstr ""\n\n{text}\n\nmsgid "c"\nmsgstr "d"\n'.encode())
    assert [entry.text for entry in catalog.entries] == ["c"]
    assert catalog.errors[0].line in (4, 5)
    assert "; " in catalog.errors[0].text


def test_current_and_missing() -> None:
    units = pair(prose("One.", "Two."), catalog(**{"Two.": "Dos."}))
    assert [(unit.state, unit.translation) for unit in units] == [
        (State.MISSING, ""),
        (State.CURRENT, "Dos."),
    ]


@pytest.mark.parametrize("text", ["See  [the Plan](https://example.com/new) and {partner}`google`", LINK])
def test_still_current(text: str) -> None:
    """Case, spaces, final punctuation and targets of links do not matter; the new target is used."""
    unit = pair(prose(text), catalog(**{LINK: TRANSLATED_LINK}))[0]
    # The first and the only paragraph: it replaces the other one.
    assert unit.state is State.CURRENT
    assert ("example.com/new" in unit.translation) == ("example.com" in text)


def test_older() -> None:
    old = "The Foundation and Google work on web content together."
    new = "The Foundation and Google work on web content since 2018."
    before, after = "A first paragraph.", "A last paragraph."
    units = pair(prose(before, new, after), catalog(**{before: "1", old: "viejo", after: "3"}))
    assert [unit.state for unit in units] == [State.CURRENT, State.OLDER, State.CURRENT]
    assert units[1].translation == "viejo"


def test_never_older() -> None:
    """A name, a text unlike the one before, and one whose links are different today, are missing."""
    assert (
        pair(
            [Text("Google Inc", path="name", is_name=True)],
            Catalog((CatalogEntry("Google", "G", paths=("name",)),)),
        )[0].state
        is State.MISSING
    )
    assert (
        pair(prose("Something else entirely."), catalog(**{"The old text of it.": "viejo"}))[0].state
        is State.MISSING
    )
    changed = LINK.replace("See", "Read now").replace("/plan)", "/other)")
    assert pair(prose(changed), catalog(**{LINK: TRANSLATED_LINK}))[0].state is State.MISSING


def test_facts_by_their_path() -> None:
    """A reason that was written anew keeps its translation; the place in a list may be another item's."""
    entries = (
        CatalogEntry("Helps editors.", "Ayuda.", paths=("alignment.growth.reason",)),
        CatalogEntry("Articles in Tamil", "Artículos", paths=("results.0.what",)),
    )
    texts = [
        Text("Brings tools to many readers", path="alignment.growth.reason"),
        Text("Schools reached", path="results.0.what"),
    ]
    assert [unit.state for unit in pair(texts, Catalog(entries))] == [State.OLDER, State.MISSING]


def test_update() -> None:
    """An update keeps translations and previous texts, and a second one changes nothing."""
    first = updated(
        catalog(**{"A text that will change.": "Un texto.", "Gone.": "Ido."}),
        prose("A text that has changed.", "New."),
    )
    assert [(e.text, e.translation, e.previous, e.is_obsolete) for e in first.entries] == [
        ("A text that has changed.", "Un texto.", "A text that will change.", False),
        ("New.", "", "", False),
        ("Gone.", "Ido.", "", True),
    ]
    assert pair(prose("A text that has changed."), first)[0].state is State.OLDER
    again = updated(first, prose("A text that has changed.", "New."))
    assert catalog_text(again, "es") == catalog_text(first, "es")
    back = updated(first, prose("A text that will change.", "New."))
    assert back.entries[0] == CatalogEntry("A text that will change.", "Un texto.", comment="paragraph")
    kept = updated(first, prose("A text that has changed.", "New."), {1})
    assert kept.entries[0].previous == ""


def test_text_that_occurs_twice() -> None:
    texts = [Text("Google", "title", is_name=True), Text("Google", "partner: name", "name", is_name=True)]
    entry = updated(Catalog(), texts).entries
    assert entry == (CatalogEntry("Google", comment="title\npartner: name", paths=("name",)),)


@pytest.mark.parametrize("typed", ["pt-br", "pt-BR", "pt_BR", "PT_br"])
def test_codes(typed: str) -> None:
    assert language_code(typed) == "pt_BR"
    assert tag("pt_BR") == "pt-BR"
    assert listed_code(typed, ["en", "pt_BR"]) == "pt_BR"
    with pytest.raises(TranslationError, match=r"it has en, es\. To add one"):
        listed_code(typed, ["en", "es"])


@pytest.mark.parametrize("typed", ["xx", "", "english", "../es", "e s"])
def test_unknown_codes(typed: str) -> None:
    with pytest.raises(TranslationError, match='write a code such as "es"'):
        language_code(typed)


def test_names_of_languages() -> None:
    assert [(own_name(code), direction(code)) for code in ("es", "ar")] == [
        ("Español", "ltr"),
        ("العربية", "rtl"),
    ]


def test_interface(tmp_path: Path) -> None:
    (tmp_path / "interface_comments.toml").write_text('"Menu" = "a button"\n"One %s" = "a number"\n')
    (tmp_path / "b.html").write_text("{{ _('Menu') }}")
    (tmp_path / "a.py").write_text('x = _("One %s")\ny = __("for the log")\nz = N_("{0} is new." " Two.")\n')
    assert list(interface_texts(tmp_path)) == [
        Text("One %s", "a number; keep %s", line=1),
        Text("{0} is new. Two.", "in a.py; keep {0}", line=3),
        Text("Menu", "a button", line=1),
    ]
