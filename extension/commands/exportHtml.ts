import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";
import { runGlassbook } from "../notebook/runGlassbook.ts";

/** What VS Code's own reader and writer of `.ipynb` offers. */
interface IpynbApi {
  exportNotebook(data: vscode.NotebookData): string;
}

/** One page that needs nothing else, of the notebook with the outputs that it has now; where to, it asks. */
export const exportHtml: Command = {
  id: "exportHtml",
  run: async (glassbook, given, target) => {
    const notebook = notebookOrNote(given);
    if (!notebook) return;
    const page = notebook.uri.with({
      scheme: "file",
      path: notebook.uri.path.replace(/(\.ipynb)?$/, ".html"),
      query: "",
    });
    const to =
      target instanceof vscode.Uri
        ? target
        : await vscode.window.showSaveDialog({ defaultUri: page, filters: { HTML: ["html"] } });
    if (!to) return;
    const folder = await mkdtemp(join(tmpdir(), "glassbook-export-"));
    try {
      const file = join(folder, "notebook.ipynb");
      await writeFile(file, await asIpynb(notebook));
      const { status, stderr } = await runGlassbook(glassbook, ["export", file, "--output", to.fsPath]);
      if (status !== 0) throw new Error(stderr);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const open = vscode.l10n.t("Open");
    // Not awaited: the export is done, whatever becomes of the note.
    void vscode.window
      .showInformationMessage(vscode.l10n.t("Exported to {0}", to.fsPath), open)
      .then((answer) => answer === open && vscode.env.openExternal(to));
  },
};

async function asIpynb(notebook: vscode.NotebookDocument): Promise<string> {
  const ipynb = vscode.extensions.getExtension<IpynbApi>("vscode.ipynb");
  const api = await ipynb?.activate();
  if (!api) throw new Error(vscode.l10n.t("VS Code's built-in support for .ipynb files is disabled."));
  const cells = notebook.getCells().map((cell) => {
    const data = new vscode.NotebookCellData(cell.kind, cell.document.getText(), cell.document.languageId);
    data.outputs = [...cell.outputs];
    data.metadata = cell.metadata;
    if (cell.executionSummary) data.executionSummary = cell.executionSummary;
    return data;
  });
  const data = new vscode.NotebookData(cells);
  data.metadata = notebook.metadata;
  return api.exportNotebook(data);
}
