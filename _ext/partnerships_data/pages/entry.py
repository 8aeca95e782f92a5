"""The content of a page: an entry if its facts are valid, problems if they are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from diagnostics.positions import Position
from diagnostics.problem import Problem
from page_source.block import KeyPath
from partnerships_data.pages.models import KIND_BY_FOLDER, Announcement, Options


@dataclass(frozen=True, slots=True)
class Entry:
    """A page with valid facts."""

    kind: str  # a key of `models.KINDS`
    id: str  # the stem of its file
    docname: str  # the path of the page without its suffix
    title: str  # its heading, without markup
    facts: Any  # an instance of the kind's model
    positions: Mapping[KeyPath, Position]  # of its values, for messages
    untranslated: tuple[str, ...] = ()  # paths of the texts in the original language, in a translated site
    older: tuple[str, ...] = ()  # paths of the translations that are older than the original

    def position(self, path: KeyPath) -> Position:
        """Return the position of a value; in the short form of a part, its first key was not typed."""
        return self.positions[path if path in self.positions else path[:-1]]

    @property
    def first_id(self) -> str:
        """The id in feeds, which does not change when the file is renamed."""
        given: str | None = getattr(self.facts, "id", None)
        return given or next(iter(self.facts.formerly), self.id)

    @property
    def name(self) -> str:
        """The name for readers: the title of an announcement, else the key `name`."""
        return self.title if isinstance(self.facts, Announcement) else str(self.facts.name)

    @property
    def description(self) -> str:
        """The sentence that sums up the entry; empty if its kind has none."""
        texts = (getattr(self.facts, key, "") for key in ("summary", "goal", "focus"))
        return next((str(text) for text in texts if text), "")

    @property
    def last_changed(self) -> str | None:
        """The latest date on which the page changed or was reviewed, if it states one."""
        dates = (getattr(self.facts, key, None) for key in ("updated", "date", "reviewed"))
        return max((date for date in dates if date), default=None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read."""

    docname: str
    entry: Entry | None
    options: Options
    problems: tuple[Problem, ...]
    sentences: tuple[tuple[str, Position], ...] = ()  # inline Markdown in the facts
    references: tuple[tuple[str, str, Position], ...] = ()  # kind, id and position, if the facts have errors
    prose: object = None  # what its Markdown refers to, for the rules about references

    def translated(self, title: str, texts: Mapping[KeyPath, str], **states: tuple[str, ...]) -> Page:
        """Return the page with another title, other texts in its facts, and the paths of texts by state."""
        if self.entry is None:
            return self
        facts = self.entry.facts
        for path, text in texts.items():
            facts = _replaced(facts, path, text)
        changed: dict[str, Any] = {"title": title, "facts": facts, **states}
        return replace(self, entry=replace(self.entry, **changed))


def _replaced(value: Any, path: KeyPath, text: str) -> Any:
    """Return `value`, facts or a part of them, with the text at `path` replaced."""
    if not path:
        return text
    head, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        return value.model_copy(update={str(head): _replaced(getattr(value, str(head)), rest, text)})
    if isinstance(value, dict):
        return {**value, head: _replaced(value[head], rest, text)}
    return tuple(_replaced(item, rest, text) if n == head else item for n, item in enumerate(value))


def expected_entry(docname: str) -> tuple[str, str] | None:
    """Return the kind and the id that a page must have in its folder; None if it need not state facts."""
    folder, _, stem = docname.rpartition("/")
    kind = KIND_BY_FOLDER.get(folder.split("/")[0])
    return None if kind is None or docname == f"{folder}/index" else (kind, stem)
