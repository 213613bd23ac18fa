import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Glassbook } from "../../../extension/glassbook.ts";
import { type FileCell, notebookFile } from "../notebookFile.ts";
import { ui } from "./ui.ts";

const pollMs = 30;

/** Waits for a condition, as long as a slow machine may take. */
export async function until<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  limitMs = 90_000,
): Promise<T> {
  const start = Date.now();
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() - start > limitMs) throw new Error(`waited ${limitMs / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

export async function glassbook(): Promise<Glassbook> {
  const extension = vscode.extensions.getExtension<Glassbook>("glassbook.glassbook");
  assert.ok(extension, "the extension is there");
  return extension.activate();
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a notebook of the workspace and picks our kernel, as a click in the picker does. */
export async function openNotebook(name: string): Promise<vscode.NotebookDocument> {
  await glassbook();
  const notebook = await vscode.workspace.openNotebookDocument(workspaceFile(name));
  await pickKernel(notebook);
  return notebook;
}

/** Writes a notebook of TypeScript cells into the workspace. */
export async function writeNotebook(name: string, cells: (string | FileCell)[]): Promise<void> {
  await vscode.workspace.fs.writeFile(workspaceFile(name), Buffer.from(notebookFile(cells)));
}

/** Asks an untrained network about a 7, at once. */
export const explainingCell = `import { mnist } from "glassbook/datasets";
import { mnistCnn } from "glassbook/models";
import { IntegratedGradients } from "glassbook/explain";
import { heatmap } from "glassbook/display";
const { test } = await mnist.load();
const model = mnistCnn({ seed: 42 });
heatmap(await new IntegratedGradients(model).attribute(test.image(0), { target: 7, nSteps: 10 }))`;

/** A notebook of these cells that was never saved, with our kernel. */
export async function newNotebook(...sources: string[]): Promise<vscode.NotebookDocument> {
  const cells = sources.map(
    (source) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, "typescript"),
  );
  const data = new vscode.NotebookData(cells);
  const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", data);
  await pickKernel(notebook);
  return notebook;
}

async function pickKernel(notebook: vscode.NotebookDocument): Promise<void> {
  const { kernels } = await glassbook();
  await vscode.window.showNotebookDocument(notebook);
  await until(async () => {
    // For the editor in front, which may not be there yet.
    const kernel = { id: "glassbook-typescript", extension: "glassbook.glassbook" };
    await vscode.commands.executeCommand("notebook.selectKernel", kernel);
    return kernels.uses(notebook);
  }, "the kernel to be picked");
  // The editor scrolls an unsaved notebook to where the last one of its name stood.
  if (notebook.cellCount > 0) await reveal(notebook.cellAt(0));
}

/** Starts cells, without waiting for their end. */
export async function start(notebook: vscode.NotebookDocument, from: number, to = from + 1): Promise<void> {
  const ranges = [{ start: from, end: to }];
  await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
}

/** Runs one cell to its end. */
export async function run(notebook: vscode.NotebookDocument, index: number): Promise<vscode.NotebookCell> {
  const before = notebook.cellAt(index).executionSummary;
  await start(notebook, index);
  return until(() => {
    const cell = notebook.cellAt(index);
    const { executionSummary } = cell;
    return executionSummary !== before && executionSummary?.timing && executionSummary.success !== undefined && cell;
  }, `the end of cell ${index}`);
}

/** Brings a cell to the top, so that its outputs are drawn and can be clicked: a browser cannot scroll a notebook. */
export async function reveal({ notebook, index }: vscode.NotebookCell): Promise<void> {
  const editor = vscode.window.visibleNotebookEditors.find((each) => each.notebook === notebook);
  editor?.revealRange(new vscode.NotebookRange(index, index + 1), vscode.NotebookEditorRevealType.AtTop);
}

/** The text of a cell's outputs, one form for each: text/plain, streams, errors. */
export function textOf(cell: vscode.NotebookCell): string {
  const wanted = /^(text\/plain|application\/vnd\.code\.notebook\.(stdout|stderr|error))$/;
  return cell.outputs
    .flatMap(({ items }) => items.filter(({ mime }) => wanted.test(mime)))
    .map(({ data }) => Buffer.from(data).toString("utf8"))
    .join("");
}

/** Waits for a notification that says something like this; returns the whole of it. */
export async function notified(said: RegExp): Promise<string> {
  return until(async () => {
    await vscode.commands.executeCommand("notifications.showList");
    return (await ui("notifications")).find((text) => said.test(text));
  }, `a notification that says ${said}`);
}

/** Waits for a notification and clicks a button of it. */
export async function answer(said: RegExp, button: string): Promise<void> {
  await notified(said);
  await ui("answerNotification", said.source, button);
}

/** Takes all notifications away. */
export async function noNotifications(): Promise<void> {
  await vscode.commands.executeCommand("notifications.clearAll");
  await until(async () => (await ui("notifications")).length === 0, "no notifications");
}

/** After a test that failed, takes a picture. */
export async function pictureOfFailure(this: Mocha.Context | undefined): Promise<void> {
  const test = this?.currentTest;
  if (test?.isFailed()) await ui("picture", `failed ${test.title.replaceAll(/[^\w, ]/g, "")}`);
}

/** Closes all editors, and with them their notebooks and kernels; takes that picture before. */
export async function closeAll(this: Mocha.Context | undefined): Promise<void> {
  await pictureOfFailure.call(this);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
