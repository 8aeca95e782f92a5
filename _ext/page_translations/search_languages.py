"""The search in languages that Sphinx does not know, with the stemmers that come with Sphinx.

Without them, Sphinx would reduce words to their stems by the rules of English.
"""

from __future__ import annotations

import snowballstemmer
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage


class SnowballSearch(SearchLanguage):
    """A language with a stemmer of Snowball."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stemmer = snowballstemmer.stemmer(self.language_name.lower())

    def stem(self, word: str) -> str:
        return str(self.stemmer.stemWord(word.lower()))


class SearchArabic(SnowballSearch):
    """Arabic."""

    lang = "ar"
    language_name = "Arabic"
    js_stemmer_rawcode = "arabic-stemmer.js"


class SearchIndonesian(SnowballSearch):
    """Indonesian."""

    lang = "id"
    language_name = "Indonesian"
    js_stemmer_rawcode = "indonesian-stemmer.js"


def setup_search_languages(app: Sphinx) -> None:
    """Register the languages."""
    app.add_search_language(SearchArabic)
    app.add_search_language(SearchIndonesian)
