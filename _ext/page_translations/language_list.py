"""How much of the site is translated into each language, and links to what needs work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zlib import crc32

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation

from page_translations.collecting import EVENT, translations_of
from page_translations.page_context import translate_url
from translation_catalogs.catalog_files import with_interface
from translation_catalogs.catalogs import FOLDER, INTERFACE
from translation_catalogs.languages import SOURCE_LANGUAGE, own_name, tag
from translation_catalogs.status import Units, numbers, units_by_catalog, units_by_part
from translation_catalogs.units import State

_ = get_translation("partnerships")

PARTS = (_("Interface"), _("Readers' pages"), _("Manual"))
PageLink = Callable[[str, str, nodes.Node], nodes.Node]
HEADER = (_("Part"), _("Current"), _("Older"), _("Missing"), _("Translated"))


def language_list(env: BuildEnvironment, page_link: PageLink) -> list[nodes.Node]:
    """Return a table and links for each language of the site except that of the originals.

    The numbers are those of the command `translation-status`.

    :param page_link: makes a link to a page from its name, an anchor in it and the content of the link
    """
    texts = with_interface(env.config.page_translations_site_texts, translations_of(env).texts())

    def has_slip(entry: object, name: str) -> object:
        return env.events.emit_firstresult(EVENT, entry, name)

    shown: list[nodes.Node] = []
    for code in env.config.partnerships_languages:
        if code != SOURCE_LANGUAGE:
            by_catalog = units_by_catalog(Path(env.srcdir), code, texts, has_slip)
            shown += _language(env, page_link, code, by_catalog)
    return shown or [nodes.paragraph("", _("This site has no translations."))]


def progress_digest(env: BuildEnvironment) -> int:
    """Return a digest of the catalogs, texts and titles of all pages, which the list of languages shows."""
    titles = [(docname, env.titles[docname].astext()) for docname in sorted(env.found_docs)]
    texts = {name: [text.text for text in of_page] for name, of_page in translations_of(env).texts().items()}
    digest = crc32(repr((titles, texts)).encode())
    for path in sorted(Path(env.srcdir, FOLDER).rglob("*.po")):
        digest = crc32(path.read_bytes(), crc32(str(path).encode(), digest))
    return digest


def _language(
    env: BuildEnvironment, page_link: PageLink, code: str, by_catalog: Mapping[str, Units]
) -> Iterator[nodes.Node]:
    # docutils writes the class as the attribute `lang`.
    heading = nodes.rubric("", own_name(code), ids=[f"language-{code}"], classes=[f"language-{tag(code)}"])
    heading["heading-level"] = 2
    yield heading
    parts = zip(PARTS, units_by_part(by_catalog).values(), strict=True)
    rows = ([str(part), *numbers(units)] for part, units in parts)
    yield _table(f"texts-{code}", rows)
    links = nodes.paragraph("", _("Needs work: "))
    for name, units in by_catalog.items():
        if number := sum(unit.state is not State.CURRENT for unit in units):
            separator = nodes.Text(_(", ") if len(links) > 1 else "")
            links += [separator, _link(env, page_link, code, name), nodes.Text(f" ({number})")]
    yield links if len(links) > 1 else nodes.paragraph("", _("All texts are translated."))


def _link(env: BuildEnvironment, page_link: PageLink, code: str, name: str) -> nodes.Node:
    """Return a link to the place where a catalog can be changed, or to its page if that is not known."""
    title = str(PARTS[0]) if name == INTERFACE else env.titles[name].astext()
    if url := translate_url(env.config, code, name):
        return nodes.reference("", title, refuri=url, internal=False)
    return nodes.Text(title) if name == INTERFACE else page_link(name, "", nodes.Text(title))


def _table(id: str, rows: Iterable[Sequence[str]]) -> nodes.table:
    caption = _("Texts by the state of their translations, with their words in parentheses")
    columns = [nodes.colspec("", colwidth=12, stub=int(number == 0)) for number in range(len(HEADER))]
    head = nodes.thead("", _row(map(str, HEADER)))
    group = nodes.tgroup("", *columns, head, nodes.tbody("", *map(_row, rows)), cols=len(HEADER))
    return nodes.table("", nodes.title("", caption), group, ids=[id])


def _row(cells: Iterable[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
