"""Names without the marks of their letters, for sorting; and initials."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_source.letters import fold, initials


def test_names_sort_with_their_base_letters() -> None:
    names = [
        "Zebra",
        "Étoile",
        "Łódź",
        "Ø",
        "Ångström",
        "Apple",
        "Žižek",
        "Eagle",
        "Çelik",
        "Dodo",
        "Lynx",
        "Oak",
    ]
    assert sorted(names, key=fold) == [
        "Ångström", "Apple", "Çelik", "Dodo", "Eagle", "Étoile", "Łódź", "Lynx", "Ø", "Oak", "Zebra", "Žižek",
    ]  # fmt: skip


@given(st.text())
def test_fold_is_stable_and_ignores_how_marks_are_stored(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Example", "AE"),
        ("Ada van den Example", "AE"),
        ("Kiwix", "K"),
        ("Duran Duran", "DD"),
        ("(Ada) Example", "AE"),
        ("“Ada” Example [she]", "AS"),
        ("Ada 'Addie' Example", "AE"),
        ("Ada Example (42)", "AE"),
        ("Ada – 2 !", "A"),
        ("1st Union", "SU"),
        ("Élan Ölçek", "ÉÖ"),
        ("E\u0301lan O\u0308lc\u0327ek", "ÉÖ"),  # letters and marks apart
        ("ßeta", "S"),
        ("🎉 Open 🎉", "O"),
        ("👩‍💻 Coders", "C"),
        ("ʻOhana Hui", "OH"),
        ("🎉", "🎉"),
        ("404", "4"),
        ("مؤسسة المعرفة", "ما"),
        ("קרן הידע", "קה"),
        ("知识基金会", "知"),
        ("  spaced   out  ", "SO"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_the_last_word(name: str, expected: str) -> None:
    assert initials(name) == expected
