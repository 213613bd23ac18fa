import { homedir } from "node:os";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { NotebookKernel } from "./NotebookKernel.ts";

/** The kernels of all open notebooks: one each. */
export class NotebookKernels implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #main: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #kernels = new Map<vscode.NotebookDocument, NotebookKernel>();
  readonly #made = new vscode.EventEmitter<NotebookKernel>();
  readonly #changes = new vscode.EventEmitter<NotebookKernel>();
  readonly #subscriptions: vscode.Disposable[] = [];
  /** A notebook has got a kernel, which need not have been started. */
  readonly onMade = this.#made.event;
  /** A kernel's state, or what it holds, is another than before. */
  readonly onChange = this.#changes.event;

  /** @param main the built kernel's main.js */
  constructor(controller: vscode.NotebookController, main: string, log: vscode.LogOutputChannel) {
    this.#controller = controller;
    this.#main = main;
    this.#log = log;
    this.#subscriptions.push(
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        void this.#kernels.get(notebook)?.close();
        this.#kernels.delete(notebook);
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        for (const cell of contentChanges.flatMap(({ removedCells }) => removedCells)) {
          this.#kernels.get(notebook)?.removed(cell);
        }
      }),
    );
  }

  /** The notebook's kernel. */
  of(notebook: vscode.NotebookDocument): NotebookKernel {
    const known = this.#kernels.get(notebook);
    if (known) return known;
    const kernel = new NotebookKernel({
      notebook,
      controller: this.#controller,
      main: this.#main,
      folder: folderOf(notebook),
      env: () => ({ GLASSBOOK_TYPE_ERRORS: "note" }),
      log: this.#log,
    });
    this.#kernels.set(notebook, kernel);
    kernel.onChange(() => this.#changes.fire(kernel));
    this.#made.fire(kernel);
    return kernel;
  }

  /** The notebook's kernel, where it has one. */
  running(notebook: vscode.NotebookDocument): NotebookKernel | undefined {
    return this.#kernels.get(notebook);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const kernel of this.#kernels.values()) void kernel.close();
    this.#kernels.clear();
  }
}

/** Where a notebook's imports are looked for: its own folder, or, where it was never saved, the workspace's. */
function folderOf({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === "file" || uri.scheme === "vscode-remote") return dirname(uri.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
}
