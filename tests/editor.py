"""An editor that drives the language server, as a client of its protocol."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from builders import ROOT


class Editor:
    """An editor with unsaved texts, and the diagnostics that the server publishes for them."""

    def __init__(self, root: Path) -> None:
        self.root, self.client, self.version = root, LanguageClient("test", "1"), 0
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def on_publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

    def page(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier((self.root / name).as_uri())

    async def open(self, name: str, text: str) -> list[types.Diagnostic]:
        self.version += 1
        page = types.TextDocumentItem(self.page(name).uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(page))
        return await self.diagnostics(name)

    async def type(self, name: str, text: str) -> list[types.Diagnostic]:
        self.version += 1
        page = types.VersionedTextDocumentIdentifier(self.version, self.page(name).uri)
        changes = [types.TextDocumentContentChangeWholeDocument(text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(page, changes))
        return await self.diagnostics(name)

    def close(self, name: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.page(name)))

    async def diagnostics(self, name: str) -> list[types.Diagnostic]:
        while True:
            published = await asyncio.wait_for(self.published.get(), 30)
            if (published.uri, published.version) == (self.page(name).uri, self.version):
                return list(published.diagnostics)

    def at(self, name: str, text: str, word: str) -> dict[str, Any]:
        """Return the parameters of a request about the first character of a word in a page."""
        index = text.index(word)
        before = text[:index]
        line = before[before.rfind("\n") + 1 :]
        position = types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)
        return {"text_document": self.page(name), "position": position}

    async def fixes(self, name: str, text: str) -> dict[str, str]:
        """Return the quick fixes for a page: the text of the page after each, by its title."""
        diagnostics = await self.type(name, text)
        whole = types.Range(types.Position(0, 0), types.Position(text.count("\n") + 1, 0))
        actions = await self.client.text_document_code_action_async(
            types.CodeActionParams(self.page(name), whole, types.CodeActionContext(diagnostics))
        )
        fixed = {}
        for action in actions or []:
            assert isinstance(action, types.CodeAction)
            assert action.edit is not None
            assert action.edit.changes is not None
            assert action.diagnostics is not None
            assert action.diagnostics[0] in diagnostics
            [[edit]] = action.edit.changes.values()
            lines = text.split("\n")
            start, end = edit.range.start, edit.range.end
            line = lines[start.line]
            lines[start.line] = line[: start.character] + edit.new_text + line[end.character :]
            fixed[action.title] = "\n".join(lines)
        return fixed

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
async def running_editor(root: Path) -> AsyncIterator[Editor]:
    """Start the server as an editor does, and end it as one does."""
    editor = Editor(root)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "_ext")}
    await editor.client.start_io(
        sys.executable, "-m", "partnerships_cli", "lsp", "--stdio", cwd=str(root), env=env
    )
    folder = types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=root.as_uri())
    await editor.client.initialize_async(folder)
    editor.client.initialized(types.InitializedParams())
    yield editor
    await editor.client.shutdown_async(None)
    editor.client.exit(None)
    assert editor.client._server is not None
    assert await asyncio.wait_for(editor.client._server.wait(), 30) == 0
    await editor.client.stop()  # type: ignore[no-untyped-call]


def in_editor(root: Path, use: Callable[[Editor], Coroutine[Any, Any, None]]) -> None:
    async def conversation() -> None:
        async with running_editor(root) as editor:
            await use(editor)

    with ThreadPoolExecutor(1) as thread:  # a browser that other tests have opened holds the loop of this one
        thread.submit(lambda: asyncio.run(conversation())).result()
