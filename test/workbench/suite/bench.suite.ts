import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Glassbook } from "../../../extension/glassbook.ts";
import { glassbook, newNotebook, start } from "./notebooks.ts";
import { ui } from "./ui.ts";

const rounds = 40;
const warmUp = 10;

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const told = (what: string, ms: number, most: number) =>
  ui("say", `${what}: ${ms.toFixed(0)} ms (at most ${most})${ms <= most ? "" : ": MISSED"}`);

/** The marks that VS Code sets itself while it activates an extension. */
function marked(what: "LoadExtensionCode" | "ActivateExtension"): number {
  const { MonacoPerformanceMarks: own } = globalThis as { MonacoPerformanceMarks?: EditorMarks };
  const at = (when: "will" | "did") =>
    own?.getMarks().find(({ name }) => name === `code/extHost/${when}${what}/glassbook.glassbook`)?.startTime ??
    Number.NaN;
  return at("did") - at("will");
}

interface EditorMarks {
  getMarks(): { name: string; startTime: number }[];
}

/** From the command to the cell's end, as the editor's events tell it. */
async function roundTrip(notebook: vscode.NotebookDocument, index: number): Promise<number> {
  const began = performance.now();
  const ended = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
      const done = cellChanges.some(
        ({ cell, executionSummary }) => cell.index === index && executionSummary?.success !== undefined,
      );
      if (!done) return;
      listener.dispose();
      resolve();
    });
  });
  await start(notebook, index);
  await ended;
  return performance.now() - began;
}

describe("speed in the editor", function () {
  this.timeout(300_000);

  it("activation", async () => {
    const extension = vscode.extensions.getExtension<Glassbook>("glassbook.glassbook");
    assert.ok(extension && !extension.isActive);
    const began = performance.now();
    await extension.activate();
    const took = performance.now() - began;
    const [load, activate] = [marked("LoadExtensionCode"), marked("ActivateExtension")];
    // What the editor's Running Extensions shows as activation.
    await told("activation, as VS Code counts it: loading the code and activate()", load + activate, 150);
    await told("activation, as one waits for it while the window is being opened", took, 150);
  });

  it("a warm cell's round trip", async () => {
    const notebook = await newNotebook("1 + 1");
    const kernel = (await glassbook()).kernels.of(notebook);
    const times: number[] = [];
    const ours: number[] = [];
    let handed = 0;
    const listener = kernel.onCommand(({ kind }) => {
      if (kind === "queue") handed = performance.now();
      else if (kind === "end") ours.push(performance.now() - handed);
    });
    for (let i = 0; i < warmUp + rounds; i++) times.push(await roundTrip(notebook, 0));
    listener.dispose();
    const own = median(ours.slice(warmUp)).toFixed(0);
    await ui("say", `of it between the editor's hand-over and the extension's end of the cell: ${own} ms`);
    await told(`a warm cell's round trip, median of ${rounds}`, median(times.slice(warmUp)), 75);
  });

  it("ten thousand lines of output", async () => {
    const notebook = await newNotebook("for (let i = 0; i < 10_000; i++) console.log('line', i)");
    await ui("watchFrames");
    const took = await roundTrip(notebook, 0);
    const longest = await ui("longestFrame");
    await ui("say", `10,000 lines: ${took.toFixed(0)} ms in all`);
    await told("the editor's longest pause with them", longest, 500);
  });
});
