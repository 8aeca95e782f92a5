"""What the server answers about ids, problems and values, as a client of its protocol asks for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from builders import BROKEN_PAGES, SMALL_SITE, Site, run_command
from editor import Editor, in_editor

ACME, BETA = "partners/acme.md", "partners/beta.md"
NEWS = "announcements/2019-05-01-acme-joins.md"
CATALOG = """msgid ""
msgstr ""
"Language: es\\n"

msgid "Made with {partner}`acme`."
msgstr "Hecho con {partner}`acme`."
"""
TEXT = (SMALL_SITE / BETA).read_text(encoding="utf-8")

# -- Quick fixes ---------------------------------------------------------------------------------------------

PROSE, UNIT = "Prose of Beta.", "  unit: global\n"
CORRECTED = [  # a part of the page, what a person types instead, and what the quick fix makes of that
    ("kind: nonprofit", "kind: non-profit", "kind: nonprofit"),
    ("kind: nonprofit", "knid: nonprofit", "kind: nonprofit"),
    ("    tools:", "    toolz:", "    tools:"),
    (UNIT, f"{UNIT}  since: 31.12.2018\n", f"{UNIT}  since: 2018-12-31\n"),
    (UNIT, f"{UNIT}  regions: worldwide\n", f"{UNIT}  regions: [worldwide]\n"),
    (UNIT, f"{UNIT}  wikidata: https://www.wikidata.org/wiki/Q461\n", f"{UNIT}  wikidata: Q461\n"),
    (UNIT, f"{UNIT}  website: example.org\n", f"{UNIT}  website: https://example.org\n"),
    ("name: Beta", "name: “Beta”", "name: Beta"),
    ("name: Beta", "name:Beta", "name: Beta"),
    ("name: Beta", "name：Beta", "name: Beta"),
    ("name: Beta", "name: *Beta*", "name: Beta"),
    ("  name: Beta", "  name:\u00a0Beta", "  name: Beta"),
    (PROSE, "See [https://example.org a page] too.", "See [a page](https://example.org) too."),
    (PROSE, "'''Beta''' works.", "**Beta** works."),
    (PROSE, "##History", "## History"),
    (PROSE, "See [a page] (https://example.org).", "See [a page](https://example.org)."),
    (PROSE, "By {partner}acme.", "By {partner}`acme`."),
    (PROSE, "By {partner}`acmee`.", "By {partner}`acme`."),
    (PROSE, "By [Acme](acmee.md).", "By [Acme](acme.md)."),
    (PROSE, "```pyhton\nx\n```", "```python\nx\n```"),
]


def test_a_quick_fix_types_what_the_message_says() -> None:
    async def use(editor: Editor) -> None:
        await editor.open(BETA, TEXT)
        for part, typed, corrected in CORRECTED:
            fixes = await editor.fixes(BETA, TEXT.replace(part, typed))
            assert list(fixes.values()) == [TEXT.replace(part, corrected)], typed

    in_editor(SMALL_SITE, use)


def test_each_question_of_a_message_has_a_quick_fix() -> None:
    texts = {}
    for path in sorted(BROKEN_PAGES.glob("*/*.md")):
        if b"\r" not in path.read_bytes() and b"\xe9" not in path.read_bytes():
            texts[path.relative_to(BROKEN_PAGES).as_posix()] = path.read_text(
                encoding="utf-8", errors="replace"
            )

    async def use(editor: Editor) -> None:
        without, asked = [], 0
        for name, text in texts.items():
            questions = [found for found in await editor.open(name, text) if "did you mean" in found.message]
            if questions:
                asked += 1
                if len(await editor.fixes(name, text)) < len(questions):
                    without.append((name, [found.message for found in questions]))
            editor.close(name)
        assert asked > 10
        assert without == []

    in_editor(SMALL_SITE, use)


# -- Ids -----------------------------------------------------------------------------------------------------


def test_ids_lead_to_their_pages_and_to_all_references() -> None:
    news = (SMALL_SITE / NEWS).read_text(encoding="utf-8")
    linked = TEXT.replace("Prose of Beta.", "Prose of 🎉 [Acme](acme.md#alignment).")

    async def use(editor: Editor) -> None:
        await editor.open(NEWS, news)
        await editor.open(BETA, linked)
        for name, text, word in ((NEWS, news, "acme]"), (NEWS, news, "acme`"), (BETA, linked, "acme.md")):
            request = editor.at(name, text, word)
            found = await editor.client.text_document_definition_async(types.DefinitionParams(**request))
            assert isinstance(found, types.Location)
            assert found.uri == editor.page(ACME).uri
        request = editor.at(BETA, linked, "tools:")
        found = await editor.client.text_document_definition_async(types.DefinitionParams(**request))
        assert isinstance(found, types.Location)
        assert found.uri == editor.page("priorities/tools.md").uri
        nothing = types.DefinitionParams(**editor.at(BETA, linked, "nonprofit"))
        assert await editor.client.text_document_definition_async(nothing) is None
        context = types.ReferenceContext(include_declaration=False)
        request = editor.at(NEWS, news, "acme]")
        places = await editor.client.text_document_references_async(
            types.ReferenceParams(**request, context=context)
        )
        assert places is not None
        column = linked.split("\n")[-2].index("acme.md") + 1  # an emoji is two units
        assert {
            (place.uri.rpartition("/")[2], place.range.start.line, place.range.start.character)
            for place in places
        } == {
            (NEWS.rpartition("/")[2], news[: news.index("acme]")].count("\n"), 13),
            (NEWS.rpartition("/")[2], news[: news.index("acme`")].count("\n"), 34),
            ("index.md", 2, 10),
            ("beta.md", linked.count("\n") - 1, column),
        }

    in_editor(SMALL_SITE, use)


def test_an_id_is_renamed_in_pages_and_translations(site: Site) -> None:
    """The editor changes the same files as the command `rename`."""
    news = (site.source / NEWS).read_text(encoding="utf-8")
    catalog = site.source / "locales/es/LC_MESSAGES/partners/acme.po"
    site.write(catalog.relative_to(site.source).as_posix(), 'msgid ""\nmsgstr ""\n"Language: es\\n"\n')
    site.write("locales/es/LC_MESSAGES/partners/beta.po", CATALOG)
    changed: dict[str, str] = {}

    async def use(editor: Editor) -> None:
        await editor.open(NEWS, news)
        request = editor.at(NEWS, news, "acme]")
        place = await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(**request))
        assert isinstance(place, types.Range)
        assert place.end.character - place.start.character == len("acme")
        edit = await editor.client.text_document_rename_async(
            types.RenameParams(new_name="acme-group", **request)
        )
        assert edit is not None
        for change in edit.document_changes or ():
            if isinstance(change, types.RenameFile):
                changed[change.new_uri] = changed.pop(change.old_uri)
            else:
                assert isinstance(change, types.TextDocumentEdit)
                assert isinstance(change.edits[0], types.TextEdit)
                changed[change.text_document.uri] = change.edits[0].new_text
        with pytest.raises(JsonRpcException, match=r"partners/beta\.md must be a new path"):
            await editor.client.text_document_rename_async(types.RenameParams(new_name="beta", **request))
        request = editor.at(NEWS, news, "Prose")
        assert (
            await editor.client.text_document_rename_async(types.RenameParams(new_name="b", **request))
            is None
        )

    in_editor(site.source, use)
    before = set(site.source.rglob("*.*"))
    assert run_command(site.source, "rename", ACME, "partners/acme-group.md").returncode == 0
    renamed = {path.with_stem("acme-group") for path in (site.source / ACME, catalog)}
    assert set(site.source.rglob("*.*")) - before == renamed
    assert changed.keys() > {path.as_uri() for path in renamed}
    assert any("{partner}`acme-group`" in text for uri, text in changed.items() if uri.endswith("/beta.po"))
    written = {uri: Path(url2pathname(urlsplit(uri).path)).read_text(encoding="utf-8") for uri in changed}
    assert changed == written


def test_ids_and_pages_are_completed_in_prose() -> None:
    async def use(editor: Editor) -> None:
        await editor.open(BETA, TEXT)
        line = "Prose of {partner}`"
        assert (await editor.completed(BETA, f"{TEXT}{line}▮"))["acme"] == f"{line}acme"
        line = "Prose of {partner}`the other <ac"
        assert (await editor.completed(BETA, f"{TEXT}{line}▮"))[
            "acme"
        ] == "Prose of {partner}`the other <acme"
        assert (await editor.completed(BETA, f"{TEXT}{{priority}}`▮")).keys() == {"policy", "reach", "tools"}
        pages = await editor.completed(BETA, f"{TEXT}[Acme](▮")
        assert pages["acme.md"] == "[Acme](acme.md"
        assert pages["../priorities/reach.md"] == "[Acme](../priorities/reach.md"
        assert await editor.completed(BETA, f"{TEXT}{{kbd}}`▮") == {}

    in_editor(SMALL_SITE, use)


# -- Pages and values ----------------------------------------------------------------------------------------


def test_an_empty_file_is_completed_with_the_template() -> None:
    async def use(editor: Editor) -> None:
        for name, first in (("partners/new.md", "partner:"), ("announcements/2026-new.md", "announcement:")):
            await editor.open(name, "")
            [(label, text)] = (await editor.completed(name, "▮")).items()
            assert label == "New page"
            assert text.startswith("---\n# yaml-language-server")
            assert f"\n{first}\n" in text
        await editor.open("about/new.md", "")
        assert await editor.completed("about/new.md", "▮") == {}

    in_editor(SMALL_SITE, use)


def test_hover_explains_values_and_ids() -> None:
    async def use(editor: Editor) -> None:
        text = TEXT.replace("  unit:", "  regions: [worldwide, south-asia]\n  unit:")
        await editor.open(BETA, text)
        shown = {}
        for word in ("nonprofit", "south-asia", "global", "reach:", "Prose"):
            hover = await editor.client.text_document_hover_async(
                types.HoverParams(**editor.at(BETA, text, word))
            )
            assert hover is None or isinstance(hover.contents, types.MarkupContent)
            shown[word] = hover.contents.value if hover else ""  # type: ignore[union-attr]
        assert shown["nonprofit"].startswith("The type of the organization.\n\nTakes ")
        assert shown["south-asia"] == "South Asia"
        assert shown["global"] == "**Global unit**\n\nWorks everywhere."
        assert shown["reach:"] == "**Reach**\n\nMore readers."
        assert shown["Prose"] == ""

    in_editor(SMALL_SITE, use)


def test_misspellings_are_warnings_and_names_and_ids_are_not_spelled() -> None:
    async def use(editor: Editor) -> None:
        named = TEXT.replace("Beta", "Teh Beta").replace("Prose of Teh Beta.", "Prose: recieve.")
        [diagnostic] = await editor.open(BETA, named)
        assert (diagnostic.code, diagnostic.severity) == ("misspelling", types.DiagnosticSeverity.Warning)
        fixes = await editor.fixes(BETA, named)
        assert fixes['Type "receive"'] == named.replace("recieve", "receive")

    in_editor(SMALL_SITE, use)
