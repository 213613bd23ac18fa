import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";
import { backendWords, stateWords, tensorWords } from "./words.ts";

const icons = {
  none: "$(circle-large-outline)",
  starting: "$(loading~spin)",
  idle: "$(circle-filled)",
  busy: "$(sync~spin)",
};

/** Kernel state, backend and tensors of the notebook in front, where it is ours. */
export function statusBar({ kernels }: Glassbook): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("glassbook.kernel", vscode.StatusBarAlignment.Left, 100);
  item.name = "Glassbook";
  item.command = "glassbook.showStatus";
  const show = () => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (!notebook || !kernels.uses(notebook)) return item.hide();
    const kernel = kernels.running(notebook);
    const [state, cost] = [kernel?.state ?? "none", kernel?.cost];
    const parts = [stateWords(state), cost?.backend ?? "", tensorWords(cost)].filter(Boolean);
    item.text = `${icons[state]} Glassbook: ${parts.join(" · ")}`;
    item.tooltip = [stateWords(state), backendWords(cost), tensorWords(cost)].filter(Boolean).join("\n");
    item.accessibilityInformation = { label: `Glassbook: ${parts.join(", ")}` };
    item.show();
  };
  return vscode.Disposable.from(
    item,
    kernels.onUse(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
    kernels.onChange(show),
  );
}
