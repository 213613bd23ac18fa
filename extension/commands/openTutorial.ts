import { basename } from "node:path";
import * as vscode from "vscode";
import type { Command, Glassbook } from "../glassbook.ts";
import { notebookType } from "../notebook/controller.ts";
import { showWithKernel } from "../notebook/openNotebook.ts";
import { tutorialsFolder } from "../notebook/tutorials.ts";

/** Opens a copy of a tutorial that was never saved; the one that is named, or the one that is picked. */
export const openTutorial: Command = {
  id: "openTutorial",
  run: async (glassbook, given) => {
    const name = typeof given === "string" ? given : await pick(glassbook);
    if (name === undefined) return undefined;
    return openCopy(glassbook, vscode.Uri.joinPath(tutorialsFolder(glassbook.context), name));
  },
};

async function openCopy({ kernels }: Glassbook, file: vscode.Uri): Promise<vscode.NotebookDocument> {
  const { cells, metadata } = JSON.parse(await text(file)) as NotebookFile;
  const data = new vscode.NotebookData(
    cells.map(({ cell_type, source }) => {
      const joined = Array.isArray(source) ? source.join("") : source;
      return cell_type === "code"
        ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, joined, "typescript")
        : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, joined, "markdown");
    }),
  );
  // Where its files are looked for until it is saved somewhere.
  data.metadata = { metadata: { ...metadata, glassbook: { tutorial: basename(file.path) } } };
  return showWithKernel(kernels, await vscode.workspace.openNotebookDocument(notebookType, data));
}

interface NotebookFile {
  cells: { cell_type: string; source: string | string[] }[];
  metadata: Record<string, unknown>;
}

/** In the editor's language where there is a translation. */
async function pick({ context }: Glassbook): Promise<string | undefined> {
  const folder = tutorialsFolder(context);
  const names = async (path: vscode.Uri) =>
    (await vscode.workspace.fs.readDirectory(path)).map(([name]) => name).filter((name) => name.endsWith(".ipynb"));
  const chinese = vscode.env.language.toLowerCase() === "zh-cn";
  const translated = chinese ? await names(vscode.Uri.joinPath(folder, "zh-cn")) : [];
  const all = (await names(folder)).sort().map((name) => (translated.includes(name) ? `zh-cn/${name}` : name));
  const picks = await Promise.all(
    all.map(async (name) => ({ label: await titleOf(vscode.Uri.joinPath(folder, name)), description: name, name })),
  );
  const title = vscode.l10n.t("Open Tutorial");
  return (await vscode.window.showQuickPick(picks, { title, matchOnDescription: true }))?.name;
}

/** The first heading. */
async function titleOf(file: vscode.Uri): Promise<string> {
  const { cells } = JSON.parse(await text(file)) as NotebookFile;
  const source = cells[0]?.source ?? "";
  const heading = /^#+ +(.+)$/m.exec(Array.isArray(source) ? source.join("") : source)?.[1];
  return heading ?? basename(file.path);
}

const text = async (file: vscode.Uri) => new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
