"""Names without the marks of their letters, for sorting."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from page_source.letters import fold


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
