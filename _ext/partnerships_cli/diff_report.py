"""The report of `diff`, in Markdown: first what needs most care, then the facts, then the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from pydantic import BaseModel

from partnerships_cli.compared_catalog import ComparedCatalog
from partnerships_cli.markdown_text import escaped, markdown_text
from partnerships_cli.word_changes import word_changes
from partnerships_data.catalog.export_models import AlignmentItem
from partnerships_data.pages.entry import expected_entry
from partnerships_data.pages.field_types import Region
from partnerships_data.pages.models import KINDS, Member
from partnerships_data.releases.changes import Change
from partnerships_data.releases.comparison import PLURALS, CatalogComparison
from partnerships_data.releases.sentences import HEADINGS, REGIONS, SENTENCES, group_changes, plain_sentence

NO_VALUE = "(none)"
# Facts that are not in the lists of values: derived ones, and those that the sentences have.
NOT_LISTED = frozenset({"id", "name", "unit", "formerly", "priority", "reason", "role", "announcements"})
URL = re.compile(r"https?://[^\s\"'<>)\]}]+")


def markdown(
    base: ComparedCatalog,
    head: ComparedCatalog,
    comparison: CatalogComparison,
    changes: Sequence[Change],
    program: Sequence[str],
    left_out: Sequence[str],
) -> str:
    """Return a comparison as a Markdown document.

    :param program: files that changed and are no content
    :param left_out: pages that have problems and were not compared
    """
    facts = list(fact_lines(comparison, changes))
    sections = [
        (
            "This change also touches the program. Read these files line by line:",
            _listed(map(markdown_text, program)),
        ),
        ("These URLs will lead nowhere:", _listed(_lost_urls(base, head, comparison))),
        ("Check these dates:", _listed(map(markdown_text, sorted(head.future_dates - base.future_dates)))),
        ("", facts or ["No fact of the directory changes.", ""]),
        ("", list(_prose_lines(base, head, comparison))),
        ("These pages have problems and are not compared:", _listed(map(markdown_text, left_out))),
    ]
    lines = ["# What this change does", ""]
    for introduction, section in sections:
        if section:
            lines += [*([introduction, ""] if introduction else []), *section]
    return "\n".join(lines)


def _listed(items: Iterable[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else []


# -- URLs ----------------------------------------------------------------------------------------------------


def _lost_urls(base: ComparedCatalog, head: ComparedCatalog, comparison: CatalogComparison) -> Iterator[str]:
    """Yield an item for each URL that no page has any longer, with the line to add to a page."""
    for kind in PLURALS:
        lost = _addresses(comparison.old[kind].values()) - _addresses(comparison.new[kind].values())
        for id in sorted(lost):
            current = comparison.new[kind].get(comparison.current_id(kind, id))
            formerly = ", ".join([*(current.formerly if current else ()), id])
            page = f"{KINDS[kind].folder}/{current.id}.md" if current else "the page that replaces it, if any"
            yield (
                f"{markdown_text(f'{KINDS[kind].folder}/{id}')}: "
                f"add {markdown_text(f'formerly: [{formerly}]')} to {markdown_text(page)}"
            )
    if head.texts:
        for name in sorted(base.texts.keys() - head.texts.keys()):
            if not expected_entry(name.removesuffix(".md")):
                yield f"{markdown_text(name.removesuffix('.md'))}: keep the page, or link to its successor"


def _addresses(entries: Iterable[Any]) -> set[str]:
    return {id for entry in entries for id in (entry.id, *entry.formerly)}


# -- Facts ---------------------------------------------------------------------------------------------------


def fact_lines(comparison: CatalogComparison, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of a section for each kind of change."""
    grouped = group_changes(change for change in changes if not change.kind.endswith("-changed"))
    values = {HEADINGS[kind]: sorted(_value_lines(comparison, kind)) for kind in PLURALS}
    for heading in dict.fromkeys(HEADINGS.values()):
        lines = [line for change in grouped.get(heading, ()) for line in change_lines(comparison, change)]
        lines += values.get(heading, ())
        if lines:
            yield from (f"## {heading}", "", *lines, "")


def _value_lines(comparison: CatalogComparison, kind: str) -> Iterator[str]:
    """Yield the values that differ, of the entries that are on both sides."""
    for old, new in comparison.pairs(kind):
        name = markdown_text(comparison.reference(kind, new.id).name)
        before, after = (dict(facts_of_entry(comparison, kind, entry, NOT_LISTED)) for entry in (old, new))
        for key in sorted(before.keys() | after.keys()):
            values = before.get(key, NO_VALUE), after.get(key, NO_VALUE)
            if values[0] != values[1]:
                yield f"- {name}: {markdown_text(key)}: {' → '.join(map(markdown_text, values))}"


def facts_of_entry(
    comparison: CatalogComparison, kind: str, entry: Any, skipped: Set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of an entry as texts; those of a person or an alignment by themselves."""
    for key in KINDS[kind].model_fields.keys() & type(entry).model_fields.keys() - skipped:
        value = comparison.old_value(entry, key)
        if key not in ("alignment", "members", "results"):
            yield from _fact(key, value)
            continue
        for item in value:
            for part, part_value in item:
                if part not in skipped:
                    yield from _fact(f"{key}: {_item_name(comparison, item)}: {part}", part_value)


def _fact(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if text := _value_text(value):
        yield key, text


def _value_text(value: Any) -> str:
    """Return a value in one line; nothing if there is none."""
    if isinstance(value, BaseModel):
        value = [part for _key, part in value]
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_value_text, value)))
    if isinstance(value, Region):
        return REGIONS[value]
    return "" if value in (None, False) else str(value)


def _item_name(comparison: CatalogComparison, item: Any) -> str:
    """Return what a person, an alignment or a result is recognized by."""
    if isinstance(item, AlignmentItem):
        return comparison.reference("priority", comparison.current_id("priority", item.priority)).name
    return _value_text(item.name if isinstance(item, Member) else [item.what, item.where, item.period])


def change_lines(comparison: CatalogComparison, change: Change) -> Iterator[str]:
    """Yield the sentence about a change, and all facts of a new entry."""
    yield f"- {sentence(change)}"
    entry = change.about[0]
    if change.kind == f"{entry.kind}-added":
        added = comparison.new[entry.kind][entry.id]
        for key, value in sorted(facts_of_entry(comparison, entry.kind, added, {"name", "announcements"})):
            yield f"  - {markdown_text(key)}: {markdown_text(value)}"


def sentence(change: Change) -> str:
    """Return a change as a Markdown sentence, followed by the values that the sentence leaves out."""
    change = escaped(change)
    text = plain_sentence(change)
    details = _details(change)
    return f"{text} ({details})" if details else text


def _details(change: Change) -> str:
    """Return the old and the new value of a change, where its sentence does not have them."""
    template = SENTENCES[change.kind]
    names = {entry.name for entry in change.about}
    before = "" if "{before}" in template or change.before in names else change.before
    after = "" if "{after}" in template or change.after in names else change.after
    if before and after:
        return f"{before} → {after}"
    return f"before: {before}" if before else after


# -- Prose ---------------------------------------------------------------------------------------------------


def _prose_lines(
    base: ComparedCatalog, head: ComparedCatalog, comparison: CatalogComparison
) -> Iterator[str]:
    """Yield a section for each page whose prose changed, if both sides have prose."""
    if not base.prose or not head.prose:
        return
    for name, text in sorted(head.prose.items()):
        old_name = _old_path(comparison, name)
        changes = word_changes(base.prose.get(old_name, ""), text)
        if not changes:
            continue
        yield from (f"## Prose of {markdown_text(name)}", "")
        is_entry = expected_entry(name.removesuffix(".md"))
        if is_entry and _urls(base.texts.get(old_name, "")) == _urls(head.texts[name]):
            yield from ("**The sources of this page did not change.**", "")
        for change in changes:
            words = (change.before, change.after)
            quotes = (f"“{markdown_text(text)}”" if text else NO_VALUE for text in words)
            yield f"- {' → '.join(quotes)}"
        yield ""


def _old_path(comparison: CatalogComparison, name: str) -> str:
    """Return the path that a page had before, from the one that it has now."""
    kind, id = expected_entry(name.removesuffix(".md")) or ("", "")
    for old_id, current_id in comparison.current_ids.get(kind, {}).items():
        if current_id == id:
            return f"{KINDS[kind].folder}/{old_id}.md"
    return name


def _urls(text: str) -> set[str]:
    return set(URL.findall(text))
