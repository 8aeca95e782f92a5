// Lets VS Code speak with `python -m partnerships_cli lsp`, which knows what pages may state. It needs no build and
// no other package: of the Language Server Protocol it speaks what that server does, and no more.
"use strict";

const { spawn } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");

const PYTHON = process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python";

/** The server in a process of its own; each message has a line that says how long it is. */
class Server {
  constructor(folder, told, ended) {
    this.waiting = new Map();
    this.number = 0;
    this.told = told;
    const env = { ...process.env, PYTHONPATH: path.join(folder, "_ext") };
    this.process = spawn(path.join(folder, PYTHON), ["-m", "partnerships_cli", "lsp"], { cwd: folder, env });
    let said = "";
    let received = Buffer.alloc(0);
    this.process.on("error", (error) => ended(error.message));
    this.process.on("exit", (code) => code && ended(said.trim().split("\n").pop()));
    this.process.stderr.on("data", (data) => (said = (said + data).slice(-2000)));
    this.process.stdin.on("error", () => {}); // it has ended, which was said above
    this.process.stdout.on("data", (data) => (received = this.receive(Buffer.concat([received, data]))));
  }

  receive(data) {
    for (;;) {
      const end = data.indexOf("\r\n\r\n");
      const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(data.toString("ascii", 0, end))[1]);
      if (!(data.length >= end + 4 + length)) return data;
      this.answer(JSON.parse(data.toString("utf8", end + 4, end + 4 + length)));
      data = data.subarray(end + 4 + length);
    }
  }

  answer(message) {
    if (message.method) return this.told(message.method, message.params);
    this.waiting.get(message.id)?.(message.result);
    this.waiting.delete(message.id);
  }

  tell(method, params, id) {
    const text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  ask(method, params) {
    const id = ++this.number;
    this.tell(method, params, id);
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }
}

const range = ({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character);

function problem({ range: place, message, code, codeDescription, source }) {
  const shown = new vscode.Diagnostic(range(place), message);
  shown.source = source;
  shown.code = codeDescription ? { value: code, target: vscode.Uri.parse(codeDescription.href) } : code;
  return shown;
}

function suggestion({ label, kind, documentation, sortText, textEdit }) {
  const shown = new vscode.CompletionItem(label, kind - 1); // VS Code counts kinds from 0, the protocol from 1
  shown.documentation = new vscode.MarkdownString(documentation.value);
  shown.sortText = sortText;
  shown.range = range(textEdit.range);
  shown.insertText = textEdit.newText;
  return shown;
}

async function activate(context) {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  const problems = vscode.languages.createDiagnosticCollection("partnerships");
  const server = new Server(
    folder.uri.fsPath,
    (method, params) => {
      if (method !== "textDocument/publishDiagnostics") return;
      problems.set(vscode.Uri.parse(params.uri), params.diagnostics.map(problem));
    },
    (why) => vscode.window.showWarningMessage(
      `Pages are not checked while they are typed: ${why}. Run "make check-pages" once, then reload the window.`,
    ),
  );
  context.subscriptions.push(problems, { dispose: () => server.process.stdin.end() });
  await server.ask("initialize", { processId: process.pid, rootUri: folder.uri.toString(), capabilities: {} });
  server.tell("initialized", {});

  const pages = { language: "markdown", scheme: "file", pattern: new vscode.RelativePattern(folder, "**") };
  const named = (page) => ({ textDocument: { uri: page.uri.toString(), version: page.version } });
  const ours = (use) => (page) => vscode.languages.match(pages, page) && use(page);
  const opened = ours((page) => {
    const { uri, version } = named(page).textDocument;
    const textDocument = { uri, version, languageId: page.languageId, text: page.getText() };
    server.tell("textDocument/didOpen", { textDocument });
  });
  const changed = ours((page) => {
    server.tell("textDocument/didChange", { ...named(page), contentChanges: [{ text: page.getText() }] });
  });
  vscode.workspace.textDocuments.forEach(opened);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document)),
    vscode.workspace.onDidSaveTextDocument(ours((page) => server.tell("textDocument/didSave", named(page)))),
    vscode.workspace.onDidCloseTextDocument(ours((page) => server.tell("textDocument/didClose", named(page)))),
    vscode.languages.registerCompletionItemProvider(pages, {
      provideCompletionItems: async (page, position) =>
        (await server.ask("textDocument/completion", { ...named(page), position }))?.map(suggestion),
    }, " "),
    vscode.languages.registerHoverProvider(pages, {
      provideHover: async (page, position) => {
        const shown = await server.ask("textDocument/hover", { ...named(page), position });
        return shown && new vscode.Hover(new vscode.MarkdownString(shown.contents.value));
      },
    }),
  );
}

module.exports = { activate };
