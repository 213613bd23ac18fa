import * as vscode from "vscode";
import type { Contents } from "../../kernel/protocol/message.ts";
import type { Glassbook } from "../glassbook.ts";
import type { NotebookKernel } from "../notebook/NotebookKernel.ts";

/** What the kernel tells of a value: Jupyter's `inspectVariables`. */
interface Variable {
  name: string;
  /** In one short line; empty where there are only more of its siblings. */
  value: string;
  type: string;
  /** 0 where there is nothing inside. */
  variablesReference: number;
}

/** The names that cells declared, with their types and a preview; tensors with shape and dtype. */
export function variablesView({ kernels }: Glassbook): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let seq = 0;
  const current = (): NotebookKernel | undefined => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    return notebook && kernels.running(notebook);
  };
  const ask = async (command: string, given: Record<string, unknown>): Promise<Variable[]> => {
    const kernel = current();
    if (!kernel || kernel.state === "none") return [];
    const request = { type: "request" as const, seq: ++seq, command, arguments: given };
    try {
      const { body } = (await kernel.started().request("debug_request", request)) as Contents["debug_reply"];
      return (body?.variables ?? []) as Variable[];
    } catch {
      return [];
    }
  };
  const provider: vscode.TreeDataProvider<Variable> = {
    onDidChangeTreeData: changed.event,
    getChildren: (parent) =>
      parent ? ask("variables", { variablesReference: parent.variablesReference }) : ask("inspectVariables", {}),
    getTreeItem: ({ name, value, type, variablesReference }) => {
      const { None, Collapsed } = vscode.TreeItemCollapsibleState;
      const item = new vscode.TreeItem(name, variablesReference > 0 ? Collapsed : None);
      item.description = value.startsWith(type) ? value : `${type} ${value}`;
      if (type) item.tooltip = `${name}: ${type}\n${value}`;
      item.accessibilityInformation = { label: [name, type, value].filter(Boolean).join(", ") };
      return item;
    },
  };
  let wasBusy = false;
  return vscode.Disposable.from(
    changed,
    vscode.window.createTreeView("glassbook.variables", { treeDataProvider: provider }),
    vscode.window.onDidChangeActiveNotebookEditor(() => changed.fire()),
    kernels.onChange((kernel) => {
      if (kernel !== current()) return;
      // While a cell runs, its variables are half made.
      const busy = kernel.state === "busy";
      if (wasBusy && !busy) changed.fire();
      wasBusy = busy;
    }),
  );
}
