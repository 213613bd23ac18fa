import { homedir } from "node:os";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { kernelEnvironment } from "./kernelEnvironment.ts";
import { NotebookKernel } from "./NotebookKernel.ts";
import { isTutorial, tutorialsFolder } from "./tutorials.ts";

/** The kernels of all open notebooks: one each. */
export class NotebookKernels implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  /** The built kernel's main.js. */
  readonly main: string;
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #kernels = new Map<vscode.NotebookDocument, NotebookKernel>();
  readonly #made = new vscode.EventEmitter<NotebookKernel>();
  readonly #changes = new vscode.EventEmitter<NotebookKernel>();
  readonly #uses = new vscode.EventEmitter<void>();
  readonly #used = new Set<vscode.NotebookDocument>();
  readonly #subscriptions: vscode.Disposable[] = [];
  /** A notebook has got a kernel, which need not have been started. */
  readonly onMade = this.#made.event;
  /** A kernel's state, or what it holds, is another than before. */
  readonly onChange = this.#changes.event;

  /** Another set of notebooks has our kernel picked. */
  readonly onUse = this.#uses.event;

  constructor(context: vscode.ExtensionContext, controller: vscode.NotebookController, log: vscode.LogOutputChannel) {
    this.#controller = controller;
    this.#context = context;
    this.main = vscode.Uri.joinPath(context.extensionUri, "dist/kernel/main.js").fsPath;
    this.#log = log;
    this.#subscriptions.push(
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#used.add(notebook);
        else this.#used.delete(notebook);
        this.#uses.fire();
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        if (this.#used.delete(notebook)) this.#uses.fire();
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
      main: this.main,
      folder: isTutorial(notebook) ? tutorialsFolder(this.#context).fsPath : folderOf(notebook),
      env: () => kernelEnvironment(notebook),
      log: this.#log,
    });
    this.#kernels.set(notebook, kernel);
    kernel.onChange(() => this.#changes.fire(kernel));
    this.#made.fire(kernel);
    return kernel;
  }

  /** Whether our kernel is picked for the notebook. */
  uses(notebook: vscode.NotebookDocument): boolean {
    return this.#used.has(notebook);
  }

  /** Every notebook for which it is. */
  used(): vscode.NotebookDocument[] {
    return [...this.#used];
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
