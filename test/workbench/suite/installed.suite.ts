import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, glassbook, newNotebook, run, textOf, until } from "./notebooks.ts";

describe("the installed extension", () => {
  after(closeAll);

  it("is the VSIX, not the development folder", async () => {
    const { context } = await glassbook();
    assert.match(context.extensionPath, /extensions\/glassbook\.glassbook-\d/);
    assert.equal(context.extensionMode, vscode.ExtensionMode.Production);
  });

  it("trains, explains and draws with what it brings", async () => {
    const notebook = await newNotebook(
      "import { mnist } from 'glassbook/datasets';\nconst { train: digits, test } = await mnist.load();\ntest.size",
      "import { mnistCnn, train } from 'glassbook/models';\nconst model = mnistCnn({ seed: 42 });\n" +
        "const { engine } = await train(model, digits.slice(0, 512), { epochs: 1, batchSize: 128, seed: 42 });\nengine",
      "import { IntegratedGradients } from 'glassbook/explain';\nimport { heatmap } from 'glassbook/display';\n" +
        "heatmap(await new IntegratedGradients(model).attribute(test.image(0), { target: 7, nSteps: 10 }))",
    );
    for (const index of [0, 1, 2]) {
      const cell = await run(notebook, index);
      assert.equal(cell.executionSummary?.success, true, textOf(cell));
    }
    assert.match(textOf(notebook.cellAt(1)), /onnx/i);
    assert.equal(notebook.cellAt(2).outputs[0]?.items[0]?.mime, "application/vnd.glassbook.explanation.v1+json");
  });

  it("knows the types of what cells import", async () => {
    const notebook = await newNotebook("import { mnistCnn } from 'glassbook/models';\nmnistCnn({ seed: 1 }).");
    const { uri } = notebook.cellAt(0).document;
    const position = notebook.cellAt(0).document.lineAt(1).range.end;
    await until(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri,
        position,
        ".",
      );
      return list.items.some(({ label }) => label === "predict");
    }, "predict among the completions");
  });
});
