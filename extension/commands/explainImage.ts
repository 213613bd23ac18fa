import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { openModelNotebook, pickModel } from "./explainModelFile.ts";

/** Opens a notebook prepared for an image and a model that looks at it. */
export const explainImage: Command = {
  id: "explainImage",
  run: async (glassbook, given, other) => {
    const image = given instanceof vscode.Uri ? given : await pickImage();
    if (!image) return undefined;
    const model = other instanceof vscode.Uri ? other : await pickModel();
    return model && openModelNotebook(glassbook, model, image);
  },
};

async function pickImage(): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const filters = { [t("Images")]: ["png", "jpg", "jpeg", "webp"] };
  const [file] = (await vscode.window.showOpenDialog({ title: t("Choose an Image"), filters })) ?? [];
  return file;
}
