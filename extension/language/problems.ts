import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";
import { ask, codeCells, rangeOf } from "./ask.ts";

/** Somebody who types is not told of what is half written. */
const restMs = 400;

/** Squiggles under type errors, in every cell of the notebooks that are shown. */
export function problems({ kernels, controller, log }: Glassbook): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("glassbook");
  const waiting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();

  async function check(notebook: vscode.NotebookDocument): Promise<void> {
    for (const { document } of codeCells(notebook)) {
      const version = document.version;
      const found = await ask(kernels, "problems", document);
      // Something was typed since: the next check is on its way.
      if (waiting.has(notebook) || document.version !== version) return;
      const shown = (found?.answer ?? []).map((problem) => {
        const diagnostic = new vscode.Diagnostic(rangeOf(document, problem), problem.message);
        diagnostic.source = "Glassbook";
        diagnostic.code = problem.code;
        return diagnostic;
      });
      collection.set(document.uri, shown);
    }
  }

  function checkSoon(notebook: vscode.NotebookDocument): void {
    clearTimeout(waiting.get(notebook));
    if (!kernels.uses(notebook) || typeErrors(notebook) === "off") {
      waiting.delete(notebook);
      for (const cell of notebook.getCells()) collection.delete(cell.document.uri);
      return;
    }
    const later = setTimeout(() => {
      waiting.delete(notebook);
      check(notebook).catch((error: Error) => log.error(error));
    }, restMs);
    waiting.set(notebook, later);
  }

  return vscode.Disposable.from(
    collection,
    controller.onDidChangeSelectedNotebooks(({ notebook }) => checkSoon(notebook)),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
      const typed = cellChanges.some(({ document }) => document);
      for (const cell of contentChanges.flatMap(({ removedCells }) => removedCells)) {
        collection.delete(cell.document.uri);
      }
      if (typed || contentChanges.length > 0) checkSoon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      clearTimeout(waiting.get(notebook));
      waiting.delete(notebook);
      for (const cell of notebook.getCells()) collection.delete(cell.document.uri);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("glassbook.typeErrors")) vscode.workspace.notebookDocuments.forEach(checkSoon);
    }),
    { dispose: () => [...waiting.values()].forEach(clearTimeout) },
  );
}

/** The setting for this notebook. */
export const typeErrors = (notebook: vscode.NotebookDocument): "note" | "block" | "off" =>
  vscode.workspace.getConfiguration("glassbook", notebook.uri).get("typeErrors", "note");
