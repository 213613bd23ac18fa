import * as vscode from "vscode";
import { trustedOrNote } from "../trust.ts";
import type { NotebookKernels } from "./NotebookKernels.ts";

export const controllerId = "glassbook-typescript";
export const notebookType = "jupyter-notebook";

/** The kernel that VS Code's picker shows. */
export function createController(): vscode.NotebookController {
  const controller = vscode.notebooks.createNotebookController(controllerId, notebookType, "TypeScript (Glassbook)");
  controller.supportedLanguages = ["typescript"];
  controller.supportsExecutionOrder = true;
  controller.description = vscode.l10n.t("Trains and explains neural networks");
  return controller;
}

/** What the picker's kernel does; it is the preferred one for every notebook of TypeScript. */
export function wireController(controller: vscode.NotebookController, kernels: NotebookKernels): vscode.Disposable {
  controller.executeHandler = (cells, notebook) => {
    if (trustedOrNote()) void kernels.of(notebook).run(cells);
  };
  controller.interruptHandler = (notebook) => kernels.running(notebook)?.interrupt();
  const prefer = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType === notebookType && isTypeScript(notebook)) {
      controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    }
  };
  vscode.workspace.notebookDocuments.forEach(prefer);
  return vscode.workspace.onDidOpenNotebookDocument(prefer);
}

/** By what the file says of its kernel, or else by its cells. */
export function isTypeScript(notebook: vscode.NotebookDocument): boolean {
  const { metadata } = notebook as { metadata: NotebookMetadata };
  const { kernelspec, language_info } = metadata.metadata ?? metadata;
  const language = language_info?.name ?? kernelspec?.language;
  if (language !== undefined) return language.toLowerCase() === "typescript";
  return notebook
    .getCells()
    .some((cell) => cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === "typescript");
}

interface FileMetadata {
  kernelspec?: { language?: string; name?: string };
  language_info?: { name?: string };
}

/** The reader of `.ipynb` puts the file's metadata under `metadata`. */
type NotebookMetadata = FileMetadata & { metadata?: FileMetadata };
