"""Collects words for the search in workers: attributes of `sphinx.search.IndexBuilder`.

Sphinx collects them in the main process, which resolves all pages for that. Seen in Sphinx 9.0, without an
upstream issue. Without one of the names, workers only write, as in Sphinx.
"""

from typing import Any

BY_PAGE = ("_titles", "_filenames", "_all_titles", "_index_entries")
BY_WORD = ("_mapping", "_title_mapping")  # word -> docnames


def take(index: object) -> dict[str, Any]:
    """Return the words of an index by name of the attribute, and empty it."""
    words = {name: getattr(index, name) for name in (*BY_PAGE, *BY_WORD)}
    for name in words:
        setattr(index, name, {})
    return words


def add(index: object, words: dict[str, Any]) -> None:
    """Add words that another process took from its index."""
    for name in BY_PAGE:
        getattr(index, name).update(words[name])
    for name in BY_WORD:
        for word, docnames in words[name].items():
            getattr(index, name).setdefault(word, set()).update(docnames)
