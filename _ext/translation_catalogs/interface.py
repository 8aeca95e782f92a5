"""The texts of the interface: those in code and in templates that are marked for translators.

Babel finds the same texts on every version of Python, because none is marked within an f-string.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from translation_catalogs.texts import PLACEHOLDER, Text

FUNCTIONS = {"_": None, "N_": None}
METHODS: dict[str, Any] = {".py": "python", ".html": babel_extract}
COMMENT_TAG = "Translators:"


def interface_texts(folder: Path) -> Iterator[Text]:
    """Yield the texts of all packages in a folder, in the order of their files and lines."""
    for path in sorted(folder.rglob("*")):
        if method := METHODS.get(path.suffix):
            with path.open("rb") as file:
                found = list(extract(method, file, FUNCTIONS, [COMMENT_TAG], strip_comment_tags=True))
            for line, message, comments, _context in found:
                yield _text(str(message), " ".join(comments), path.relative_to(folder).as_posix(), line)


def _text(message: str, comment: str, path: str, line: int) -> Text:
    placeholders = PLACEHOLDER.findall(message)
    hints = [comment] if comment else [f"in {path}"]
    if placeholders:
        hints.append(f"keep {', '.join(dict.fromkeys(placeholders))}")
    return Text(message, "; ".join(hints), line=line)
