import * as vscode from "vscode";
import { createController, wireController } from "./notebook/controller.ts";
import { NotebookKernels } from "./notebook/NotebookKernels.ts";

/** What the tests, and other extensions, get from `activate`. */
export interface GlassbookApi {
  readonly controller: vscode.NotebookController;
  readonly kernels: NotebookKernels;
}

/** Wires the parts together; nothing else is decided here. */
export function activate(context: vscode.ExtensionContext): GlassbookApi {
  const log = vscode.window.createOutputChannel("Glassbook", { log: true });
  const main = vscode.Uri.joinPath(context.extensionUri, "dist/kernel/main.js").fsPath;
  const controller = createController();
  const kernels = new NotebookKernels(controller, main, log);
  context.subscriptions.push(log, controller, kernels, wireController(controller, kernels));
  return { controller, kernels };
}
