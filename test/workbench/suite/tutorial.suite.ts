import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openNotebook, reveal, textOf, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

const explanationMime = "application/vnd.glassbook.explanation.v1+json";

/** The first cell with an explanation that asks about integrated gradients. */
const cellWith = (notebook: vscode.NotebookDocument, text: string) => {
  const cell = notebook.getCells().find(({ document }) => document.getText().includes(text));
  assert.ok(cell, text);
  return cell;
};

describe("tutorial 01", function () {
  this.timeout(480_000);
  after(closeAll);
  let notebook: vscode.NotebookDocument;

  it("runs from the first cell to the last", async () => {
    notebook = await openNotebook("01-why-is-it-a-7.ipynb");
    await vscode.commands.executeCommand("notebook.execute", notebook.uri);
    const code = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    const ended = (cell: vscode.NotebookCell) => cell.executionSummary?.success !== undefined;
    const failed = (cell: vscode.NotebookCell) => cell.executionSummary?.success === false;
    await until(() => code.every(ended) || code.some(failed), "the end of the tutorial", 400_000);
    for (const cell of code) {
      assert.equal(cell.executionSummary?.success, true, `${cell.document.getText()}\n${textOf(cell)}`);
    }
    assert.match(textOf(cellWith(notebook, "await evaluate(model, test);")), /Test accuracy: 0\.9/);
  });

  it("shows the heat map, which tells its values under the pointer", async () => {
    const cell = cellWith(notebook, "heatmap(ig)");
    assert.equal(cell.outputs[0]?.items[0]?.mime, explanationMime);
    await reveal(cell);
    const before = await ui("explanation", /Integrated Gradients, logit of class 7/.source);
    assert.equal(before.maps.length, 1);
    const told = await ui("pointAtMap", /Integrated Gradients/.source, 14, 6);
    assert.match(told, /\d/);
    await ui("picture", "heat-map");
  });

  it("explains another class, when the kernel is asked for one", async () => {
    await ui("pickClass", "2");
    const { maps } = await ui("explanation", /Integrated Gradients, logit of class 2/.source);
    assert.equal(maps.length, 1);
    await ui("picture", "another-class");
  });

  it("is drawn in the editor's colors: dark, high contrast, light", async () => {
    const settings = vscode.workspace.getConfiguration("workbench");
    for (const [name, theme, kind] of [
      ["dark", "Default Dark Modern", vscode.ColorThemeKind.Dark],
      ["high-contrast", "Default High Contrast", vscode.ColorThemeKind.HighContrast],
      ["light", "Default Light Modern", vscode.ColorThemeKind.Light],
    ] as const) {
      await settings.update("colorTheme", theme, vscode.ConfigurationTarget.Global);
      await until(() => vscode.window.activeColorTheme.kind === kind, theme);
      const shown = await ui("explanation", "Integrated Gradients, logit of class 2");
      assert.equal(shown.maps.length, 1, theme);
      await ui("picture", name);
    }
  });

  it("says so when the kernel of the picture is gone", async () => {
    await vscode.commands.executeCommand("glassbook.restart");
    await ui("waitForText", "The kernel that made this has stopped");
  });
});
