import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import {
  answer,
  closeAll,
  glassbook,
  newNotebook,
  noNotifications,
  notified,
  reveal,
  run,
  textOf,
  until,
  workspaceFile,
} from "./notebooks.ts";
import { ui } from "./ui.ts";

const call = <T>(id: string, ...given: unknown[]) => vscode.commands.executeCommand<T>(`glassbook.${id}`, ...given);
const ended = (cell: vscode.NotebookCell) =>
  until(() => cell.executionSummary?.success !== undefined && cell, `the end of cell ${cell.index}`);

describe("the commands", () => {
  afterEach(closeAll);

  it("are all there", async () => {
    const { context } = await glassbook();
    const { contributes } = context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = await vscode.commands.getCommands(true);
    for (const { command } of contributes.commands) assert.ok(registered.includes(command), command);
  });

  it("stand in the explorer's menu, each for its kind of file", async () => {
    const [model, image] = ["Explain a Model File…", "Explain an Image…"];
    await vscode.commands.executeCommand("workbench.view.explorer");
    const ours = async (file: string) =>
      (await ui("fileMenu", file)).filter((entry) => entry === model || entry === image);
    assert.deepEqual(await ours("torch-mlp.onnx"), [model]);
    assert.deepEqual(await ours("seven.png"), [image]);
    assert.deepEqual(await ours("01-why-is-it-a-7.ipynb"), []);
  });

  it("New Notebook: its first cell runs", async () => {
    const notebook = await call<vscode.NotebookDocument>("newNotebook");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 0), "6 * 7");
    await vscode.workspace.applyEdit(edit);
    assert.equal(textOf(await run(notebook, 0)), "42");
  });

  it("Open Tutorial: a copy, beside the files that it reads", async () => {
    const notebook = await call<vscode.NotebookDocument>("openTutorial", "03-explain-an-onnx-file.ipynb");
    assert.ok(notebook.isUntitled);
    const code = notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code);
    assert.ok(code);
    assert.match(textOf(await run(notebook, code.index)), /takes \[n, 1, 28, 28\], gives 10 logits/);
  });

  it("Explain a Model File: reads out what the model takes and gives", async () => {
    const notebook = await call<vscode.NotebookDocument>("explainModelFile", workspaceFile("torch-mlp.onnx"));
    assert.match(textOf(await ended(notebook.cellAt(1))), /Input \[n, [\d, ]+\] → \d+ outputs/);
    await run(notebook, 2);
    const explained = await run(notebook, 3);
    assert.equal(explained.executionSummary?.success, true, textOf(explained));
  });

  it("Explain an Image: brought to the model's size, asked why", async () => {
    const given = [workspaceFile("seven.png"), workspaceFile("digits-pytorch.onnx")];
    const notebook = await call<vscode.NotebookDocument>("explainImage", ...given);
    assert.match(textOf(await ended(notebook.cellAt(1))), /Input \[n, 1, 28, 28\]/);
    for (const index of [2, 3]) {
      const cell = await run(notebook, index);
      assert.equal(cell.executionSummary?.success, true, textOf(cell));
    }
    const [said] = notebook.cellAt(3).outputs;
    assert.match(
      Buffer.from(said?.items[0]?.data ?? []).toString(),
      /^Integrated Gradients explains (the logit of class|output) 7/,
    );
    await reveal(notebook.cellAt(3));
    assert.match((await ui("explanation", "Integrated Gradients")).maps.join(), /(class|output) 7/);
    await ui("picture", "image");
  });

  it("Choose Backend: a setting, and a restart where that is wanted", async () => {
    const notebook = await newNotebook(
      "import * as tf from '@tensorflow/tfjs'; let kept = tf.zeros([1]); tf.getBackend()",
    );
    assert.equal(textOf(await run(notebook, 0)), "'wasm'");
    const settings = () => vscode.workspace.getConfiguration("glassbook");
    try {
      const chosen = call("chooseBackend");
      assert.equal(await ui("quickTitle"), "TensorFlow.js backend");
      assert.deepEqual(await ui("pick", "cpu"), ["auto", "tfjs-node-gpu", "tfjs-node", "webgpu", "wasm", "cpu"]);
      await until(() => settings().get("backend") === "cpu", "the setting");
      await answer(/^Restart the kernel to use the new backend\. Variables will be lost\.$/, "Restart");
      await chosen;
      assert.match(textOf(await run(notebook, 0)), /'cpu'/);
    } finally {
      await settings().update("backend", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("Report a Problem: asks, gathers, shows, sends nothing", async () => {
    const reported = call("reportProblem");
    await answer(/Nothing is sent\.$/, "Collect");
    await reported;
    const { document } = await until(() => vscode.window.activeTextEditor, "the report");
    assert.equal(document.languageId, "markdown");
    const text = document.getText();
    const { version } = (await glassbook()).context.extension.packageJSON as { version: string };
    assert.ok(text.includes(`Glassbook ${version}, VS Code ${vscode.version}, Node `), text);
    assert.match(text, /```\n[\s\S]*wasm[\s\S]*```/);
  });

  it("Report a Problem: gathers nothing without a yes", async () => {
    const reported = call("reportProblem");
    await notified(/Nothing is sent\.$/);
    await noNotifications();
    await reported;
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it("Show Kernel Status: what it runs on, and what can be done, by a click on the status bar", async () => {
    const notebook = await newNotebook("import * as tf from '@tensorflow/tfjs'; const grid = tf.zeros([2])");
    await run(notebook, 0);
    await ui("clickStatusBar", "Glassbook: idle");
    assert.deepEqual(await ui("pick", "Show Variables"), [
      "Interrupt",
      "Restart",
      "Restart and Run All",
      "Show Variables",
      "Choose Backend",
    ]);
    await until(async () => (await ui("treeRows", "Variables")).some((row) => /^grid/.test(row)), "the variables");
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });

  it("Export as HTML: one page with the outputs", async () => {
    await run(await newNotebook("'exported' + 1"), 0);
    const page = workspaceFile("page.html");
    await call("exportHtml", undefined, page);
    assert.ok(existsSync(page.fsPath));
    assert.match(readFileSync(page.fsPath, "utf8"), /exported1/);
  });

  it("Export as TypeScript: the cells' code", async () => {
    await newNotebook("const a = 1", "a + 1");
    await call("exportTypeScript");
    const { document } = await until(() => vscode.window.activeTextEditor, "the text");
    assert.equal(document.languageId, "typescript");
    assert.equal(document.getText(), "const a = 1\n\na + 1\n");
  });

  it("Show Variables: names, types, previews of tensors", async () => {
    const notebook = await newNotebook(
      "import * as tf from '@tensorflow/tfjs';\nconst grid = tf.zeros([2, 3]); let n = 5",
    );
    await run(notebook, 0);
    await call("showVariables");
    const rows = await until(async () => {
      const found = await ui("treeRows", "Variables");
      // Those of a notebook that was in front before may stand there for a moment.
      return found.some((row) => row.startsWith("n, ")) && found;
    }, "the variables");
    assert.ok(
      rows.some((row) => /^grid, .*\b2\b.*\b3\b/.test(row)),
      rows.join("\n"),
    );
    assert.ok(
      rows.some((row) => /^n, number, 5/.test(row)),
      rows.join("\n"),
    );
    await ui("picture", "variables");
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });
});
