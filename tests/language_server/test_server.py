"""`python -m partnerships_cli lsp`: a client of the Language Server Protocol talks to the server."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lsprotocol import types

from builders import ROOT, SMALL_SITE, TESTS, run_command
from diagnostics.codes import Code
from editor import Editor, in_editor
from language_server.server import make_server
from page_checks.checker import PageChecker
from partnerships_cli.check import find_problems
from partnerships_cli.source_tree import SourceTree

BETA = "partners/beta.md"


def test_unsaved_pages_are_completed_and_checked() -> None:
    saved = (SMALL_SITE / BETA).read_text(encoding="utf-8")

    async def use(editor: Editor) -> None:
        assert await editor.open(BETA, saved) == []

        keys = await editor.completed(BETA, saved.replace("  kind:", "  ▮\n  kind:"))
        assert keys["since"] == "  since: "
        assert "kind" not in keys  # which is there already
        in_word = await editor.completed(BETA, saved.replace("  kind:", "  unti▮\n  kind:"))
        assert in_word["until"] == "  until: "

        priority = saved.replace("  alignment:\n", "  alignment:\n    pol▮\n")
        assert (await editor.completed(BETA, priority))["policy"] == "    policy: "
        unit = saved.replace("  unit: global", "  unit: ▮")
        assert (await editor.completed(BETA, unit)).keys() == {"global"}
        kind = saved.replace("  kind: nonprofit", "  kind: non▮")
        assert (await editor.completed(BETA, kind))["nonprofit"] == "  kind: nonprofit"

        [diagnostic] = await editor.type(BETA, saved.replace("reach:", "raech:"))
        assert diagnostic.message == '"raech" is not the id of a priority; did you mean "reach"?'
        assert diagnostic.code == "unknown-priority"
        assert diagnostic.code_description is not None
        assert diagnostic.code_description.href.endswith("about/messages.html#unknown-priority")
        line = saved[: saved.index("reach:")].count("\n")
        assert diagnostic.range == types.Range(types.Position(line, 4), types.Position(line, 9))
        assert await editor.type(BETA, saved) == []

    in_editor(SMALL_SITE, use)
    assert (SMALL_SITE / BETA).read_text(encoding="utf-8") == saved


def test_open_pages_are_known_to_each_other() -> None:
    head = "---\nannouncement:\n  date: 2026-11\n  kind: event\n  summary: We met.\n"
    met, new = "announcements/2026-11-met.md", "partners/new.md"

    async def use(editor: Editor) -> None:
        await editor.open(met, head)
        for typed in ("  partners: [acme, ▮", "  partners:\n    - ▮", "  partners:\n  - gam▮"):
            completed = await editor.completed(met, f"{head}{typed}\n---\n# We met\n")
            assert completed["gamma"] == typed.split("\n")[-1].rstrip("gam▮") + "gamma"
            assert {"acme", "beta"} <= completed.keys()
        text = f"{head}  partners: [new]\n---\n# We met\n"
        [diagnostic] = await editor.type(met, text)
        assert diagnostic.code == "unknown-partner"
        saved = (SMALL_SITE / BETA).read_text(encoding="utf-8")
        await editor.open(new, saved.replace("Beta", "New"))
        assert await editor.type(met, text) == []

    in_editor(SMALL_SITE, use)


def test_diagnostics_are_the_problems_of_check() -> None:
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
    small = SourceTree.from_folder(SMALL_SITE)

    async def use(editor: Editor) -> None:
        for name, text in texts.items():
            diagnostics = await editor.open(name, text)
            alone = SourceTree({**small.content, name: text.encode()}, small.photos)
            expected = [
                problem
                for problem in find_problems(alone, PageChecker(SMALL_SITE), {name})
                if problem.code != Code.MISSPELLING
            ]
            assert [(found.message, found.code) for found in diagnostics if found.code != "misspelling"] == [
                (problem.text, problem.code.value) for problem in expected
            ], name
            assert [found.range.start.line + 1 for found in diagnostics if found.code != "misspelling"] == [
                problem.line for problem in expected
            ]
            assert all(found.range.end.character >= found.range.start.character for found in diagnostics)
            page = types.DidCloseTextDocumentParams(editor.page(name))
            editor.client.text_document_did_close(page)
            if name == odd:
                [diagnostic] = diagnostics
                assert diagnostic.range.start.character == texts[odd].split("\n")[1].index("knid") + 2

    in_editor(SMALL_SITE, use)


def test_hover_explains_keys_and_prose_has_no_completion() -> None:
    saved = (SMALL_SITE / BETA).read_text(encoding="utf-8")

    async def use(editor: Editor) -> None:
        await editor.open(BETA, saved)
        position = types.Position(saved[: saved.index("  unit:")].count("\n"), 3)
        shown = await editor.client.text_document_hover_async(types.HoverParams(editor.page(BETA), position))
        assert shown is not None
        assert isinstance(shown.contents, types.MarkupContent)
        assert shown.contents.value.startswith("The team unit that coordinates the partnership")
        assert "`global`" in shown.contents.value
        assert await editor.completed(BETA, f"{saved}\n▮") == {}
        await editor.open("about/editing.md", "---\n")
        assert await editor.completed("about/editing.md", "---\n▮") == {}

    in_editor(SMALL_SITE, use)


# -- VS Code ---------------------------------------------------------------------------------------------------


def test_vs_code_extension_starts_this_server() -> None:
    folder = ROOT / ".vscode/extensions/partnerships"
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert manifest["engines"] == {"vscode": "^1.89.0"}  # the first that takes extensions from a folder
    assert not {"dependencies", "devDependencies", "scripts"} & manifest.keys()
    code = (folder / manifest["main"]).read_text(encoding="utf-8")
    assert set(re.findall(r'require\("(.+?)"\)', code)) == {"node:child_process", "node:path", "vscode"}
    assert '["-m", "partnerships_cli", "lsp"]' in code
    methods = set(re.findall(r'"(textDocument/\w+)"', code))
    methods |= {f"textDocument/{method}" for method in re.findall(r'ask\("(\w+)"', code)}
    assert methods <= {str(value) for name, value in vars(types).items() if name.startswith("TEXT_DOCUMENT_")}
    assert methods >= {"textDocument/didOpen", "textDocument/didChange"}
    served = make_server(SMALL_SITE).protocol.fm.features
    assert methods - {"textDocument/publishDiagnostics"} == {
        name for name in served if name.startswith("textDocument/")
    }


# -- Usage ---------------------------------------------------------------------------------------------------


def test_server_needs_a_site_and_its_packages(tmp_path: Path) -> None:
    done = run_command(tmp_path, "lsp")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "there is no site in" in done.stderr
    (tmp_path / "pygls.py").write_text("", encoding="utf-8")  # shadows the real package
    done = run_command(SMALL_SITE, "lsp", PYTHONPATH=f"{tmp_path}:{ROOT / '_ext'}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'python -m partnerships_cli: the package "pygls" is not installed; run "make check-pages" to install it\n'
    )
