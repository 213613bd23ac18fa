import assert from "node:assert/strict";
import * as vscode from "vscode";
import { answer, closeAll, newNotebook, notified, reveal, run, start, textOf, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

const trainMnist = () => vscode.commands.executeCommand("glassbook.trainMnist");
const succeeded = (cell: vscode.NotebookCell) => cell.executionSummary?.success;

/** The notebook that the command opened. */
function opened(): vscode.NotebookDocument {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  assert.ok(notebook);
  assert.match(notebook.cellAt(0).document.getText(), /^# Train the MNIST CNN/);
  return notebook;
}

describe("training", function () {
  this.timeout(300_000);
  afterEach(closeAll);

  it("Train the MNIST CNN: tells how far it is, trains, and says why", async () => {
    const trained = trainMnist();
    assert.match(await notified(/Epoch 1\/5, step/), /^Training the MNIST CNN/);
    const notebook = opened();
    const training = notebook.cellAt(2);
    await reveal(training);
    await ui("waitForText", "Epoch 3 of 5");
    await ui("picture", "training");
    await trained;
    // The editor hears of a cell's end a little later than we.
    const cells = notebook.getCells().slice(1);
    await until(() => cells.every((cell) => succeeded(cell) !== undefined), "the end of all cells");
    for (const cell of cells) assert.equal(succeeded(cell), true, textOf(cell));
    assert.match(textOf(training), /Epoch 5, validation loss: [\d.]+, validation accuracy: 0\.9/);
    assert.match(textOf(notebook.cellAt(3)), /Test accuracy: 0\.9/);
    assert.equal(notebook.cellAt(3).outputs.at(-1)?.items[0]?.mime, "application/vnd.glassbook.explanation.v1+json");
    assert.deepEqual(
      (await ui("notifications")).filter((text) => text.includes("Training")),
      [],
    );
  });

  it("Train the MNIST CNN: ends where its notification is canceled, and the rest does not run", async () => {
    const trained = trainMnist();
    await answer(/Epoch \d\/5, step/, "Cancel");
    await trained;
    const notebook = opened();
    await until(() => succeeded(notebook.cellAt(2)) === false, "the interrupted cell's end");
    assert.match(textOf(notebook.cellAt(2)), /Interrupted/);
    assert.deepEqual(notebook.cellAt(3).outputs, []);
  });

  it("stops after the step being done by the Stop button; the cell goes on", async () => {
    const notebook = await newNotebook(
      `import { mnist } from "glassbook/datasets";
import { mnistCnn, train } from "glassbook/models";
import { progress } from "glassbook/display";
const { train: digits } = await mnist.load();
const { stopped } = await train(mnistCnn({ seed: 1 }), digits, { epochs: 100, seed: 1, callbacks: progress() });
stopped`,
      "6 * 7",
    );
    await start(notebook, 0);
    await ui("click", "Stop");
    const cell = await until(() => succeeded(notebook.cellAt(0)) !== undefined && notebook.cellAt(0), "the end");
    assert.match(textOf(cell), /'aborted'$/);
    await ui("waitForText", "Stopped");
    assert.equal(textOf(await run(notebook, 1)), "42");
  });
});
