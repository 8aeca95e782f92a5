// Connects VS Code to `python -m partnerships_cli lsp`, the language server of this site. The extension needs no build
// and no packages. It implements the part of the Language Server Protocol that this server uses.
"use strict";

const { spawn } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");

const PYTHON = process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python";

/** The server process. Each message begins with a header that states its length. */
class Server {
  constructor(folder, onNotification, onFailure) {
    this.pending = new Map(); // how to settle each request, by its id
    this.lastId = 0;
    this.onNotification = onNotification;
    const env = { ...process.env, PYTHONPATH: path.join(folder, "_ext") };
    this.process = spawn(path.join(folder, PYTHON), ["-m", "partnerships_cli", "lsp"], { cwd: folder, env });
    let errors = "";
    let received = Buffer.alloc(0);
    this.process.on("error", (error) => onFailure(error.message));
    this.process.on("exit", (code) => code && onFailure(errors.trim().split("\n").pop()));
    this.process.stderr.on("data", (data) => (errors = (errors + data).slice(-2000)));
    this.process.stdin.on("error", () => {}); // the process has ended, which "exit" reports
    this.process.stdout.on("data", (data) => (received = this.receive(Buffer.concat([received, data]))));
  }

  /** Handle all complete messages; return the rest of the data. */
  receive(data) {
    for (;;) {
      const end = data.indexOf("\r\n\r\n");
      const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(data.toString("ascii", 0, end))[1]);
      if (!(data.length >= end + 4 + length)) return data;
      this.handle(JSON.parse(data.toString("utf8", end + 4, end + 4 + length)));
      data = data.subarray(end + 4 + length);
    }
  }

  handle(message) {
    if (message.method) return this.onNotification(message.method, message.params);
    const { resolve, reject } = this.pending.get(message.id) ?? {};
    this.pending.delete(message.id);
    if (message.error) reject?.(new Error(message.error.message));
    else resolve?.(message.result);
  }

  notify(method, params, id) {
    const text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  request(method, params) {
    const id = ++this.lastId;
    this.notify(method, params, id);
    return new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }));
  }
}

const toRange = ({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character);

const toLocation = ({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri), toRange(range));

// VS Code counts severities and kinds from 0, the protocol from 1.
function toDiagnostic({ range, message, severity, code, codeDescription, source }) {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severity - 1);
  diagnostic.source = source;
  diagnostic.code = codeDescription ? { value: code, target: vscode.Uri.parse(codeDescription.href) } : code;
  return diagnostic;
}

function toCompletionItem({ label, kind, documentation, sortText, textEdit }) {
  const item = new vscode.CompletionItem(label, kind - 1);
  item.documentation = new vscode.MarkdownString(documentation.value);
  item.sortText = sortText;
  item.range = toRange(textEdit.range);
  item.insertText = textEdit.newText;
  return item;
}

function toEdit({ changes, documentChanges }) {
  const edit = new vscode.WorkspaceEdit();
  const replace = (uri, edits) =>
    edits.forEach(({ range, newText }) => edit.replace(vscode.Uri.parse(uri), toRange(range), newText));
  for (const [uri, edits] of Object.entries(changes ?? {})) replace(uri, edits);
  for (const change of documentChanges ?? []) {
    if (change.kind === "rename") edit.renameFile(vscode.Uri.parse(change.oldUri), vscode.Uri.parse(change.newUri));
    else replace(change.textDocument.uri, change.edits);
  }
  return edit;
}

async function activate(context) {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  const diagnostics = vscode.languages.createDiagnosticCollection("partnerships");
  const server = new Server(
    folder.uri.fsPath,
    (method, params) => {
      if (method !== "textDocument/publishDiagnostics") return;
      diagnostics.set(vscode.Uri.parse(params.uri), params.diagnostics.map(toDiagnostic));
    },
    (reason) => vscode.window.showWarningMessage(
      `Pages are not checked while you type: ${reason}. Run "make check-pages" once, then reload the window.`,
    ),
  );
  context.subscriptions.push(diagnostics, { dispose: () => server.process.stdin.end() });
  await server.request("initialize", { processId: process.pid, rootUri: folder.uri.toString(), capabilities: {} });
  server.notify("initialized", {});

  const selector = { language: "markdown", scheme: "file", pattern: new vscode.RelativePattern(folder, "**") };
  const identify = (page) => ({ textDocument: { uri: page.uri.toString(), version: page.version } });
  const ifSelected = (handle) => (page) => vscode.languages.match(selector, page) && handle(page);
  const onOpen = ifSelected((page) => {
    const { uri, version } = identify(page).textDocument;
    const textDocument = { uri, version, languageId: page.languageId, text: page.getText() };
    server.notify("textDocument/didOpen", { textDocument });
  });
  const onChange = ifSelected((page) => {
    server.notify("textDocument/didChange", { ...identify(page), contentChanges: [{ text: page.getText() }] });
  });
  const onSave = ifSelected((page) => server.notify("textDocument/didSave", identify(page)));
  const onClose = ifSelected((page) => server.notify("textDocument/didClose", identify(page)));
  vscode.workspace.textDocuments.forEach(onOpen);
  const ask = (method, page, position, more) =>
    server.request(`textDocument/${method}`, { ...identify(page), position, ...more });
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(onOpen),
    vscode.workspace.onDidChangeTextDocument(({ document }) => onChange(document)),
    vscode.workspace.onDidSaveTextDocument(onSave),
    vscode.workspace.onDidCloseTextDocument(onClose),
    vscode.languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: async (page, position) =>
        (await ask("completion", page, position))?.map(toCompletionItem),
    }, " ", "`", "<", "(", "/"),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (page, position) => {
        const hover = await ask("hover", page, position);
        return hover && new vscode.Hover(new vscode.MarkdownString(hover.contents.value));
      },
    }),
    vscode.languages.registerCodeActionsProvider(selector, {
      provideCodeActions: async (page, range) => {
        const found = await ask("codeAction", page, undefined, { range, context: { diagnostics: [] } });
        return found.map(({ title, edit, diagnostics: [{ message }] }) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.diagnostics = diagnostics.get(page.uri)?.filter((diagnostic) => diagnostic.message === message);
          action.edit = toEdit(edit);
          return action;
        });
      },
    }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    vscode.languages.registerDefinitionProvider(selector, {
      provideDefinition: async (page, position) => {
        const found = await ask("definition", page, position);
        return found && toLocation(found);
      },
    }),
    vscode.languages.registerReferenceProvider(selector, {
      provideReferences: async (page, position, context) =>
        (await ask("references", page, position, { context }))?.map(toLocation),
    }),
    vscode.languages.registerRenameProvider(selector, {
      prepareRename: async (page, position) => {
        const range = await ask("prepareRename", page, position);
        if (!range) throw new Error("Only ids can be renamed here");
        return toRange(range);
      },
      provideRenameEdits: async (page, position, newName) => {
        const edit = await ask("rename", page, position, { newName });
        return edit && toEdit(edit);
      },
    }),
  );
}

module.exports = { activate };
