"""The texts of the interface: each is a whole sentence or label, which every language can translate."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from builders import ROOT
from translation_catalogs.interface import COMMENTS, interface_texts
from translation_catalogs.texts import PLACEHOLDER

MODULES = ROOT / "_ext"
VIEWS = MODULES / "partnerships"  # what it shows is for readers
TRANSLATING = {"_", "__", "N_"}
PUNCTUATION = set(" :;,()[]")


def parsed(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def translating_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING:
            yield node


def test_texts_for_translators_are_plain_strings() -> None:
    """Babel does not see what is computed: an f-string, a concatenation or a call."""
    for path, tree in parsed(MODULES):
        for call in translating_calls(tree):
            [text] = call.args
            is_marked_elsewhere = isinstance(text, ast.Name | ast.Subscript)
            is_plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            assert is_plain or is_marked_elsewhere, f"{path}:{call.lineno}"


def test_no_punctuation_joins_texts_for_readers() -> None:
    """Languages differ in their punctuation, so it is part of a text with placeholders."""
    for folder in ("alignment", "nodes", "pages"):
        for path, tree in parsed(VIEWS / folder):
            translated = {id(text) for call in translating_calls(tree) for text in call.args}
            constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
            for node in constants:
                text = str(node.value)
                joins = text != text.strip() and text.strip() and set(text) <= PUNCTUATION
                assert not joins or id(node) in translated, f"{path}:{node.lineno}: {text!r}"


def test_each_text_has_a_comment_for_translators() -> None:
    """The file of comments has no others; the placeholders that a comment explains are in its text."""
    comments = tomllib.loads((MODULES / COMMENTS).read_text(encoding="utf-8"))
    assert comments.keys() == {text.text for text in interface_texts(MODULES)}
    for text, comment in comments.items():
        assert comment.strip(), text
        assert set(PLACEHOLDER.findall(comment)) <= set(PLACEHOLDER.findall(text)), text
