import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";
import { backendWords, stateWords, tensorWords } from "../views/words.ts";

/** What a click on the status bar shows: what the kernel does, on what, and what can be done about it. */
export const showStatus: Command = {
  id: "showStatus",
  run: async ({ kernels }, given) => {
    const notebook = notebookOrNote(given);
    if (!notebook) return;
    const kernel = kernels.of(notebook);
    const { t } = vscode.l10n;
    const picks = [
      { label: `$(debug-stop) ${t("Interrupt")}`, command: "glassbook.interrupt" },
      { label: `$(debug-restart) ${t("Restart")}`, command: "glassbook.restart" },
      { label: `$(run-all) ${t("Restart and Run All")}`, command: "glassbook.restartAndRunAll" },
      { label: `$(variable-group) ${t("Show Variables")}`, command: "glassbook.showVariables" },
      { label: `$(server-process) ${t("Choose Backend")}`, command: "glassbook.chooseBackend" },
    ];
    const { cost } = kernel;
    const lines = [stateWords(kernel.state), backendWords(cost), tensorWords(cost)].filter(Boolean);
    const picked = await vscode.window.showQuickPick(picks, { title: "Glassbook", placeHolder: lines.join(" · ") });
    if (picked) await vscode.commands.executeCommand(picked.command);
  },
};
