"""The command `translations`, as users call it."""

from __future__ import annotations

import re

from builders import Site, run_command

CATALOG = "locales/de/LC_MESSAGES/partners/acme.po"
REASON = "Brings *many* readers, as [its page](beta.md) shows."


def german(site: Site) -> str:
    """Write the German catalogs and translate the reason of Acme; return the catalog of Acme."""
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de"]\nsmartquotes')
    done = run_command(site.source, "translations", "de")
    assert (done.returncode, done.stderr) == (0, "")
    assert {CATALOG, "locales/de/LC_MESSAGES/partnerships.po"} <= set(done.stdout.splitlines())
    site.edit(CATALOG, f'msgid "{REASON}"\nmsgstr ""', f'msgid "{REASON}"\nmsgstr "Bringt viele"')
    return site.source.joinpath(CATALOG).read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(site: Site) -> None:
    before = german(site)
    assert "#. why Acme serves Reach\n#: alignment.reach.reason\n" in before
    done = run_command(site.source, "translations")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(site.source.rglob("*.mo")) == []


def test_translations_are_kept_when_texts_change(site: Site) -> None:
    """The previous text is noted, until the translation is known to hold still."""
    before = german(site)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    assert run_command(site.source, "translations", "de").stdout == f"{CATALOG}\n"
    new = REASON.replace("many", "new")
    after = f'#, fuzzy\n#| msgid "{REASON}"\nmsgid "{new}"\nmsgstr "Bringt viele"\n'
    assert after in site.source.joinpath(CATALOG).read_text(encoding="utf-8")
    done = run_command(site.source, "translations", "de", "--keep", "partners/acme.md:8")
    assert done.stdout == f"{CATALOG}\n"
    assert site.source.joinpath(CATALOG).read_text(encoding="utf-8") == before.replace(REASON, new)


def test_incorrect_usage(site: Site) -> None:
    """Each mistake has one line that says what to type, and nothing is written."""
    site.edit("conf.py", "smartquotes", 'partnerships_languages = ["en", "de"]\nsmartquotes')
    for words, message in {
        ("xx",): '"xx" is not the code of a language',
        ("fr",): "make new-language LANGUAGE=fr",
        ("de", "--keep", "acme"): "type it as in partners/google.md:24",
        ("de", "--keep", "partners/none.md:3"): "partners/none.md is not a page of this site",
    }.items():
        done = run_command(site.source, "translations", *words)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert message in done.stderr
    assert not (site.source / "locales").exists()


def test_an_unreadable_catalog(site: Site) -> None:
    before = german(site)
    site.write(CATALOG, before + 'msgid "a\n')
    done = run_command(site.source, "translations", "de")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{CATALOG}:{before.count(chr(10)) + 1}:1: this line is not part of an entry" in done.stderr
    assert site.source.joinpath(CATALOG).read_text(encoding="utf-8") == before + 'msgid "a\n'


def test_status_counts_what_readers_see(site: Site) -> None:
    """A translation with a slip is missing, and a text that changed has an older translation."""
    german(site)
    text = site.source.joinpath(CATALOG).read_text(encoding="utf-8")
    site.write(CATALOG, text.replace("Bringt viele", "Bringt *viele*, wie [die Seite](beta.md) zeigt."))

    def readers_pages() -> list[int]:
        done = run_command(site.source, "translation-status")
        assert (done.returncode, done.stderr) == (0, "")
        [line] = [line for line in done.stdout.splitlines() if "readers' pages" in line]
        return [int(number) for number in re.findall(r"(\d+) \(\d+\)", line)]

    current, older, missing = readers_pages()
    assert (current, older) == (1, 0)
    site.edit("partners/acme.md", "Brings *many* readers", "Brings *new* readers")
    assert readers_pages() == [0, 1, missing]
    site.edit(CATALOG, "die Seite](beta.md)", "die Seite](gamma.md)")
    assert readers_pages() == [0, 0, missing + 1]


def test_a_new_language(site: Site) -> None:
    done = run_command(site.source, "translations", "sw", "--new")
    assert done.stdout.splitlines()[-1] == 'Now add "sw" to partnerships_languages in conf.py.'
    assert (site.source / "locales/sw/LC_MESSAGES/partners/acme.po").is_file()
