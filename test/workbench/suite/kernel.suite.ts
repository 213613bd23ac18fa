import assert from "node:assert/strict";
import * as vscode from "vscode";
import { isAlive } from "../../../kernel/library/ground/isAlive.node.ts";
import { isMessage } from "../../../kernel/protocol/message.ts";
import { closeAll, glassbook, newNotebook, run, start, textOf, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

const never = "display('begun'); while (true);";
/** Once it has shown something it runs; its number comes already when it is handed over. */
const begun = (cell: vscode.NotebookCell) =>
  until(() => cell.outputs.length > 0, `the beginning of cell ${cell.index}`);

describe("a notebook's kernel", () => {
  afterEach(closeAll);

  it("interrupts an endless cell and keeps its variables", async () => {
    const notebook = await newNotebook("let kept = 42", never, "kept");
    await run(notebook, 0);
    await start(notebook, 1);
    await begun(notebook.cellAt(1));
    await vscode.commands.executeCommand("glassbook.interrupt");
    await until(() => notebook.cellAt(1).executionSummary?.success === false, "the endless cell's end");
    assert.match(textOf(notebook.cellAt(1)), /Interrupted/);
    assert.equal(textOf(await run(notebook, 2)), "42");
  });

  it("aborts the cells behind one that fails", async () => {
    const notebook = await newNotebook("throw new RangeError('no')", "'not run'");
    await start(notebook, 0, 2);
    await until(() => notebook.cellAt(0).executionSummary?.success === false, "the first cell's end");
    assert.match(textOf(notebook.cellAt(0)), /RangeError: no/);
    const { kernels } = await glassbook();
    await until(() => kernels.running(notebook)?.state === "idle", "the queue's end");
    assert.deepEqual(notebook.cellAt(1).outputs, []);
  });

  it("goes on after its process was killed", async () => {
    const notebook = await newNotebook("let lost = 1", "process.kill(process.pid, 'SIGKILL')", "typeof lost");
    await run(notebook, 0);
    const dead = await run(notebook, 1);
    assert.match(textOf(dead), /KernelDied/);
    assert.equal(textOf(await run(notebook, 2)), "'undefined'");
  });

  it("goes on after its host was killed", async () => {
    const notebook = await newNotebook(never, "6 * 7");
    const { kernels } = await glassbook();
    await start(notebook, 0);
    await begun(notebook.cellAt(0));
    const pid = kernels.running(notebook)?.pid;
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    await until(() => notebook.cellAt(0).executionSummary?.success === false, "the dead cell's end");
    assert.match(
      textOf(notebook.cellAt(0)),
      /The kernel was killed \(SIGKILL\), probably out of memory\. All variables are lost\. The next cell starts a new kernel\./,
    );
    assert.equal(textOf(await run(notebook, 1)), "42");
    assert.notEqual(kernels.running(notebook)?.pid, pid);
  });

  it("restarts, and runs all cells anew", async () => {
    const notebook = await newNotebook("globalThis.runs = (globalThis.runs ?? 0) + 1", "runs * 10");
    await run(notebook, 0);
    await run(notebook, 0);
    assert.equal(textOf(await run(notebook, 1)), "20");
    await vscode.commands.executeCommand("glassbook.restartAndRunAll");
    await until(() => textOf(notebook.cellAt(1)) === "10", "both cells in the new kernel");
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 2);
  });

  it("is another one for another notebook", async () => {
    const first = await newNotebook("const who = 'first'", never, "who");
    await run(first, 0);
    await start(first, 1);
    await begun(first.cellAt(1));
    const second = await newNotebook("typeof who");
    assert.equal(textOf(await run(second, 0)), "'undefined'", "while the first is busy");
    const { kernels } = await glassbook();
    kernels.running(first)?.interrupt();
    await until(() => first.cellAt(1).executionSummary?.success === false, "the endless cell's end");
    assert.equal(textOf(await run(first, 2)), "'first'");
    assert.notEqual(kernels.running(first)?.pid, kernels.running(second)?.pid);
  });

  it("shows what comes late, clears, updates, and asks", async () => {
    const notebook = await newNotebook(
      "setTimeout(() => console.log('late'), 200); 'now'",
      "display('old', { display_id: 'shown' })",
      "display('new', { display_id: 'shown', update: true })",
      "console.log('gone'); clearOutput({ wait: true }); console.log('stays')",
      "await input('Your name?')",
    );
    await run(notebook, 0);
    await until(() => textOf(notebook.cellAt(0)) === "'now'late\n", "what comes late");
    await run(notebook, 1);
    await run(notebook, 2);
    await until(() => textOf(notebook.cellAt(1)) === "'new'", "the update");
    assert.equal(textOf(await run(notebook, 3)), "stays\n");
    await start(notebook, 4);
    await ui("answerInput", "Ada");
    await until(() => textOf(notebook.cellAt(4)) === "'Ada'", "the answer");
  });

  it("tells in the status bar's words what it holds", async () => {
    const notebook = await newNotebook("import * as tf from '@tensorflow/tfjs'; const kept = [tf.zeros([250])]");
    await run(notebook, 0);
    const { kernels } = await glassbook();
    const cost = kernels.running(notebook)?.costOf(notebook.cellAt(0));
    assert.equal(cost?.tensorDelta, 1);
    assert.equal(cost?.bytes, 1000);
    assert.ok(cost?.backend);
    const words = `Glassbook: idle · ${cost.backend} · 1 tensor, 1.0 kB`;
    await until(async () => (await ui("statusBar")).some((entry) => entry.includes(words)), words);
  });

  it("stays busy while a cell runs, whatever a view asks meanwhile", async () => {
    const notebook = await newNotebook(
      "onCommOpen('asked', () => {}); display('begun'); await new Promise((r) => setTimeout(r, 1500))",
    );
    const kernel = (await glassbook()).kernels.of(notebook);
    const states: string[] = [];
    const answered = new Promise<void>((resolve) => {
      kernel.onMessage((message) => {
        const { parent_header } = message;
        if (!isMessage(message, "status") || message.content.execution_state !== "idle") return;
        if ("msg_type" in parent_header && parent_header.msg_type === "comm_open") resolve();
      });
    });
    await start(notebook, 0);
    await begun(notebook.cellAt(0));
    kernel.onChange(() => states.push(kernel.state));
    kernel.started().send("comm_open", { comm_id: "one", target_name: "asked", data: {} });
    await answered;
    assert.ok(!states.includes("idle"), states.join());
    assert.equal(notebook.cellAt(0).executionSummary?.success, undefined, "the cell runs still");
    await until(() => kernel.state === "idle", "the end of the cell");
  });

  it("ends with its notebook", async () => {
    const notebook = await newNotebook("1");
    await run(notebook, 0);
    const { kernels } = await glassbook();
    const pid = kernels.running(notebook)?.pid ?? 0;
    assert.ok(pid > 0);
    await closeAll.call(undefined);
    await until(() => !isAlive(pid), "the process to end");
  });
});
