import * as vscode from "vscode";
import { controllerId, notebookType } from "./controller.ts";

/** A cell of a notebook that a command makes. */
export type NewCell = { markdown: string } | { code: string };

const kernelspec = { name: "glassbook", display_name: "TypeScript (Glassbook)", language: "typescript" };

export interface NewNotebookOptions {
  /** Kept in the notebook's metadata under `glassbook`. */
  about?: Record<string, unknown>;
}

/** Opens a notebook that was never saved, and shows it with our kernel picked. */
export async function openNewNotebook(
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
  return showWithKernel(await vscode.workspace.openNotebookDocument(notebookType, data));
}

/** Shows a notebook with our kernel picked. */
export async function showWithKernel(notebook: vscode.NotebookDocument): Promise<vscode.NotebookDocument> {
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand("notebook.selectKernel", { id: controllerId, extension: extensionId });
  return notebook;
}

export const extensionId = "glassbook.glassbook";
