import * as vscode from "vscode";

/** The notebooks that come with the extension. */
export const tutorialsFolder = ({ extensionUri }: vscode.ExtensionContext) =>
  vscode.Uri.joinPath(extensionUri, "notebooks");

/** Whether a notebook that was never saved is a copy of one of them. */
export function isTutorial(notebook: vscode.NotebookDocument): boolean {
  const { metadata } = notebook.metadata as { metadata?: { glassbook?: { tutorial?: string } } };
  return notebook.isUntitled && metadata?.glassbook?.tutorial !== undefined;
}
