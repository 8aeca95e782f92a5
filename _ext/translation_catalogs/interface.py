"""The texts of the interface: those in code and in templates that are marked for translators.

Babel finds the same texts on every version of Python, because none is marked within an f-string. The comments
are in a file: catalogs have no contexts, so a text has one comment wherever it is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from translation_catalogs.texts import PLACEHOLDER, Text

FUNCTIONS = {"_": None, "N_": None}
METHODS: dict[str, Any] = {".py": "python", ".html": babel_extract}
MARKED = re.compile(rb"\bN?_\(|\btrans\b")  # in every file with a marked text; to search takes less time
COMMENTS = "interface_comments.toml"  # text -> what it is
OF_SPHINX = ("Link to this heading", "Link to this image", "Link to this table")  # in some languages only


def interface_texts(folder: Path) -> Iterator[Text]:
    """Yield the texts of all packages in a folder, in the order of their files and lines."""
    comments = tomllib.loads((folder / COMMENTS).read_text(encoding="utf-8"))
    yield from (Text(text, comments[text]) for text in OF_SPHINX if text in comments)
    for path in sorted(folder.rglob("*")):
        method = METHODS.get(path.suffix)
        if method and MARKED.search(content := path.read_bytes()):
            found = list(extract(method, BytesIO(content), FUNCTIONS))
            for line, message, _comments, _context in found:
                text = str(message)
                hints = [comments.get(text, f"in {path.relative_to(folder).as_posix()}")]
                if placeholders := PLACEHOLDER.findall(text):
                    hints.append(f"keep {', '.join(dict.fromkeys(placeholders))}")
                yield Text(text, "; ".join(hints), line=line)
