import * as vscode from "vscode";

/** Whether anything may run here; where the folder is not trusted, it says so and shows the way. */
export function trustedOrNote(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const { t } = vscode.l10n;
  const manage = t("Manage Workspace Trust");
  const note = t("Restricted Mode: saved outputs are shown, but cells cannot run until you trust this folder.");
  // Not awaited: who only wanted to know goes on without an answer.
  void vscode.window
    .showWarningMessage(note, manage)
    .then((answer) => answer === manage && vscode.commands.executeCommand("workbench.trust.manage"));
  return false;
}
