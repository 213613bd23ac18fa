import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  explainingCell,
  glassbook,
  openNotebook,
  pictureOfFailure,
  reveal,
  run,
  textOf,
  until,
  workspaceFile,
  writeNotebook,
} from "./notebooks.ts";
import { ui } from "./ui.ts";

/** Goes on in reloaded.suite.ts, after the window was reloaded. */
describe("before a reload of the window", () => {
  afterEach(pictureOfFailure);
  it("a cell's picture is changed: another class, one sign", async () => {
    await writeNotebook("reload.ipynb", ["console.log('said');\n'answered'", explainingCell]);
    const notebook = await openNotebook("reload.ipynb");
    for (const index of [0, 1]) {
      const cell = await run(notebook, index);
      assert.equal(cell.executionSummary?.success, true, textOf(cell));
    }
    await reveal(notebook.cellAt(1));
    await ui("explanation", "Integrated Gradients, logit of class 7");
    await ui("pickClass", "2");
    await ui("explanation", "Integrated Gradients, logit of class 2");
    await ui("pickSign", "Against");
    const { context } = await glassbook();
    const kept = () => JSON.stringify(context.workspaceState.get("viewStates")) ?? "";
    await until(() => kept().includes("negative"), "the editor to keep it");
    await notebook.save();
    const { size } = await vscode.workspace.fs.stat(workspaceFile("reload.ipynb"));
    assert.ok(size > 1000);
  });
});
