"""The text of a page becomes an entry, or problems."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostics.codes import Code
from page_source.front_matter import split
from partnerships_data.pages.entry import Page
from partnerships_data.pages.reader import read_page

PARTNER = """\
---
partner:
  name: Acme
  kind: company
  unit: global
---
# Acme

Prose.
"""


def page(text: str, docname: str = "partners/acme") -> Page:
    return read_page(text, docname)[0]


def messages(text: str, docname: str = "partners/acme") -> list[str]:
    return [str(problem) for problem in page(text, docname).problems]


def with_line(line: str) -> str:
    """Return the partner's page with one more line of facts, line 6."""
    return PARTNER.replace("  unit: global\n", f"  unit: global\n{line}\n")


def test_a_valid_page_becomes_an_entry() -> None:
    entry = page(PARTNER).entry
    assert entry is not None
    assert (entry.kind, entry.id, entry.title, entry.facts.name) == ("partner", "acme", "Acme", "Acme")


def test_a_no_break_space_in_a_title_is_a_space() -> None:
    assert messages(PARTNER.replace("Acme", "Acme\u00a0Group")) == []


@pytest.mark.parametrize("character", ["\u3164", "\u206a", "\ufe0f", "\ufff9", "\U0001d173", "\U000e0100"])
@pytest.mark.parametrize("name", ["{}", "Ac{}me"])
def test_a_name_has_no_invisible_characters(name: str, character: str) -> None:
    page, _body = read_page(PARTNER.replace("Acme", name.format(character)), "partners/acme")
    assert {(problem.code, problem.text) for problem in page.problems} == {
        (Code.BAD_CHARACTER, f"the character U+{ord(character):04X} is not allowed; delete it")
    }


@pytest.mark.parametrize("name", ["❤️ Acme", "1️⃣ Acme", "👩‍💻 Acme", "Acme™️", "می‌خواهم"])
def test_joiners_and_selectors_are_allowed_where_they_change_what_readers_see(name: str) -> None:
    page, _body = read_page(PARTNER.replace("Acme", name), "partners/acme")
    assert page.problems == ()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("# A *second* `name` of [Acme](https://example.org) &amp; Co.", "A second name of Acme & Co."),
        (r"# 1\. FC \*Kiwi\* \#1", "1. FC *Kiwi* #1"),
        ("#  Acme  ##", "Acme"),
        ("# Acme#", "Acme#"),
        ("```sh\n# a comment\n```\n\n# Acme", "Acme"),
        ("~~~\n# a comment\n~~~\n# Acme\n# Beta", "Acme"),
        (":::{note}\n# A part\n:::\n\n# Acme", "Acme"),
        ("````{tab-set}\n```{tab-item} One\n# A part\n```\n````\n\n# Acme", "Acme"),
        ("- An item\n\n  # A part\n\n# Acme", "Acme"),
        ("> # A part\n\n# Acme", "Acme"),
    ],
)
def test_the_title_is_the_first_heading_without_markup(typed: str, title: str) -> None:
    entry = page(NEWS.replace("# Something happened", typed), "announcements/2019-08-16-it").entry
    assert entry is not None
    assert entry.title == title


def test_a_comment_in_code_is_not_a_title() -> None:
    text = PARTNER.replace("# Acme", "```sh\n# a comment\n```")
    assert messages(text) == [
        'partners/acme.md:1:1: missing-title: missing title; type a line "# Title" below the front matter'
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "[",
        'a: "x\n',
        "\ta\n",
        "a: [x\n",
        "\u00a0a: b\n",
        "a:b\n",
        "- - - a\n",
        "a: b: c\n",
        "a: *b*\n",
        "  a: x\n a: y\n",
        "| a |\n",
        "=\n",
    ],
)
def test_front_matter_full_of_slips_is_read_in_linear_time(lines: str) -> None:
    for length in (5_000, 49_000):
        text = f"---\npartner:\n{lines * (length // len(lines))}\n---\n# Acme\n"
        assert reading_time(text) < 0.05


def test_deeply_nested_front_matter_is_read_quickly() -> None:
    keys = "".join(f"{' ' * depth}a:\n" for depth in range(300))
    assert reading_time(f"---\n{keys}---\n# Acme\n") < 0.05


def test_long_titles_are_read_in_linear_time() -> None:
    for title in ("# " + "# " * 25_000, "# a" + " #" * 25_000 + "b", "#" * 50_000, "# " + "*_[" * 16_000):
        assert reading_time(PARTNER.replace("# Acme", title)) < 0.05


@pytest.mark.parametrize("key", ["regions", "sources", "name", "since", "alignment"])
@pytest.mark.parametrize("value", ["\t", ", ", "and ", "https://", "[^"])
def test_long_values_are_read_in_linear_time(key: str, value: str) -> None:
    assert reading_time(with_line(f'  {key}: "{value * (20_000 // len(value))}"')) < 0.1


def reading_time(text: str) -> float:
    """Return the seconds of the fastest of several runs, because the machine may be busy."""
    times = []
    for _ in range(5):
        start = time.process_time()
        page(text)
        times.append(time.process_time() - start)
    return min(times)


def test_the_front_matter_becomes_blank_lines() -> None:
    _, body = read_page(PARTNER, "partners/acme")
    assert body == "\n" * 6 + "# Acme\n\nProse.\n"


@pytest.mark.parametrize("typed", ["NO", "1.10", "0123", "12:30", "2018", "0x10", "1e3"])
def test_scalars_stay_as_they_were_typed(typed: str) -> None:
    entry = page(PARTNER.replace("Acme", typed)).entry
    assert entry is not None
    assert entry.facts.name == typed


@pytest.mark.parametrize("typed", ["2018", "2018-06", "2018-06-21"])
def test_dates_keep_their_precision(typed: str) -> None:
    entry = page(with_line(f"  since: {typed}")).entry
    assert entry is not None
    assert entry.facts.since == typed


WRONG = {
    "missing key": (PARTNER.replace("  name: Acme\n", ""), "2:1: missing-key", 'add a line "name: …"'),
    "unknown key": (
        with_line("  websit: https://example.org"),
        "6:3: unknown-key",
        'did you mean "website"?',
    ),
    "mistyped required key": (
        PARTNER.replace("  kind:", "  kid:"),
        "4:3: unknown-key",
        'did you mean "kind"?',
    ),
    "mistyped kind of page": (
        PARTNER.replace("partner:", "partnr:"),
        "2:1: unknown-key",
        'did you mean "partner"?',
    ),
    "two kinds": (PARTNER.replace("---\n#", "unit: {}\n---\n#"), "6:1: unknown-key", 'delete "unit"'),
    "configuration of the parser": (
        PARTNER.replace("---\n#", "myst: {enable_extensions: [substitution]}\n---\n#"),
        "6:1: unknown-key",
        'unknown key "myst"',
    ),
    "duplicate key": (with_line("  kind: nonprofit"), "6:3: duplicate-key", "line 4"),
    "invalid date": (with_line("  since: 2018-02-30"), "6:10: bad-date", "type it as 2026-11-23"),
    "week date": (with_line("  since: 2018-W01-1"), "6:10: bad-date", '"2018-W01-1" is not a date'),
    "end before beginning": (
        with_line("  since: 2018\n  until: 2017-12"),
        "7:10: bad-date",
        'before "since: 2018"',
    ),
    "unsafe URL": (with_line("  website: javascript:alert(1)"), "6:12: bad-address", '"https://"'),
    "URL with a password": (with_line("  website: https://a:b@example.org"), "6:12: bad-address", ""),
    "URL without a host": (with_line("  website: https://"), "6:12: bad-address", ""),
    "not a list": (with_line("  sources: https://example.org"), "6:12: wrong-type", "[https://example.org]"),
    "not a text": (with_line("  website: [https://example.org]"), "6:12: wrong-type", "one text"),
    "not a block": (with_line("  alignment: reach"), "6:14: wrong-type", '"key: value"'),
    "invalid Wikidata item": (with_line("  wikidata: 95"), "6:13: wrong-type", "type Q95"),
    "invalid region": (
        with_line("  regions: [wordwide]"),
        "6:13: unknown-value",
        'did you mean "worldwide"?',
    ),
    "invalid kind": (
        PARTNER.replace("company", "Company Ltd"),
        "4:9: unknown-value",
        'did you mean "company"?',
    ),
    "empty value": (with_line("  website:"), "6:11: empty-value", "delete the line"),
    "empty reason": (with_line("  alignment:\n    reach: ''"), "7:12: empty-value", "delete the line"),
    "long name": (PARTNER.replace("name: Acme", "name: " + "x" * 201), "3:9: too-long", "at most 200"),
    "long reason": (
        with_line("  alignment:\n    reach: " + "x" * 501),
        "7:12: too-long",
        "at most 500",
    ),
    "control character": (
        PARTNER.replace("Acme\n  kind", "Ac\x07me\n  kind"),
        "3:11: bad-character",
        "U+0007",
    ),
    "escaped control character": (
        PARTNER.replace("name: Acme", r'name: "Ac\ame"'),
        "3:9: bad-character",
        "U+0007",
    ),
    "bidi override": (PARTNER.replace("name: Acme", "name: Ac\u202eme"), "3:11: bad-character", "U+202E"),
    "anchor": (PARTNER.replace("name: Acme", "name: &a Acme"), "3:9: forbidden-yaml", "anchors"),
    "alias": (with_line("  website: *a"), "6:12: forbidden-yaml", 'cannot begin with "*"'),
    "tag": (PARTNER.replace("name: Acme", "name: !!str Acme"), "3:9: forbidden-yaml", "tags"),
    "deep": (with_line("  website: " + "[" * 50), "6:16: forbidden-yaml", "nested"),
    "colon in a text": (PARTNER.replace("name: Acme", "name: Acme: the firm"), "3:13: bad-yaml", "quotes"),
    "tab": (with_line("\twebsite: x"), "6:1: bad-yaml", ""),
    "list of facts": ("---\n- partner\n---\n# Acme\n", "2:1: bad-yaml", '"key: value"'),
    "never closed": (PARTNER.replace("---\n#", "#"), "1:1: unclosed-front-matter", 'exactly "---"'),
    "closed by dots": (PARTNER.replace("---\n#", "...\n#"), "6:1: unclosed-front-matter", 'exactly "---"'),
    "four dashes": (PARTNER.replace("---\n#", "----\n#"), "6:1: unclosed-front-matter", 'exactly "---"'),
    "blank first line": ("\n" + PARTNER, "2:1: misplaced-front-matter", "line 1"),
    "words on the first line": ("--- yaml" + PARTNER[3:], "1:1: misplaced-front-matter", "line 1"),
    "no facts": ("# Acme\n\nProse.\n", "1:1: missing-facts", '"partner:"'),
    "control character in the title": (
        PARTNER.replace("# Acme", "# Ac\x07me"),
        "7:5: bad-character",
        "U+0007",
    ),
    "bidi override in the title": (PARTNER.replace("# Acme", "# \u202eAcme"), "7:3: bad-character", "U+202E"),
    "no title": (PARTNER.replace("# Acme\n", ""), "1:1: missing-title", '"# Title"'),
}


@pytest.mark.parametrize(("text", "start", "advice"), WRONG.values(), ids=WRONG.keys())
def test_one_mistake_causes_one_message(text: str, start: str, advice: str) -> None:
    [message] = messages(text)
    assert message.startswith(f"partners/acme.md:{start}: ")
    assert advice in message
    assert page(text).entry is None


def test_all_mistakes_are_reported_together() -> None:
    text = with_line("  since: soon\n  websit: x\n  regions: [moon]").replace("company", "firm")
    assert [message.split(":")[1] for message in messages(text)] == ["4", "6", "7", "8"]


UNIT = """\
---
unit:
  name: Global unit
  focus: Works everywhere.
  members:
    - name: Ada Example
      role: Manager
---
# Global unit
"""


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("      photo: ada.png", "8:14: missing-photo"),
        ("      photo_alt: Ada\n      photo_credit: Eve\n      photo: ../ada.png", "10:14: wrong-type"),
        ("      joined: 2019\n      left: 2018", "9:13: bad-date"),
        ("      rol: x", "8:7: unknown-key"),
    ],
)
def test_members_are_checked(line: str, start: str) -> None:
    text = UNIT.replace("role: Manager\n", f"role: Manager\n{line}\n")
    [message] = messages(text, "team/global")
    assert message.startswith(f"team/global.md:{start}: ")


NEWS = """\
---
announcement:
  date: 2019-08-16
  kind: event
  summary: Something happened.
---
# Something happened
"""


@pytest.mark.parametrize(
    ("docname", "date", "count"),
    [
        ("announcements/2019-08-16-it", "2019-08-16", 0),
        ("announcements/2019-08-it", "2019-08", 0),
        ("announcements/2019-it", "2019", 0),
        ("announcements/2019-08-17-it", "2019-08-16", 1),
        ("announcements/2019-08-16", "2019-08-16", 1),
        ("announcements/it", "2019", 1),
        ("announcements/2019-It", "2019", 1),
    ],
)
def test_an_announcement_is_named_after_its_date(docname: str, date: str, count: int) -> None:
    found = page(NEWS.replace("2019-08-16", date), docname).problems
    assert [problem.code for problem in found] == [Code.WRONG_PLACE] * count


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_names_reserved_by_windows_are_refused(name: str) -> None:
    """There is no such file in `corpora/broken`: Windows could not check it out."""
    assert messages(PARTNER, f"partners/{name}") == [
        f'partners/{name}.md:2:1: wrong-place: the name "{name}" is reserved by Windows; give this page another name'
    ]


def test_an_index_page_cannot_state_facts() -> None:
    assert [problem.code for problem in page(PARTNER, "partners/index").problems] == [Code.WRONG_PLACE]


def test_options_of_sphinx_are_allowed_beside_the_facts() -> None:
    text = PARTNER.replace("---\n#", "orphan: true\ntocdepth: 2\nnosearch: false\n---\n#")
    assert page(text).options.model_dump(exclude_defaults=True) == {"orphan": True, "tocdepth": 2}


def test_other_pages_need_no_facts() -> None:
    assert page("# About\n", "about/index").problems == ()
    assert page("# All\n", "partners/index").problems == ()


@given(st.text())
@example("---\n{")
@example("---\n&a : *a\n---\n")
@example("---\npartner: {name: {a: {b: {c: d}}}}\n---\n")
def test_any_text_can_be_read(text: str) -> None:
    found, body = read_page(text, "partners/acme")
    assert found.entry or found.problems
    assert not split(body)[0]


@given(st.dictionaries(st.sampled_from(["name", "kind", "unit", "alignment", "regions", "x"]), st.text()))
def test_any_value_can_be_read(values: dict[str, str]) -> None:
    lines = "".join(f"  {key}: {value!r}\n" for key, value in values.items())
    found, _ = read_page(f"---\npartner:\n{lines}---\n# Acme\n", "partners/acme")
    assert found.entry or found.problems


def test_fill_in_marks_in_the_middle_of_a_line_count_on_pages_of_facts_only() -> None:
    text = "# FILL IN\n\n## FILL IN\n\nReplace `FILL IN`.\n\n    kind: FILL IN\nFILL IN\n"
    assert [problem.line for problem in read_page(text, "about/editing")[0].problems] == [1, 3, 8]
    lines = [problem.line for problem in read_page(text, "partners/acme")[0].problems]
    assert lines == [1, 3, 5, 7, 8]
