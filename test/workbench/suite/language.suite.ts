import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, glassbook, newNotebook, run, until } from "./notebooks.ts";

const first = [
  "import { readFileSync } from 'node:fs';",
  "/** Two places. */",
  "const point = { across: 1, down: 2 };",
  "function add(left: number, right: number) { return left + right }",
  "let loose = 1;",
].join("\n");

describe("language features across cells", () => {
  let notebook: vscode.NotebookDocument;
  const uri = (cell: number) => notebook.cellAt(cell).document.uri;
  const at = (cell: number, text: string, after = 0) => {
    const { document } = notebook.cellAt(cell);
    return document.positionAt(document.getText().indexOf(text) + after);
  };
  before(async () => {
    notebook = await newNotebook(
      first,
      "point.across + add(1, loose)",
      "const wrong: string = point.down;\nloose = 3;",
    );
  });
  after(closeAll);

  it("completes what cells declare that never ran, once each", async () => {
    const labels = async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri(1),
        at(1, "point.", "point.".length),
        ".",
      );
      const exact = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
      return exact.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    const found = await until(async () => {
      const names = await labels();
      return names.includes("across") && names;
    }, "completions");
    assert.deepEqual(found.filter((name) => name === "across" || name === "down").sort(), ["across", "down"]);
  });

  it("tells types on hover, once", async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri(1),
      at(1, "point", 2),
    );
    const texts = hovers.map(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value).join(""));
    assert.equal(texts.length, 1, texts.join("\n---\n"));
    assert.match(texts[0] ?? "", /const point: \{[\s\S]*Two places\./);
  });

  it("helps with the parameters of a call", async () => {
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      "vscode.executeSignatureHelpProvider",
      uri(1),
      at(1, "1, ", 3),
    );
    assert.equal(help.signatures[0]?.label, "add(left: number, right: number): number");
    assert.equal(help.activeParameter, 1);
  });

  it("goes to where another cell declares a name", async () => {
    for (const [text, line] of [
      ["point", 2],
      ["loose", 4],
    ] as const) {
      const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        "vscode.executeDefinitionProvider",
        uri(1),
        at(1, text, 2),
      );
      const [place] = places;
      assert.equal(places.length, 1, text);
      const target = place && ("uri" in place ? place : { uri: place.targetUri, range: place.targetRange });
      assert.equal(target?.uri.toString(), uri(0).toString());
      assert.equal(target?.range.start.line, line);
    }
  });

  it("underlines type errors, and nothing else, though nothing ran", async () => {
    const [found] = await until(async () => {
      const all = vscode.languages.getDiagnostics(uri(2));
      return all.length > 0 && all;
    }, "squiggles");
    assert.equal(found?.message, "Type 'number' is not assignable to type 'string'.");
    assert.equal(found?.source, "Glassbook");
    assert.equal(notebook.cellAt(2).document.getText(found?.range), "wrong");
    // VS Code's own TypeScript, which knows each cell alone, would find names that it does not know.
    await run(notebook, 0);
    for (const cell of notebook.getCells()) {
      const others = vscode.languages.getDiagnostics(cell.document.uri).filter(({ source }) => source !== "Glassbook");
      assert.deepEqual(others, [], cell.document.getText());
    }
    assert.deepEqual(vscode.languages.getDiagnostics(uri(1)), []);
  });

  it("takes the squiggles away when the cell is right", async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri(2), new vscode.Range(0, 13, 0, 19), "number");
    await vscode.workspace.applyEdit(edit);
    await until(() => vscode.languages.getDiagnostics(uri(2)).length === 0, "no squiggles");
  });

  it("does not make the kernel busy", async () => {
    const { kernels } = await glassbook();
    assert.equal(kernels.running(notebook)?.state, "idle");
  });
});
