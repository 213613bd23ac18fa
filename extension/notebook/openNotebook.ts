import * as vscode from "vscode";
import { controllerId, notebookType } from "./controller.ts";
import type { NotebookKernels } from "./NotebookKernels.ts";

/** A cell of a notebook that a command makes. */
export type NewCell = { markdown: string } | { code: string };

const kernelspec = { name: "glassbook", display_name: "TypeScript (Glassbook)", language: "typescript" };

export interface NewNotebookOptions {
  /** Kept in the notebook's metadata under `glassbook`. */
  about?: Record<string, unknown>;
}

/** Opens a notebook that was never saved, and shows it with our kernel picked. */
export async function openNewNotebook(
  kernels: NotebookKernels,
  cells: NewCell[],
  { about }: NewNotebookOptions = {},
): Promise<vscode.NotebookDocument> {
  const data = new vscode.NotebookData(
    cells.map((cell) =>
      "code" in cell
        ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, cell.code, "typescript")
        : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, cell.markdown, "markdown"),
    ),
  );
  data.metadata = {
    metadata: { kernelspec, language_info: { name: "typescript" }, ...(about && { glassbook: about }) },
  };
  return showWithKernel(kernels, await vscode.workspace.openNotebookDocument(notebookType, data));
}

const tries = 100;
const betweenMs = 100;

/** Shows a notebook with our kernel picked. */
export async function showWithKernel(
  kernels: NotebookKernels,
  notebook: vscode.NotebookDocument,
): Promise<vscode.NotebookDocument> {
  await vscode.window.showNotebookDocument(notebook);
  // The command is for the editor in front, which on a slow machine may not be there yet.
  for (let i = 0; i < tries && !kernels.uses(notebook); i++) {
    await vscode.commands.executeCommand("notebook.selectKernel", { id: controllerId, extension: extensionId });
    if (!kernels.uses(notebook)) await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
  return notebook;
}

export const extensionId = "glassbook.glassbook";
