"""Builds in other languages: what is translated, older or missing, and what a build writes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from builders import Site, published_files, visible_text

ACME = "locales/de/LC_MESSAGES/partners/acme.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\n'
REASON = "Brings *many* readers, as [its page](beta.md) shows."
GERMAN_REASON = "Bringt *viele* Leute, wie [die Seite](beta.md) zeigt."


def write_catalog(site: Site, path: str, translations: Mapping[str, str]) -> None:
    entries = (f'msgid "{text}"\nmsgstr "{translation}"\n' for text, translation in translations.items())
    site.write(path, HEADER + "\n".join(entries))


def german(site: Site) -> Site:
    """Translate the name, the reason and the prose of Acme."""
    write_catalog(site, ACME, {"Acme": "Akme", REASON: GERMAN_REASON, "Prose of Acme.": "Text über Akme."})
    entry = '#: alignment.reach.reason\nmsgid "Brings'
    site.edit(ACME, 'msgid "Brings', entry)
    return site


def test_a_text_that_changed_keeps_its_translation_and_says_so(site: Site) -> None:
    """The reason is shown on the pages of the partner and of the priority, with the original below it."""
    german(site)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    assert site.build(language="de") == []
    for page in ("html/partners/acme.html", "html/priorities/reach.html"):
        shown = site.read(page)
        assert "Bringt viele Leute" in visible_text(shown)
        assert "This translation is older than the original." in visible_text(shown)
        details = shown.partition('<details class="original">')[2].partition("</details>")[0]
        assert "Brings new readers" in visible_text(f"<div>{details}</div>")
        assert '<span dir="ltr" lang="en">Brings <em>new</em>' in details
        assert "partners/beta.html" in details or 'href="beta.html"' in details


def test_a_text_without_a_translation_says_its_language(site: Site) -> None:
    german(site)
    assert site.build(language="de") == []
    assert '<span dir="ltr" lang="en">Prose of Beta.</span>' in site.read("html/partners/beta.html")
    assert '<span dir="ltr" lang="en">Beta</span>' in site.read("html/priorities/index.html")
    assert "lang=" not in site.read("html/partners/acme.html").partition("<main")[2].partition("Akme")[2][:40]


def test_english_needs_no_catalog_and_reads_none(site: Site) -> None:
    german(site)
    site.write(ACME, "broken")
    assert site.build() == []
    assert "Prose of Acme." in site.read("html/partners/acme.html")
    assert 'dir="ltr" lang="en"' not in site.read("html/partners/acme.html").partition("<main")[2]


@pytest.mark.parametrize("typed", ["pt-br", "pt-BR", "pt_BR"])
def test_all_spellings_of_a_code(site: Site, typed: str) -> None:
    write_catalog(site, "locales/pt_BR/LC_MESSAGES/partners/acme.po", {"Acme": "Acme do Brasil"})
    assert site.build(language=typed) == []
    page = site.read("html/partners/acme.html")
    assert '<html lang="pt-BR"' in page
    assert "Acme do Brasil" in page


@pytest.mark.parametrize(
    ("typed", "message"), [("xx", "is not the code of a language"), ("fr", "make new-language")]
)
def test_unknown_languages_stop_the_build(site: Site, typed: str, message: str) -> None:
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de"]\nsmartquotes')
    with pytest.raises(Exception, match=message):
        site.build(language=typed)


def test_a_slip_costs_its_own_text_only(site: Site) -> None:
    german(site)
    site.edit(ACME, "Text über Akme.", "Text <b>über</b> Akme.")
    [message] = site.build(language="de")
    assert message.startswith(f"{ACME}:13:14: WARNING: HTML is not allowed")
    page = site.read("html/partners/acme.html")
    assert "Prose of Acme." in page
    assert "Bringt" in page
    assert '"acme"' in site.read("html/api/catalog.json")
    site.edit(ACME, 'msgstr "Akme"', "msgstr Akme")
    assert [line.partition(" ")[0] for line in site.build(language="de")] == [
        f"{ACME}:6:1:",
        f"{ACME}:13:14:",
    ]


def test_incremental_builds_equal_clean_ones(make_site: Callable[[str], Site]) -> None:
    """After a change of a catalog, of the interface and of the English text, one after the other."""
    site = german(make_site("site"))
    interface = "locales/de/LC_MESSAGES/partnerships.po"
    write_catalog(site, interface, {"Company": "Firma"})
    assert site.build(language="de") == []
    changes = [
        (ACME, "Text über Akme.", "Neuer Text."),
        (interface, "Firma", "Unternehmen"),
        ("partners/acme.md", "Brings *many*", "Brings *some*"),
        (ACME, "Akme", "Akmé"),
    ]
    for number, (path, old, new) in enumerate(changes):
        site.edit(path, old, new)
        assert site.build(language="de") == []
        clean = german(make_site(f"clean{number}"))
        write_catalog(clean, interface, {"Company": "Firma"})
        for path, old, new in changes[: number + 1]:
            clean.edit(path, old, new)
        assert clean.build(language="de") == []
        assert published_files(site.out / "html") == published_files(clean.out / "html"), changes[number]
