import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { notebookOf } from "../notebook/activeNotebook.ts";

/** Changes the setting, and restarts the kernel where the user wants that now. */
export const chooseBackend: Command = {
  id: "chooseBackend",
  run: async ({ kernels }, given) => {
    const { t } = vscode.l10n;
    const settings = vscode.workspace.getConfiguration("glassbook");
    const now = settings.get("backend", "auto");
    const details: Record<string, string> = {
      auto: t("The best that works on this machine"),
      "tfjs-node-gpu": t("TensorFlow on a CUDA GPU"),
      "tfjs-node": t("TensorFlow on the processor"),
      webgpu: t("A GPU by WebGPU, where its packages are installed beside the notebook"),
      wasm: t("WebAssembly: everywhere, nothing to install"),
      cpu: t("Plain JavaScript: slow, for comparison"),
    };
    const picks = Object.entries(details).map(([label, detail]) => ({
      label,
      detail,
      description: label === now ? t("chosen") : "",
    }));
    const picked = await vscode.window.showQuickPick(picks, { title: t("What runs TensorFlow.js") });
    if (!picked || picked.label === now) return;
    await settings.update("backend", picked.label, vscode.ConfigurationTarget.Global);
    const notebook = notebookOf(given);
    const running = notebook && kernels.running(notebook);
    if (!running) return;
    const restart = t("Restart");
    const question = t("The kernel takes the new backend when it starts again; its variables are lost then.");
    if ((await vscode.window.showInformationMessage(question, restart)) === restart) await running.restart();
  },
};
