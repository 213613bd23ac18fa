import assert from "node:assert/strict";
import * as vscode from "vscode";
import { answer, closeAll, newNotebook, notified, run, textOf, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

const where = "import * as tf from '@tensorflow/tfjs';\ntf.getBackend()";

describe("Set Up TensorFlow", function () {
  this.timeout(900_000);
  afterEach(closeAll);

  it("brings TensorFlow's own library under a notebook that ran on WebAssembly", async () => {
    const notebook = await newNotebook(where);
    assert.equal(textOf(await run(notebook, 0)), "'wasm'");
    const done = vscode.commands.executeCommand("glassbook.setUpTensorFlow");
    assert.deepEqual(await ui("pick", "CPU"), ["CPU", "GPU"]);
    await notified(/^Setting up TensorFlow: /);
    await ui("picture", "steps");
    const ready = /^@tensorflow\/tfjs-node 4\.22\.0 runs on libtensorflow/;
    await until(async () => notified(ready).catch(() => undefined), "the set-up", 800_000);
    await answer(ready, "Restart");
    await done;
    const { executionSummary } = notebook.cellAt(0);
    const cell = await run(notebook, 0);
    assert.notEqual(cell.executionSummary, executionSummary);
    assert.equal(textOf(cell), "'tensorflow'");
    await until(async () => (await ui("statusBar")).some((entry) => /tfjs-node/.test(entry)), "the status bar");
    await ui("picture", "tensorflow");
  });
});
