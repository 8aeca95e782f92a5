"""Functions that make common nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from docutils import nodes
from sphinx.locale import get_translation

from partnerships_data.pages.entry import Entry
from partnerships_data.pages.evidence import Source

_ = get_translation("partnerships")

Inline = nodes.Node | str | Sequence[nodes.Node]


def paragraph(*parts: Inline, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph of texts and inline nodes."""
    node = nodes.paragraph("", classes=list(classes))
    _append(node, parts)
    return node


def heading(level: int, *parts: Inline, id: str = "", classes: Sequence[str] = ()) -> nodes.rubric:
    """Return a heading within a view, which is not in the page's table of contents."""
    node = nodes.rubric("", ids=[id] if id else [], classes=list(classes))
    node["heading-level"] = level
    _append(node, parts)
    return node


def _append(node: nodes.Element, parts: Iterable[Inline]) -> None:
    for part in parts:
        node += nodes.Text(part) if isinstance(part, str) else part


def fill(text: str, /, **parts: Inline) -> list[nodes.Node]:
    """Return a translated text with nodes in the place of its placeholders, such as `{name}`."""
    container = nodes.inline()
    for words, name, _spec, _conversion in Formatter().parse(text):
        _append(container, [words, *([parts[name]] if name else [])])
    return container.children


def labeled(name: Inline, text: Inline) -> nodes.paragraph:
    """Return a paragraph with a label and a text."""
    return paragraph(fill(_("{name}: {text}"), name=name, text=text))


def separated(parts: Sequence[nodes.Node | Sequence[nodes.Node]], separator: str = "") -> list[nodes.Node]:
    """Return inline nodes, or groups of them, with commas or another separator between them."""
    joined: list[nodes.Node] = []
    for part in parts:
        if joined:
            joined.append(nodes.Text(separator or _(", ")))
        joined += [part] if isinstance(part, nodes.Node) else part
    return joined


def ended(entry: Entry) -> list[nodes.Node]:
    """Return the mark of a partnership that has ended; nothing for any other entry."""
    has_ended = getattr(entry.facts, "ended", False)
    return [nodes.inline("", _(" (ended)"), classes=["ended"])] if has_ended else []


def empty_list(text: str, path: str, key: str = "") -> nodes.paragraph:
    """Return the text in the place of an empty list, and where to add an item: a folder, or a key."""
    advice: Inline = _('To add one, create a page in the folder "%s".') % path
    if key:
        key_name, page = nodes.literal("", key), nodes.literal("", path)
        advice = fill(_("To add one, use the key {key} in {path}."), key=key_name, path=page)
    return paragraph(f"{text} ", advice, classes=["empty"])


def web_link(source: Source) -> nodes.reference:
    """Return a link to another website; its text is the title of the web page, or the name of the website."""
    return nodes.reference("", source.name, refuri=source.url, internal=False)


def bullets(items: Iterable[nodes.list_item | Iterable[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """Return a list; each item is a sequence of block nodes, or has classes and is ready."""
    ready = (item if isinstance(item, nodes.list_item) else nodes.list_item("", *item) for item in items)
    return nodes.bullet_list("", *ready, classes=list(classes))


def definitions(
    rows: Iterable[tuple[nodes.term, Iterable[nodes.Node]]], *classes: str
) -> nodes.definition_list:
    """Return a list of terms with block nodes below each, which have the classes of the term."""
    shown = nodes.definition_list("", classes=list(classes))
    for term, body in rows:
        shown += nodes.definition_list_item("", term, nodes.definition("", *body, classes=term["classes"]))
    return shown


def fields(rows: Iterable[tuple[str, Inline]]) -> nodes.field_list:
    """Return a list of names with values, each a line or a list."""
    field_list = nodes.field_list()
    for name, value in rows:
        body = value if isinstance(value, nodes.bullet_list | nodes.paragraph) else paragraph(value)
        field_list += nodes.field("", nodes.field_name("", name), nodes.field_body("", body))
    return field_list
