import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { codeCells } from "../language/ask.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";

/** The cells as one TypeScript text, with prose as comments and imports where they were. */
export const exportTypeScript: Command = {
  id: "exportTypeScript",
  run: async (_, given) => {
    const notebook = notebookOrNote(given);
    if (!notebook) return;
    const code = new Set(codeCells(notebook));
    const parts = notebook.getCells().map((cell) => {
      const text = cell.document.getText();
      return code.has(cell) ? text : text.replace(/^/gm, "// ");
    });
    const content = `${parts.join("\n\n")}\n`;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "typescript", content }));
  },
};
