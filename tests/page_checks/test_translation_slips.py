"""Slips in catalogs of translations: each is reported at its line and column, and costs only its own text."""

from __future__ import annotations

from pathlib import Path

import pytest

from page_checks.translations import slip_of, translation_problems
from translation_catalogs.catalogs import CatalogEntry, parse_catalog

CATALOG = "locales/es/LC_MESSAGES/partners/acme.po"
ORIGINAL = "See [the plan](https://example.org/plan), {partner}`google`, `a b` and %s."
GOOD = "Véase [el plan](https://example.org/plan), {partner}`google`, `a b` y %s."
HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n\n'
BEFORE = HEADER + 'msgid "One."\nmsgstr "Uno."\n\n'
LINE = BEFORE.count("\n") + 2
AFTER = '\n\nmsgid "Three."\nmsgstr "Tres."\n'

# name -> (translation as it is typed in the file, column, code)
SLIPS: dict[str, tuple[str, int, str]] = {
    "an HTML element": (f"<b>{GOOD}</b>", 9, "forbidden-html"),
    "HTML that runs": (f"{GOOD} <img src=x onerror=alert(1)>", 83, "forbidden-html"),
    "a script": (f"<script>alert(1)</script> {GOOD}", 9, "forbidden-html"),
    "an unknown role": (f"{GOOD} {{raw}}`x`", 83, "changed-reference"),
    "another id in a role": (GOOD.replace("google", "mozilla"), 52, "changed-reference"),
    "another role": (GOOD.replace("{partner}", "{unit}"), 52, "changed-reference"),
    "a lost role": (GOOD.replace("{partner}`google`, ", ""), 9, "changed-reference"),
    "a link to another host": (GOOD.replace("example.org", "example.com"), 25, "changed-reference"),
    "a lost link": (GOOD.replace("](https://example.org/plan)", "]"), 9, "changed-reference"),
    "one more link": (f"{GOOD} [x](https://example.net/)", 87, "changed-reference"),
    "a link that runs": (GOOD.replace("https://example.org/plan", "javascript:alert(1)"), 25, "bad-address"),
    "an image of another host": (f"{GOOD} ![x](https://example.net/x.png)", 88, "changed-reference"),
    "a lost placeholder": (GOOD.replace("%s", ""), 9, "lost-placeholder"),
    "another placeholder": (GOOD.replace("%s", "%d"), 79, "lost-placeholder"),
    "lost code": (GOOD.replace("`a b`", "a b"), 9, "lost-placeholder"),
    "translated code": (GOOD.replace("`a b`", "`á b`"), 72, "lost-placeholder"),
    "a bidi override": (GOOD.replace("Véase", "V\u202eéase"), 10, "bad-character"),
    "a bidi override as an entity": (GOOD.replace("Véase", "V&#x202e;éase"), 10, "bad-character"),
    "a heading": (f"# {GOOD}", 9, "several-paragraphs"),
    "a list": (f"- {GOOD}", 9, "several-paragraphs"),
    "two paragraphs": (f"{GOOD}\\n\\nOtro.", 9, "several-paragraphs"),
    "front matter": (f"---\\nmyst: x\\n---\\n{GOOD}", 9, "several-paragraphs"),
    "a directive": (f"```{{include}} x\\n```\\n{GOOD}", 9, "several-paragraphs"),
    "a very long text": (f"{GOOD} {'muy ' * 90}largo", 305, "too-long"),
}
# name -> (lines of an entry, number of the first line that is wrong)
UNREADABLE = {
    "no quotation mark at the end": ('msgid "Two."\nmsgstr "Dos.', 1),
    "a quotation mark in the text": ('msgid "Two."\nmsgstr "Do"s."', 1),
    "a second translation": ('msgid "Two."\nmsgstr "Dos."\nmsgstr "Dos."', 2),
    "a form of the plural": ('msgid "Two."\nmsgid_plural "Twos."\nmsgstr[0] "Dos."', 1),
    "a mark of an unfinished merge": ('<<<<<<< HEAD\nmsgid "Two."\nmsgstr "Dos."', 0),
    "another encoding": ('msgid "Two."\nmsgstr "Dos\udcf3."', 1),
}


def problems(root: Path, text: str) -> list[tuple[int, int, str]]:
    path = root / CATALOG
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    found = list(translation_problems(root))
    assert {problem.path for problem in found} <= {CATALOG}
    assert all("; " in problem.text for problem in found)
    return [(problem.line, problem.column, problem.code.value) for problem in found]


@pytest.mark.parametrize("name", SLIPS)
def test_slips(tmp_path: Path, name: str) -> None:
    typed, column, code = SLIPS[name]
    text = f'{BEFORE}msgid "{ORIGINAL}"\nmsgstr "{typed}"{AFTER}'
    assert problems(tmp_path, text) == [(LINE, column, code)]
    entries = parse_catalog(text.encode()).entries
    assert [slip_of(entry, "partners/acme") is None for entry in entries] == [True, False, True]


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_entries(tmp_path: Path, name: str) -> None:
    entry, wrong = UNREADABLE[name]
    text = f"{BEFORE}{entry}{AFTER}"
    assert problems(tmp_path, text)[0] == (LINE - 1 + wrong, 1, "bad-catalog")
    content = text.encode("utf-8", "surrogateescape")
    assert [entry.text for entry in parse_catalog(content).entries] == ["One.", "Three."]


def test_a_position_in_wrapped_lines(tmp_path: Path) -> None:
    """Some editors wrap lines; the text then begins on the line below."""
    wrapped = 'msgstr ""\n"Un \\"texto\\" "\n"con <b>"'
    assert problems(tmp_path, f'{BEFORE}msgid "A text"\n{wrapped}{AFTER}') == [
        (LINE + 2, 6, "forbidden-html")
    ]


def test_what_is_no_slip(tmp_path: Path) -> None:
    """Other order, no translation, an obsolete entry, an older translation with the links of its original."""
    other_order = "A %s, {partner}`google`, `a b` y [el plan](https://example.org/plan)"
    older = f'#| msgid "{ORIGINAL}"\nmsgid "New [link](https://example.net)"\nmsgstr "{GOOD}"'
    text = f'{BEFORE}msgid "{ORIGINAL}"\nmsgstr "{other_order}"\n\nmsgid "Two."\nmsgstr ""\n\n{older}{AFTER}'
    assert problems(tmp_path, f'{text}\n#~ msgid "x"\n#~ msgstr "<b>"\n') == []


@pytest.mark.parametrize("translation", ["<b>", "a > b", 'x" onclick="alert(1)', "V\u202eéase"])
def test_the_interface_is_no_markdown(translation: str) -> None:
    """Templates write its texts into attributes of HTML."""
    assert slip_of(CatalogEntry("See", translation), "partnerships")
    assert slip_of(CatalogEntry("See", "- # %"), "partnerships") is None


@pytest.mark.parametrize("name", ["spanish", "xx", "pt-br"])
def test_unknown_languages(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"locales/{name}/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True)
    path.write_text(BEFORE, encoding="utf-8")
    [problem] = translation_problems(tmp_path)
    assert problem.code.value == "unknown-language"
    assert name in problem.text
