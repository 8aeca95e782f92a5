"""Pages while they are typed: an editor's questions, asked by a client of the Language Server Protocol."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from builders import ROOT, SMALL_SITE, TESTS, run_command
from partnerships_cli.check import find_problems
from partnerships_cli.lsp.completion import explain, in_facts, suggest
from partnerships_data.catalog.json_schema import ids_of, schema
from partnerships_data.pages.models import KINDS
from partnerships_data.source_tree import SourceTree

MOZILLA = "partners/mozilla.md"


class Editor:
    """Texts that are open and not saved, and what the server says of them."""

    def __init__(self, root: Path) -> None:
        self.root, self.client, self.version = root, LanguageClient("test", "1"), 0
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def on_told(params: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

    def page(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier((self.root / name).as_uri())

    async def open(self, name: str, text: str) -> list[types.Diagnostic]:
        self.version += 1
        page = types.TextDocumentItem(self.page(name).uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(page))
        return await self.said(name)

    async def type(self, name: str, text: str) -> list[types.Diagnostic]:
        self.version += 1
        page = types.VersionedTextDocumentIdentifier(self.version, self.page(name).uri)
        changes = [types.TextDocumentContentChangeWholeDocument(text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(page, changes))
        return await self.said(name)

    async def said(self, name: str) -> list[types.Diagnostic]:
        while True:
            told = await asyncio.wait_for(self.told.get(), 30)
            if (told.uri, told.version) == (self.page(name).uri, self.version):
                return list(told.diagnostics)

    async def completed(self, name: str, text: str) -> dict[str, str]:
        """Return what can be typed at the place marked with `▮`, and what the text then is, by its label."""
        before, after = text.split("▮")
        await self.type(name, before + after)
        position = types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        items = await self.client.text_document_completion_async(
            types.CompletionParams(self.page(name), position)
        )
        assert isinstance(items, list)
        lines = (before + after).split("\n")
        texts = {}
        for item in items:
            assert isinstance(item.text_edit, types.TextEdit)
            edited, line = item.text_edit.range, lines[position.line]
            assert edited.start.line == edited.end.line == position.line
            texts[item.label] = line[: edited.start.character] + item.text_edit.new_text
        return texts


@asynccontextmanager
async def editor(root: Path) -> AsyncIterator[Editor]:
    """Start the server as an editor does, and end it as one does."""
    one = Editor(root)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    await one.client.start_io(
        sys.executable, "-m", "partnerships_cli", "lsp", "--stdio", cwd=str(root), env=env
    )
    folder = types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=root.as_uri())
    await one.client.initialize_async(folder)
    one.client.initialized(types.InitializedParams())
    yield one
    await one.client.shutdown_async(None)
    one.client.exit(None)
    assert one.client._server is not None
    assert await asyncio.wait_for(one.client._server.wait(), 30) == 0
    await one.client.stop()  # type: ignore[no-untyped-call]


def in_editor(root: Path, use: Callable[[Editor], Coroutine[Any, Any, None]]) -> None:
    async def conversation() -> None:
        async with editor(root) as one:
            await use(one)

    with ThreadPoolExecutor(1) as thread:  # a browser that other tests have opened holds the loop of this one
        thread.submit(lambda: asyncio.run(conversation())).result()


def test_keys_and_ids_complete_and_a_mistyped_one_is_said_before_anything_is_saved() -> None:
    saved = (ROOT / MOZILLA).read_text(encoding="utf-8")

    async def use(one: Editor) -> None:
        assert await one.open(MOZILLA, saved) == []

        keys = await one.completed(MOZILLA, saved.replace("  kind:", "  ▮\n  kind:"))
        assert keys["since"] == "  since: "
        assert "kind" not in keys  # which is there already
        in_word = await one.completed(MOZILLA, saved.replace("  kind:", "  unti▮\n  kind:"))
        assert in_word["until"] == "  until: "

        priority = saved.replace("  alignment:\n", "  alignment:\n    thriving-mo▮\n")
        assert (await one.completed(MOZILLA, priority))["thriving-movement"] == "    thriving-movement: "
        unit = saved.replace("  unit: strategic-partnerships", "  unit: ▮")
        units = {"strategic-partnerships", "regional-partnerships"}
        assert (await one.completed(MOZILLA, unit)).keys() == units
        kind = saved.replace("  kind: company", "  kind: non▮")
        assert (await one.completed(MOZILLA, kind))["nonprofit"] == "  kind: nonprofit"

        [said] = await one.type(MOZILLA, saved.replace("worldwide-readership:", "thriving-movment:"))
        assert said.message == '"thriving-movment" is no priority; did you mean "thriving-movement"?'
        assert said.code == "unknown-priority"
        assert said.code_description is not None
        assert said.code_description.href.endswith("about/messages.html#unknown-priority")
        line = saved[: saved.index("worldwide-readership:")].count("\n")
        assert said.range == types.Range(types.Position(line, 4), types.Position(line, 20))
        assert await one.type(MOZILLA, saved) == []

    in_editor(ROOT, use)
    assert (ROOT / MOZILLA).read_text(encoding="utf-8") == saved


def test_an_announcements_partners_complete_and_pages_that_are_open_know_each_other() -> None:
    head = "---\nannouncement:\n  date: 2026-11\n  kind: event\n  summary: We met.\n"
    met, new = "announcements/2026-11-met.md", "partners/new.md"

    async def use(one: Editor) -> None:
        await one.open(met, head)
        for typed in ("  partners: [google, ▮", "  partners:\n    - ▮", "  partners:\n  - kiw▮"):
            completed = await one.completed(met, f"{head}{typed}\n---\n# We met\n")
            assert completed["kiwix"] == typed.split("\n")[-1].rstrip("kiw▮") + "kiwix"
            assert {"google", "mozilla", "gsma", "un-human-rights"} <= completed.keys()
        text = f"{head}  partners: [new]\n---\n# We met\n"
        [said] = await one.type(met, text)
        assert said.code == "unknown-partner"
        saved = (ROOT / MOZILLA).read_text(encoding="utf-8")
        await one.open(new, saved.replace("Mozilla", "New"))
        assert await one.type(met, text) == []

    in_editor(ROOT, use)


def test_the_messages_are_those_of_check_in_the_columns_of_the_editor() -> None:
    broken = {
        path.relative_to(TESTS / "corpora/broken").as_posix(): path
        for path in TESTS.glob("corpora/broken/*/*.md")
    }
    texts = {}
    for name, path in broken.items():
        try:
            texts[name] = path.read_bytes().decode().replace("\r", "")
        except UnicodeDecodeError:
            continue
    odd = "partners/odd.md"
    texts[odd] = '---\npartner: {name: "🎉 🎉", knid: company, unit: global}\n---\n# 🎉\n'
    small = SourceTree.of_folder(SMALL_SITE)

    async def use(one: Editor) -> None:
        for name, text in texts.items():
            said = await one.open(name, text)
            alone = SourceTree({**small.content, name: text.encode()}, small.photos)
            expected = find_problems(alone, [name], {})
            assert [(each.message, each.code) for each in said if each.code != "misspelling"] == [
                (each.text, each.code.value) for each in expected
            ], name
            assert [each.range.start.line + 1 for each in said if each.code != "misspelling"] == [
                each.line for each in expected
            ]
            assert all(each.range.end.character >= each.range.start.character for each in said)
            page = types.DidCloseTextDocumentParams(one.page(name))
            one.client.text_document_did_close(page)
            if name == odd:
                [fault] = said
                assert fault.range.start.character == texts[odd].split("\n")[1].index("knid") + 2

    in_editor(SMALL_SITE, use)


def test_what_a_key_means_is_shown_and_prose_is_left_alone() -> None:
    saved = (ROOT / MOZILLA).read_text(encoding="utf-8")

    async def use(one: Editor) -> None:
        await one.open(MOZILLA, saved)
        position = types.Position(saved[: saved.index("  unit:")].count("\n"), 3)
        shown = await one.client.text_document_hover_async(types.HoverParams(one.page(MOZILLA), position))
        assert shown is not None
        assert isinstance(shown.contents, types.MarkupContent)
        assert shown.contents.value.startswith("The team unit that coordinates the partnership")
        assert "`strategic-partnerships`" in shown.contents.value
        assert await one.completed(MOZILLA, f"{saved}\n▮") == {}
        await one.open("about/editing.md", "---\n")
        assert await one.completed("about/editing.md", "---\n▮") == {}

    in_editor(ROOT, use)


# -- What can stand where -------------------------------------------------------------------------------------

IDS = ids_of(SourceTree.of_folder(SMALL_SITE))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("partner", "---\n▮", {"partner", "orphan", "nosearch", "tocdepth"}),
        ("partner", "---\npartner:\n  name: A\n▮", {"orphan", "nosearch", "tocdepth"}),
        ("partner", "---\npartner:\n  na▮me: A", "name"),
        ("partner", "---\npartner:\n  # sin▮", set()),
        ("partner", "---\npartner:\n  name: not kin▮", set()),
        ("partner", "---\npartner:\n  kind:▮", set()),
        ("partner", "---\npartner:\n  nonsense: ▮", set()),
        ("partner", "---\npartner:\n  alignment:\n    reach: Be▮", set()),
        ("partner", "---\norphan: ▮", {"true"}),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      regions: [wor▮", "worldwide"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      regions:\n        - ▮", "worldwide"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n    - na▮", "name"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n      ro▮", "role"),
        ("unit", "---\nunit:\n  members:\n    - name: A\n  fo▮", "focus"),
        ("announcement", "---\nannouncement:\n  units: [▮", {"global"}),
    ],
)
def test_what_can_stand_at_a_place(kind: str, text: str, expected: set[str] | str) -> None:
    lines, column = text.replace("▮", "").split("\n"), text.split("\n")[-1].index("▮")
    assert in_facts(lines, len(lines) - 1)
    start, found = suggest(schema(kind, IDS), lines, len(lines) - 1, column)
    assert re.fullmatch(r"\w*", lines[-1][start:column])
    words = {each.word for each in found}
    assert expected in words if isinstance(expected, str) else words == expected


def test_outside_of_facts_nothing_is_suggested() -> None:
    assert [in_facts(["---", "a: b", "---", "# Title", "---", ""], line) for line in range(6)] == [
        False, True, False, False, False, False,
    ]  # fmt: skip
    assert not in_facts(["# Title", "---", ""], 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_the_model_is_suggested_and_explained(kind: str) -> None:
    facts = schema(kind, IDS)
    _start, found = suggest(facts, ["---", f"{kind}:", "  "], 2, 2)
    assert [each.word for each in found] == list(KINDS[kind].model_fields)
    for key, field in KINDS[kind].model_fields.items():
        said = explain(facts, ["---", f"{kind}:", f"  {key}: x"], 2, 4)
        assert said.startswith(str(field.description))
        assert "\n\nTakes " in said


# -- VS Code ---------------------------------------------------------------------------------------------------


def test_the_extension_for_vs_code_starts_this_server_and_needs_nothing_else() -> None:
    folder = ROOT / ".vscode/extensions/partnerships"
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert manifest["engines"] == {"vscode": "^1.89.0"}  # the first that takes extensions from a folder
    assert not {"dependencies", "devDependencies", "scripts"} & manifest.keys()
    code = (folder / manifest["main"]).read_text(encoding="utf-8")
    assert set(re.findall(r'require\("(.+?)"\)', code)) == {"node:child_process", "node:path", "vscode"}
    assert '["-m", "partnerships_cli", "lsp"]' in code
    said = set(re.findall(r'"((?:textDocument|workspace)/\w+)"', code))
    assert said <= {str(value) for name, value in vars(types).items() if name.startswith("TEXT_DOCUMENT_")}
    assert said >= {"textDocument/didOpen", "textDocument/didChange", "textDocument/completion"}


# -- Wrong calls ----------------------------------------------------------------------------------------------


def test_without_a_site_or_without_its_packages_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = run_command(tmp_path, "lsp")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "there is no site in" in done.stderr
    (tmp_path / "pygls.py").write_text("", encoding="utf-8")  # stands before the real one, and is empty
    done = run_command(SMALL_SITE, "lsp", PYTHONPATH=f"{tmp_path}:{ROOT / '_ext'}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'python -m partnerships_cli: the package "pygls.lsp" is not installed; run "make check-pages" to install it\n'
    )
