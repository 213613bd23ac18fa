import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";
import type { CellCost } from "../notebook/cellCost.ts";
import { notebookType } from "../notebook/controller.ts";
import type { NotebookKernel } from "../notebook/NotebookKernel.ts";
import { tensorDeltaWords } from "./tensorDeltaWords.ts";
import { tensorWords } from "./words.ts";

/** Below a cell that made or freed tensors: how many, beside the time that the editor shows itself. */
export function cellCosts({ kernels }: Glassbook): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const told = new WeakMap<NotebookKernel, CellCost | undefined>();
  const provider: vscode.NotebookCellStatusBarItemProvider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems(cell) {
      const cost = kernels.running(cell.notebook)?.costOf(cell);
      if (!cost || cost.tensorDelta === 0) return [];
      const item = new vscode.NotebookCellStatusBarItem(
        `$(symbol-array) ${tensorDeltaWords(cost.tensorDelta, vscode.l10n.t)}`,
        vscode.NotebookCellStatusBarAlignment.Left,
      );
      item.command = "glassbook.showStatus";
      item.tooltip = vscode.l10n.t(
        "{0} in memory. If this grows with every run, tensors are leaking: use tf.tidy or dispose.",
        tensorWords(cost),
      );
      return [item];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, provider),
    kernels.onChange((kernel) => {
      // Each time the editor asks anew for every cell that is in view.
      if (told.get(kernel) === kernel.cost) return;
      told.set(kernel, kernel.cost);
      changed.fire();
    }),
  );
}
