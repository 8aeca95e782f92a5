"""Keys of front matter without their colon, or without the space after it."""

from __future__ import annotations

import re
from collections.abc import Container

LINE = re.compile(r" *(?:- +)?(?:(?P<key>[^\s:#{\[&*!|>%@`][^:]*? *:(?:[ \t].*|$))|(?P<text>.*))")
NO_SPACE = re.compile(r"[A-Za-z0-9_-]+:[^\s/].*")


def missing_space(text: str) -> str | None:
    """Return what to say about `key:value`, in which the space after the colon is missing."""
    if not NO_SPACE.fullmatch(text):
        return None
    meant = text.replace(":", ": ", 1)
    return f'missing space after the colon; type "{meant[:200]}"'


def missing_colon(text: str, keys: Container[str]) -> str | None:
    """Return what to say about `key value`, or about `key::`, if it begins with one of some keys."""
    key, value = re.findall(r"^([\w-]*)\W*(.*)", text)[0]
    wrong = "missing colon" if value else "wrong character"
    return f'{wrong} after "{key}"; type "{key}: {value[:200] or "…"}"' if key in keys else None


def corrected_key(line: str) -> tuple[str, int, str] | None:
    """Return a line with the space or the colon that its key needs, with column and message of the slip."""
    parts = LINE.fullmatch(line)
    text = parts["text"].strip() if parts and parts["text"] else ""
    start = len(line) - len(text)
    if problem := missing_space(text):
        return line[:start] + text.replace(":", ": ", 1), start, problem
    if not text[:1].isalnum():
        return None
    key, value = re.findall(r"^([\w-]+)\W*(.*)", text)[0]
    problem = f'missing colon after "{key[:60]}"; type "{key[:60]}: {value[:200] or "…"}"'
    return f"{line[:start]}{key}: {value}".rstrip(), start, problem
