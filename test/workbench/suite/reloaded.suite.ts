import assert from "node:assert/strict";
import * as vscode from "vscode";
import { glassbook, pictureOfFailure, textOf, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

/** The window that reload.suite.ts left, reloaded: nothing is opened or run here. */
describe("after a reload of the window", () => {
  afterEach(pictureOfFailure);
  let notebook: vscode.NotebookDocument;

  it("the notebook is there again, with its outputs", async () => {
    await glassbook();
    const editor = await until(() => vscode.window.activeNotebookEditor, "the notebook's editor");
    notebook = editor.notebook;
    assert.match(notebook.uri.path, /reload\.ipynb$/);
    assert.equal(textOf(notebook.cellAt(0)), "said\n'answered'");
  });

  it("the picture is as it was left: the class that the kernel was asked for, and the sign", async () => {
    await ui("explanation", "Integrated Gradients, logit of class 2");
    assert.equal(await ui("pickedSign"), "negative");
    await ui("picture", "reloaded");
  });

  it("says that the kernel that made the picture is gone", async () => {
    await ui("pickClass", "3");
    await ui("waitForText", "The kernel that made this has stopped");
  });
});
