import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, glassbook, openNotebook, run, textOf, workspaceFile, writeNotebook } from "./notebooks.ts";
import { ui } from "./ui.ts";

describe("a notebook", () => {
  after(closeAll);

  it("of TypeScript runs by our kernel, though nobody picked one", async () => {
    const { kernels } = await glassbook();
    await writeNotebook("unpicked.ipynb", ["6 * 7"]);
    const notebook = await vscode.workspace.openNotebookDocument(workspaceFile("unpicked.ipynb"));
    await vscode.window.showNotebookDocument(notebook);
    assert.equal(kernels.uses(notebook), false);
    assert.equal(textOf(await run(notebook, 0)), "42");
    assert.ok(kernels.running(notebook)?.pid);
  });

  it("opens tutorial 01, takes the kernel and runs a cell", async () => {
    const notebook = await openNotebook("01-why-is-it-a-7.ipynb");
    assert.equal(notebook.notebookType, "jupyter-notebook");
    assert.equal(notebook.cellAt(1).document.languageId, "typescript");
    const cell = await run(notebook, 1);
    assert.match(textOf(cell), /^This session runs on /);
    assert.equal(cell.executionSummary?.success, true);
    assert.equal(cell.executionSummary?.executionOrder, 1);
    const { kernels } = await glassbook();
    assert.ok(kernels.running(notebook)?.pid);
    await ui("picture", "first-cell");
  });
});
