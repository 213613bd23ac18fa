import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";

export const restartAndRunAll: Command = {
  id: "restartAndRunAll",
  needsTrust: true,
  run: async ({ kernels }, given) => {
    const notebook = notebookOrNote(given);
    if (!notebook) return;
    await kernels.of(notebook).restart();
    await vscode.commands.executeCommand("notebook.execute", notebook.uri);
  },
};
