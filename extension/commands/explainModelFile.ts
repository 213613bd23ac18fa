import * as vscode from "vscode";
import type { Command, Glassbook } from "../glassbook.ts";
import { modelNotebook } from "../notebook/modelNotebook.ts";
import { openNewNotebook } from "../notebook/openNotebook.ts";
import { trustedOrNote } from "../trust.ts";

/** Opens a notebook prepared for a model on disk, and has its inputs and outputs read out. */
export const explainModelFile: Command = {
  id: "explainModelFile",
  run: async (glassbook, given) => {
    const file = given instanceof vscode.Uri ? given : await pickModel();
    return file && openModelNotebook(glassbook, file);
  },
};

export async function openModelNotebook(
  { kernels }: Glassbook,
  model: vscode.Uri,
  image?: vscode.Uri,
): Promise<vscode.NotebookDocument> {
  const notebook = await openNewNotebook(kernels, modelNotebook(model.fsPath, image?.fsPath, vscode.l10n.t));
  if (trustedOrNote()) {
    const ranges = [{ start: 1, end: 2 }];
    await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
  }
  return notebook;
}

export async function pickModel(): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const filters = { [t("Models (model.json, .onnx)")]: ["onnx", "json"] };
  const [file] = (await vscode.window.showOpenDialog({ title: t("Choose a Model"), filters })) ?? [];
  return file;
}
