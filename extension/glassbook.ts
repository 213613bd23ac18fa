import type * as vscode from "vscode";
import type { NotebookKernels } from "./notebook/NotebookKernels.ts";

/** What every part of the extension works with. */
export interface Glassbook {
  readonly context: vscode.ExtensionContext;
  readonly controller: vscode.NotebookController;
  readonly kernels: NotebookKernels;
  readonly log: vscode.LogOutputChannel;
}

/** One entry of the palette: a file of commands/ each. */
export interface Command {
  /** As in package.json, without `glassbook.` before it. */
  id: string;
  /** It starts a process that may run what is in the folder: only where that is trusted. */
  needsTrust?: true;
  run(glassbook: Glassbook, ...given: unknown[]): unknown;
}
