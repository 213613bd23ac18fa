import * as vscode from "vscode";

/** The notebook that a command is for: that of the toolbar it was called from, or the one in front. */
export function notebookOf(given: unknown): vscode.NotebookDocument | undefined {
  const uri = (given as { notebookEditor?: { notebookUri?: vscode.Uri } } | undefined)?.notebookEditor?.notebookUri;
  const named = uri && vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === uri.toString());
  return named ?? vscode.window.activeNotebookEditor?.notebook;
}

/** The same; where there is none, it says so. */
export function notebookOrNote(given: unknown): vscode.NotebookDocument | undefined {
  const notebook = notebookOf(given);
  if (!notebook) void vscode.window.showInformationMessage(vscode.l10n.t("Open a notebook first."));
  return notebook;
}
