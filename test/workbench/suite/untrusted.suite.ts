import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  glassbook,
  noNotifications,
  notified,
  openNotebook,
  reveal,
  run,
  start,
  textOf,
  until,
  workspaceFile,
} from "./notebooks.ts";
import { ui } from "./ui.ts";

const note = /^Restricted Mode/;

describe("a folder that is not trusted", () => {
  let notebook: vscode.NotebookDocument;
  after(closeAll);

  /** Neither the notebook's kernel nor a cell has begun. */
  async function nothingRan(): Promise<void> {
    const { kernels } = await glassbook();
    assert.equal(kernels.running(notebook)?.pid, undefined, "a kernel was started");
    assert.equal(notebook.cellAt(0).executionSummary?.timing, undefined, "a cell was run");
  }

  it("shows a notebook's outputs", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    notebook = await openNotebook("answered.ipynb");
    await reveal(notebook.cellAt(0));
    const { maps } = await ui("explanation", "Integrated Gradients");
    assert.equal(maps.length, 1);
    assert.match(textOf(notebook.cellAt(0)), /^said before\n/);
    await ui("picture", "outputs");
    await nothingRan();
  });

  it("runs no cell, and says why", async () => {
    // Where a person sits, the editor asks before it comes to us; under test it asks nobody, and waits.
    void start(notebook, 0);
    const { controller } = await glassbook();
    await controller.executeHandler([notebook.cellAt(0)], notebook, controller);
    await notified(note);
    await noNotifications();
    await nothingRan();
  });

  it("starts no kernel by our own commands, which say why", async () => {
    for (const id of ["restart", "restartAndRunAll", "setUpTensorFlow"]) {
      await vscode.commands.executeCommand(`glassbook.${id}`);
      await notified(note);
      await noNotifications();
      await nothingRan();
    }
  });

  it("opens a notebook for a model, and does not run it", async () => {
    const model = workspaceFile("torch-mlp.onnx");
    const made = await vscode.commands.executeCommand<vscode.NotebookDocument>("glassbook.explainModelFile", model);
    const { kernels } = await glassbook();
    assert.match(made.cellAt(1).document.getText(), /loadOnnx/);
    assert.equal(kernels.running(made)?.pid, undefined);
    await notified(note);
    await noNotifications();
    await vscode.window.showNotebookDocument(notebook);
  });

  it("answers no questions of the language, for which a kernel would start", async () => {
    const { uri } = notebook.cellAt(1).document;
    const position = new vscode.Position(0, 1);
    await vscode.commands.executeCommand("vscode.executeHoverProvider", uri, position);
    await vscode.commands.executeCommand("vscode.executeCompletionItemProvider", uri, position);
    await vscode.commands.executeCommand("vscode.executeDefinitionProvider", uri, position);
    await nothingRan();
  });

  it("runs once it is trusted", async () => {
    await vscode.commands.executeCommand("workbench.trust.manage");
    await ui("trustFolder");
    await until(() => vscode.workspace.isTrusted, "trust");
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.window.showNotebookDocument(notebook);
    assert.equal(textOf(await run(notebook, 1)), "42");
  });
});
